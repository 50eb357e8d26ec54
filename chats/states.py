"""What an invitation and a chat can be, and what can follow what. Readable at a glance."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.states import Side as Side  # most of what is about sides is here


class InvitationStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Planned"
    SENT = "sent", "Waiting for an answer"
    COUNTERED = "countered", "Other times proposed"
    ANSWERED = "answered", "They answered"
    BOOKED = "booked", "Booked"
    DEFERRED = "deferred", "Not now"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UNDELIVERABLE = "undeliverable", "Could not be delivered"


_I = InvitationStatus

INVITATION_STEPS: dict[InvitationStatus, set[InvitationStatus]] = {
    _I.DRAFT: {_I.SENT, _I.SCHEDULED},
    # Planned for another moment; back in the seeker's hands; on its way.
    _I.SCHEDULED: {_I.SCHEDULED, _I.DRAFT, _I.SENT},
    _I.SENT: {
        _I.SENT,
        _I.DRAFT,  # taken back before it left
        _I.ANSWERED,
        _I.BOOKED,
        _I.COUNTERED,
        _I.DEFERRED,
        _I.DECLINED,
        _I.EXPIRED,
        _I.WITHDRAWN,
        _I.UNDELIVERABLE,
    },
    _I.COUNTERED: {
        _I.SENT,
        _I.ANSWERED,
        _I.BOOKED,
        _I.COUNTERED,
        _I.DEFERRED,
        _I.DECLINED,
        _I.EXPIRED,
        _I.WITHDRAWN,
    },
    # Something came back, and no time is agreed yet. Nobody waits for the other side any more, so
    # it never expires by itself.
    _I.ANSWERED: {
        _I.SENT,
        _I.ANSWERED,
        _I.BOOKED,
        _I.COUNTERED,
        _I.DEFERRED,
        _I.DECLINED,
        _I.WITHDRAWN,
    },
    # An answer can be undone for a while, and changed until the chat begins.
    _I.BOOKED: {_I.SENT, _I.ANSWERED, _I.COUNTERED, _I.DEFERRED, _I.DECLINED, _I.WITHDRAWN},
    _I.DEFERRED: {_I.SENT, _I.ANSWERED, _I.BOOKED, _I.COUNTERED, _I.DEFERRED, _I.DECLINED},
    _I.DECLINED: {_I.SENT, _I.ANSWERED, _I.BOOKED, _I.COUNTERED, _I.DEFERRED},
    # Their page is over; what they say by another way may still come, and the seeker notes it.
    _I.EXPIRED: {_I.ANSWERED, _I.BOOKED, _I.COUNTERED, _I.DEFERRED, _I.DECLINED},
    _I.WITHDRAWN: set(),
    # The e-mail did not arrive; the link may, by another way.
    _I.UNDELIVERABLE: {
        _I.SENT,
        _I.ANSWERED,
        _I.BOOKED,
        _I.COUNTERED,
        _I.DEFERRED,
        _I.DECLINED,
        _I.WITHDRAWN,
    },
}

UNSENT = [_I.DRAFT, _I.SCHEDULED]
"""Nobody but the seeker has seen it."""

ANSWERABLE = [
    _I.SENT,
    _I.COUNTERED,
    _I.ANSWERED,
    _I.DEFERRED,
    _I.DECLINED,
    _I.UNDELIVERABLE,
]
"""Where the host may still take a time or propose others."""

OFFERABLE = [_I.SENT, _I.COUNTERED, _I.ANSWERED, _I.DEFERRED, _I.UNDELIVERABLE]
"""Where the seeker may offer new times; never after a no."""

TELLABLE = [*ANSWERABLE, _I.EXPIRED]
"""Where the seeker may note what the host said by another way."""

OPEN = [_I.SENT, _I.COUNTERED, _I.ANSWERED]
"""At most one of these for each seeker and contact."""

WAITING = [_I.SENT, _I.COUNTERED]
"""Where one side waits for the other, which ends on a day."""

WITHDRAWABLE = [*OPEN, _I.UNDELIVERABLE]
"""What the seeker may take back."""

REACHABLE = [*OPEN, _I.BOOKED, _I.UNDELIVERABLE]
"""Where the host's page is worth a link."""


