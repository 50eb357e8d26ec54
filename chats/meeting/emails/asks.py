"""What becomes of an ask as a chat is booked or called off. Hosts and seekers cause it as well, so
it stands in the lowest feature that does."""

from datetime import datetime

from chats import samples
from chats.email_groups import OF_THE_CALENDAR
from chats.models import Invitation
from chats.writing import answer_to_seeker, to_seeker
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "declined_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    sample=lambda write: write(
        samples.invitation(), line=samples.REGRET, opted_out=False, now=samples.NOW
    ),
    variants={
        "opted_out": lambda write: write(
            samples.invitation(), line=samples.REGRET, opted_out=True, now=samples.NOW
        )
    },
)
def declined_seeker(
    kind: EmailKind, invitation: Invitation, *, line: str, opted_out: bool, now: datetime
) -> RenderedEmail:
    return answer_to_seeker(kind, invitation, {"line": line, "opted_out": opted_out}, now)


@email(
    "no_times_left_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    groups=[OF_THE_CALENDAR],
    sample=lambda write: write(samples.invitation()),
)
def no_times_left_seeker(kind: EmailKind, invitation: Invitation) -> RenderedEmail:
    # Each round of times ends later; a count of e-mails stands still for a host without one.
    version = f"until-{invitation.expires_at}"
    return to_seeker(kind, invitation, version, {}, expires_at=invitation.expires_at)
