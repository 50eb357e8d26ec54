"""What keeps in touch. All kinds go out by the same templates; their specs hold what differs."""

from chats.models import Invitation
from chats.writing import outreach_headers
from followups import kinds
from followups.keep_in_touch import samples
from followups.kinds.spec import Spec
from followups.models import TO_HOST, FollowUp
from outbox.kinds import Audience, EmailKind, register
from outbox.languages import of_emails
from outbox.rendered import RenderedEmail
from outbox.rendering import render, sender

FOLDER = "in_touch"


@of_emails()
def in_touch(follow_up: FollowUp, invitation: Invitation, *, one_click: str) -> RenderedEmail:
    """The seeker's own words in the thread of the chat, with the way out."""
    seeker, contact = follow_up.seeker, follow_up.contact
    email = kinds.email(follow_up)
    names = {"seeker": seeker.display_name, "contact": contact.first_name}
    context = {
        "seeker": seeker,
        "contact": contact,
        "subject": email.subject % names,
        "heading": email.heading % names,
        "why": email.why % names,
        "words": follow_up.text,
        "url": follow_up.url,
        "one_click": one_click,
    }
    return RenderedEmail(
        kind=email.kind,
        dedupe_key=f"{email.kind}:{follow_up.about}",
        about=follow_up.about,
        to=contact.email,
        from_name=sender(seeker.display_name),
        reply_to=seeker.email,
        headers=outreach_headers(invitation, one_click),
        outreach=True,
        letter=True,
        repeatable=False,
        held=seeker.is_sample,
        **render(FOLDER, context),
    )


def kind_of_email(spec: Spec, name: str) -> EmailKind:
    return EmailKind(
        name,
        to=Audience.HOST,
        about=FollowUp,
        sample=lambda: in_touch(*samples.keeping(spec), one_click=samples.ONE_CLICK),
        groups=[TO_HOST],
        folder=FOLDER,
    )


for _spec in kinds.SPECS.values():
    if _spec.email:
        register(kind_of_email(_spec, _spec.email.kind))
