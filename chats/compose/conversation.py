"""What was said about an ask, by whom and when: rounds of times and answers, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars import clock
from chats.models import Answer, Change, Chat, IncomingEmail, Invitation, Nudge, Offer
from chats.states import AnswerKind, ChangeKind, IncomingKind, NudgeStatus, Side

SAID: dict[str, str] = {AnswerKind.DECLINE: "said no"}
"""Where the label of an answer is stiffer than one would say it."""
NOTED: dict[str, str] = SAID | {AnswerKind.TAKE: "agreed on a time"}
"""The same of what came elsewhere."""

MAX_TURNS = 20
"""Of each kind, the newest; an ask has far fewer."""


@dataclass(frozen=True)
class Turn:
    """One thing one side said."""

    at: datetime
    who: str
    did: str
    line: str
    times: Sequence[datetime]
    email: IncomingEmail | None = None
    """Where it came by e-mail: the rest of it."""


def turns(invitation: Invitation, emails: Sequence[IncomingEmail] = ()) -> list[Turn]:
    """The oldest first, with what came by e-mail among it. Seven queries."""
    offers = list(invitation.offers.prefetch_related("slots")[:MAX_TURNS])
    answers = list(invitation.answers.prefetch_related("slots")[:MAX_TURNS])
    name = invitation.contact.first_name
    said = [
        *map(_of_offer, offers),
        *(_of_answer(answer, name) for answer in answers),
        *map(_of_yes, _own_yeses(invitation, answers)),
        *map(_of_nudge, Nudge.objects.filter(invitation=invitation, status=NudgeStatus.SENT)),
        *(_of_change(change, name) for change in _changes(invitation)),
        *(_of_email(email, name) for email in emails),
    ]
    return sorted(said, key=lambda turn: turn.at)


def _of_email(email: IncomingEmail, name: str) -> Turn:
    """Put in by when it came: what its writer's clock says may be wrong by years."""
    if email.kind == IncomingKind.BOUNCE:
        return Turn(email.arrived_at, "A mail server", "sent it back", email.reason, [], email)
    did = "wrote by e-mail" if email.kind == IncomingKind.REPLY else "let a program answer"
    return Turn(email.arrived_at, name, did, email.text, [], email)


def _own_yeses(invitation: Invitation, answers: Sequence[Answer]) -> Iterator[Chat]:
    """Chats that began with a yes of the seeker's: a host who says yes leaves an answer."""
    theirs = {answer.at for answer in answers if answer.kind == AnswerKind.TAKE}
    chats = invitation.chats.order_by("-booked_at")[:MAX_TURNS]
    return (chat for chat in chats if chat.booked_at not in theirs)


def _of_yes(chat: Chat) -> Turn:
    return Turn(chat.booked_at, "You", "said yes to one of these times", "", [])


def _changes(invitation: Invitation) -> Sequence[Change]:
    return list(Change.objects.filter(chat__invitation=invitation)[:MAX_TURNS])


def _of_change(change: Change, name: str) -> Turn:
    who = "You" if change.by == Side.SEEKER else name
    moved = change.kind in {ChangeKind.MOVED, ChangeKind.KEPT}
    times = [change.starts_at] if moved else []
    return Turn(change.at, who, change.get_kind_display(), change.line, times)


def _of_nudge(nudge: Nudge) -> Turn:
    assert nudge.left_at is not None  # a database constraint says so
    return Turn(nudge.left_at, "You", "reminded them", nudge.message, [])


def _of_offer(offer: Offer) -> Turn:
    return Turn(offer.at, "You", "offered times", offer.line, _starts(offer))


def _of_answer(answer: Answer, name: str) -> Turn:
    """What was taken back was not meant for anybody to read any more."""
    if answer.told_by_seeker:
        return _of_note(answer, name)
    if answer.undone_at is not None:
        return Turn(answer.undone_at, name, "took the answer back", "", [])
    did = SAID.get(answer.kind, answer.get_kind_display())
    return Turn(answer.at, name, did, answer.line, _starts(answer))


def _of_note(answer: Answer, name: str) -> Turn:
    """What the seeker tells of: they said it elsewhere, on a day."""
    if answer.undone_at is not None:
        return Turn(answer.undone_at, "You", "took back what you had noted", "", [])
    did = NOTED.get(answer.kind, answer.get_kind_display())
    day = clock.say_date(answer.came_on) if answer.came_on else ""
    return Turn(
        answer.at, "You", f"noted: {name} {did}, elsewhere, on {day}", answer.line, _starts(answer)
    )


def _starts(said: Offer | Answer) -> list[datetime]:
    return [slot.starts_at for slot in said.slots.all()]
