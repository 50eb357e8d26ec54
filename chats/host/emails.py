"""The e-mails to the seeker about what a host says to their ask, and takes back."""

from collections.abc import Sequence
from datetime import datetime

from chats import samples
from chats.email_groups import PROPOSALS
from chats.models import Invitation, Slot
from chats.writing import answer_to_seeker
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail


@email(
    "countered_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    groups=[PROPOSALS],
    sample=lambda write: write(*samples.proposed(), line=samples.LINE, now=samples.NOW),
)
def countered_seeker(
    kind: EmailKind, invitation: Invitation, slots: Sequence[Slot], *, line: str, now: datetime
) -> RenderedEmail:
    return answer_to_seeker(kind, invitation, {"slots": slots, "line": line}, now)


@email(
    "reopened_seeker",
    to=Audience.SEEKER,
    about=Invitation,
    sample=lambda write: write(samples.invitation(), now=samples.NOW),
)
def reopened_seeker(kind: EmailKind, invitation: Invitation, *, now: datetime) -> RenderedEmail:
    """The host took an answer back after the seeker had heard of it."""
    return answer_to_seeker(kind, invitation, {}, now)
