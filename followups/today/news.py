"""What hosts answered that leaves nothing to do, and whose day to be asked again has come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from accounts.models import User
from chats.models import Answer, Invitation, with_what_stands
from chats.states import AnswerKind, InvitationStatus, closes
from followups.item import Item
from followups.today.unsent import of_invitation

MAX_SHOWN = 5
NEWS_FOR = timedelta(days=3)
ASK_AGAIN_FOR = timedelta(days=14)
"""How long Today says that somebody may be asked again."""

NEXT_ONE = "A no is an answer, and the next ask is a new one."
LEAVE_IT = "Please leave it there. It says little about you."
NEWS: dict[str, tuple[str, str]] = {
    AnswerKind.DECLINE: ("cannot make it", NEXT_ONE),
    AnswerKind.OPT_OUT: ("asked not to be written to", LEAVE_IT),
}
CANCELLED = ("cancelled your chat", NEXT_ONE)
"""What a yes came to, where the ask is closed all the same."""


def _what_was_said(said: str | None) -> tuple[str, str]:
    """Of an answer that closes the ask and has no words here, those that name it everywhere."""
    if said is None or not closes(said):
        return CANCELLED
    return NEWS.get(said) or (AnswerKind(said).label, NEXT_ONE)


def noes(seeker: User, now: datetime) -> Iterator[Item]:
    """A recent no: nothing to do, and good to know. One that the seeker noted they know."""
    declined = Invitation.objects.of(seeker).filter(
        status=InvitationStatus.DECLINED, answered_at__gt=now - NEWS_FOR
    )
    noted = Answer.objects.noted_last().filter(kind=AnswerKind.DECLINE, invitation__seeker=seeker)
    news = with_what_stands(declined.exclude(pk__in=noted.values("invitation")))
    news = news.select_related("contact")
    for invitation in news.order_by("-answered_at")[:MAX_SHOWN]:
        did, note = _what_was_said(invitation.said)
        what = f"{invitation.contact.display_name} {did}"
        yield of_invitation(invitation, "An answer", "", what, "Read it", note)


def to_ask_again(seeker: User, now: datetime) -> Iterator[Item]:
    """Whoever said "not now", once the day has come until when they meant it."""
    today = now.astimezone(seeker.time_zone).date()
    said = Answer.objects.standing().filter(
        kind=AnswerKind.LATER, until__lte=today, until__gt=today - ASK_AGAIN_FOR
    )
    deferred = {"invitation__seeker": seeker, "invitation__status": InvitationStatus.DEFERRED}
    due = said.filter(**deferred).select_related("invitation__contact")
    for answer in due.order_by("until", "pk")[:MAX_SHOWN]:
        what = f"{answer.invitation.contact.display_name} may be asked again"
        note = "They said not now, and the day has come."
        yield of_invitation(answer.invitation, "Ask again", "", what, "Offer times", note)
