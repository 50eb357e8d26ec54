"""The times each side offers."""

from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from calendars import clock
from calendars.models import Availability, BusyTime, DayException
from chats.models.answer import Answer, Offer
from chats.models.chat import Attendance, Chat, ChatQuerySet
from chats.models.invitation import Invitation
from chats.states import InvitationStatus, Side

ANY_NUMBER = 1_000
"""More chats than a day has."""
TELL_AGAIN_AFTER = timedelta(days=1)
"""Of a time that goes once more: some calendars show an entry at every other reading only."""


class SlotQuerySet(models.QuerySet["Slot"]):
    def offered(self) -> Self:
        """The times the seeker offers now; earlier rounds are withdrawn."""
        return self.filter(by=Side.SEEKER, withdrawn_at=None)

    def proposed(self) -> Self:
        """The times the host proposes now."""
        return self.filter(by=Side.HOST, withdrawn_at=None)

    def with_taken(self) -> Self:
        """Adds `is_taken`: whether the seeker is not free at that time any more; and `is_off`."""
        return self.with_off().annotate(is_taken=ExpressionWrapper(_taken(), models.BooleanField()))

    def with_off(self) -> Self:
        """Adds `is_off`: whether that is so since they have taken the day off."""
        return self.annotate(is_off=_off_then())

    def closed_by_days_off(self, now: datetime) -> Self:
        """What a host could still take, had the seeker not taken the day off since."""
        return self._in_question(now).filter(_off_then())

    def open(self, now: datetime) -> Self:
        """Offered, not closed yet, and free."""
        return self.offered().filter(~_taken(), closes_at__gt=now)

    def newly_lost(self, now: datetime) -> Self:
        """Offered and not free any more, of which the seeker has not been told."""
        return self._in_question(now).filter(_taken(), lost_at=None).with_off()

    def lost(self, now: datetime) -> Self:
        """The seeker was told of them, and they are still gone and to come."""
        return self.offered().filter(_taken(), lost_at__isnull=False, starts_at__gt=now)

    def found_again(self, now: datetime) -> Self:
        """Free once more, and told of as lost so long ago that it may be again."""
        return self._in_question(now).filter(_found(now))

    def changed(self, now: datetime) -> Self:
        """Either of the two, in one query."""
        return self._in_question(now).filter(Q(_taken(), lost_at=None) | _found(now))

    def _in_question(self, now: datetime) -> Self:
        """What a host who has not answered could still take by the clock."""
        waiting = self.offered().filter(invitation__status=InvitationStatus.SENT)
        return waiting.filter(closes_at__gt=now)


def _chats_of_seeker() -> ChatQuerySet:
    """Live chats, other than the one the same invitation led to."""
    others = Chat.objects.live().exclude(invitation=OuterRef("invitation"))
    return others.filter(seeker=OuterRef("invitation__seeker"))


def _then(first: str = "clear_from", last: str = "clear_until") -> Func:
    """What an offered time wants clear."""
    ends = OuterRef(first), OuterRef(last)
    return Func(*ends, function="tstzrange", output_field=DateTimeRangeField())


def _chat_then() -> Exists:
    """The seeker attends another chat, be it as somebody's host; their `FreeBusy` says the same."""
    own = Attendance.objects.filter(person=OuterRef("invitation__seeker__person_key"))
    others = own.exclude(chat__invitation=OuterRef("invitation"))
    return Exists(others.filter(during__overlap=_then()))


def _busy_then() -> Exists:
    """Something stands in one of the seeker's own calendars."""
    busy = BusyTime.objects.filter(seeker=OuterRef("invitation__seeker"), during__overlap=_then())
    return Exists(busy)


def _off_then() -> Exists:
    """The seeker has marked that time as not free since they offered it. What is offered after
    that is so on purpose."""
    then = _then("starts_at", "ends_at")
    off = DayException.objects.off().filter(seeker=OuterRef("invitation__seeker"))
    return Exists(off.filter(marked_at__gt=OuterRef("offer__at"), during__overlap=then))


def _day_is_full() -> GreaterThanOrEqual:
    """As many chats that day as the seeker wants at most."""
    that_day = _chats_of_seeker().filter(day=OuterRef("day")).order_by().values("seeker")
    chats = Subquery(that_day.annotate(n=Count("pk")).values("n"))
    preferences = Availability.objects.filter(seeker=OuterRef("invitation__seeker"))
    most = Subquery(preferences.values("most_per_day"))
    return GreaterThanOrEqual(Coalesce(chats, 0), Coalesce(most, ANY_NUMBER))


def _taken() -> Q:
    return Q(_chat_then()) | Q(_busy_then()) | Q(_day_is_full()) | Q(_off_then())


def _found(now: datetime) -> Q:
    return Q(~_taken(), lost_at__lte=now - TELL_AGAIN_AFTER)


class Slot(models.Model):
    """A time that one side offers: `[starts_at, ends_at)` in UTC."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="slots")
    by = models.CharField(max_length=6, choices=Side, default=Side.SEEKER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()
    """The seeker's date, which counts towards the most chats a day."""
    closes_at = models.DateTimeField()
    """From then on it cannot be taken: as much earlier as the seeker wants notice, unless it was
    offered at shorter notice on purpose."""
    clear_from = models.DateTimeField()
    clear_until = models.DateTimeField()
    """What must stay clear of anything else of the seeker's: the time with its buffers, without
    one that it was offered inside of on purpose."""
    offer = models.ForeignKey(
        Offer, null=True, blank=True, on_delete=models.CASCADE, related_name="slots"
    )
    """The round it belongs to, where the seeker offers it."""
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="slots"
    )
    """The answer it belongs to, where the host proposes it."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(null=True, blank=True)
    """When the seeker was told that it had stopped being free. Where it is free once more, it
    stays for a day, in which they are not told again."""
    is_taken: bool
    """Only after `with_taken()`."""
    is_off: bool
    """Only after `with_off()`."""

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(clear_from__lte=F("starts_at"), clear_until__gte=F("ends_at")),
                name="slot_clear_around_it",
            ),
            models.UniqueConstraint(
                fields=["invitation", "by", "starts_at"],
                name="slot_once",
                condition=Q(withdrawn_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["closes_at"],
                name="slot_in_question",
                condition=Q(by=Side.SEEKER, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return clock.say(self.starts_at, ZoneInfo("UTC"))

    def is_open(self, now: datetime) -> bool:
        """Not closed and free, as `SlotQuerySet.open` asks; only after `with_taken()`."""
        return self.closes_at > now and not self.is_taken
