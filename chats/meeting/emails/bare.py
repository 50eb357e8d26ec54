"""What a host who opted out is told of a chat that they agreed to: the facts, by nobody's name."""

from chats import samples
from chats.models import Chat
from chats.writing import as_read_by_host, of_the_chat
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail
from outbox.rendering import render


@email(
    "bare_host",
    to=Audience.HOST,
    about=Chat,
    sample=lambda write: write(samples.chat(), instead_of=""),
)
def bare_host(kind: EmailKind, chat: Chat, *, instead_of: str) -> RenderedEmail:
    """Never queued by itself: the outbox says it in place of another, which `instead_of` names."""
    invitation = chat.invitation
    context = {
        "kind": instead_of,
        "chat": chat,
        "zone": invitation.zone_for_host,
        "other_zone": invitation.seeker.time_zone,
    }
    with as_read_by_host(invitation):
        written = render(kind.name, context)
    key = f"{kind.name}:{chat.about}:{of_the_chat(chat)}"
    return RenderedEmail(
        kind.name, key, chat.host_address, about=chat.about, outreach=True, **written
    )


def bare(instead_of: EmailKind, chat: Chat) -> dict[str, str]:
    rendered = bare_host(chat, instead_of=instead_of.name)
    return {"subject": rendered.subject, "text": rendered.text, "html": rendered.html}