class PlanStatus(models.TextChoices):
    """What became of a moment that was chosen for a letter."""

    WAITING = "waiting", "leaves by itself"
    CALLED_OFF = "called_off", "back in the seeker's hands"
    STAYED = "stayed", "could not leave, and stayed"


class NudgeStatus(models.TextChoices):
    """What became of the one reminder of an unanswered ask."""

    WAITING = "waiting", "leaves by itself"
    SENT = "sent", "sent"
    SKIPPED = "skipped", "skipped"
    STOPPED = "stopped", "no longer needed"


class ChatStatus(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    HELD = "held", "It happened"
    NO_SHOW = "no_show", "It did not happen"
    CANCELLED = "cancelled", "Cancelled"


CHAT_STEPS: dict[ChatStatus, set[ChatStatus]] = {
    ChatStatus.SCHEDULED: {ChatStatus.HELD, ChatStatus.NO_SHOW, ChatStatus.CANCELLED},
    # A slip of the finger after the chat can be put right.
    ChatStatus.HELD: {ChatStatus.NO_SHOW},
    ChatStatus.NO_SHOW: {ChatStatus.HELD, ChatStatus.NO_SHOW},  # the other side was not there
    ChatStatus.CANCELLED: set(),
}


class Way(models.TextChoices):
    VIDEO = "video", _("Video call")
    PHONE = "phone", _("Phone call")
    IN_PERSON = "in_person", _("In person")


class AnswerKind(models.TextChoices):
    TAKE = "take", "took a time"
    COUNTER = "counter", "proposed other times"
    AGREE = "agree", "said yes"
    LATER = "later", "said not now"
    WORDS = "words", "answered in their own words"
    DECLINE = "decline", "declined"
    OPT_OUT = "opt_out", "asked not to be written to"


STATUS_AFTER: dict[AnswerKind, InvitationStatus] = {
    AnswerKind.TAKE: _I.BOOKED,
    AnswerKind.COUNTER: _I.COUNTERED,
    AnswerKind.AGREE: _I.ANSWERED,
    AnswerKind.LATER: _I.DEFERRED,
    AnswerKind.WORDS: _I.ANSWERED,
    AnswerKind.DECLINE: _I.DECLINED,
    AnswerKind.OPT_OUT: _I.DECLINED,
}
"""What the ask is once it was answered so."""


def closes(kind: str) -> bool:
    """Whether such an answer closes the ask. Where another stands beside one that is closed, their
    chat was cancelled."""
    return STATUS_AFTER[AnswerKind(kind)] == _I.DECLINED


class ChangeKind(models.TextChoices):
    MOVED = "moved", "moved the chat"
    KEPT = "kept", "kept the time before"
    PLACE = "place", "changed how you meet"
    CANCELLED = "cancelled", "cancelled the chat"


AGREED_ANEW = [ChangeKind.MOVED, ChangeKind.KEPT]
"""What gives a chat another time."""


class ReminderKind(models.TextChoices):
    DAY_HOST = "day_host", "the day before, to the host"
    DAY_SEEKER = "day_seeker", "the day before, to the seeker"
    HOUR_SEEKER = "hour_seeker", "one hour before, to the seeker"


class CalendarSaid(models.TextChoices):
    """What somebody's calendar answered. A hint: it changes nothing by itself."""

    ACCEPTED = "accepted", "Accepted"
    TENTATIVE = "tentative", "Not sure yet"
    DECLINED = "declined", "Declined"
    COUNTERED = "countered", "Suggested another time"


class IncomingKind(models.TextChoices):
    """What an e-mail that came back on an ask is."""

    REPLY = "reply", "Somebody wrote"
    AUTO = "auto", "A program answered"
    BOUNCE = "bounce", "It came back"
