"""The meeting both agreed to, who attends it, and what reminds them."""

import uuid
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import IntegrityError, models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from psycopg2.errors import ExclusionViolation
from timezone_field import TimeZoneField

from accounts.models import User
from calendars import entries
from chats.models.answer import Answer
from chats.models.invitation import Invitation
from chats.states import (
    AGREED_ANEW,
    AnswerKind,
    ChangeKind,
    ChatStatus,
    ReminderKind,
    Side,
    Way,
)
from contacts.models import Contact
from outbox import subjects
from outbox.addresses import are_same
from outbox.suppression import why_not

SHORT_NOTICE = timedelta(days=1)
TIME_TO_SAY = timedelta(days=1)
"""After which a chat counts as one that happened, where nobody said otherwise."""


class ChatQuerySet(models.QuerySet["Chat"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def live(self) -> Self:
        return self.filter(status=ChatStatus.SCHEDULED)

    def upcoming(self, now: datetime) -> Self:
        return self.live().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def to_compare(self, reached: datetime, pk: int) -> Self:
        """What comes behind that end and that key, as chats are compared with their zones' rules.

        A chat that is moved meanwhile is agreed anew, so it need not be seen again.
        """
        later = self.live().filter(ends_at__gte=reached).exclude(ends_at=reached, pk__lte=pk)
        return later.order_by("ends_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.exclude(status=ChatStatus.SCHEDULED, ends_at__gt=now).order_by("-starts_at")

    def by_older_uids(self) -> Self:
        """From before UIDs ended as `new_uid` says."""
        return self.exclude(uid__endswith=entries.OUR_UIDS)

    def ended(self, now: datetime) -> Self:
        """Over by the clock, and nobody said it did not happen."""
        happened = [ChatStatus.SCHEDULED, ChatStatus.HELD]
        return self.filter(status__in=happened, ends_at__lte=now)

    def happened(self, now: datetime) -> Self:
        """The seeker said that it did, or had a day to say that it did not."""
        unsaid = Q(status=ChatStatus.SCHEDULED, ends_at__lte=now - TIME_TO_SAY)
        return self.filter(Q(status=ChatStatus.HELD) | unsaid, ends_at__lte=now)

    def with_undone(self) -> Self:
        """With `undone`: whether the host took back the answer that booked it, to choose again."""
        takes = Answer.objects.filter(
            invitation=OuterRef("invitation"), kind=AnswerKind.TAKE, at=OuterRef("booked_at")
        )
        called_off = Q(status=ChatStatus.CANCELLED, cancelled_by=Side.HOST)
        return self.annotate(undone=Exists(takes.exclude(undone_at=None)) & called_off)

    def called_off_by(self, answer: Answer | None) -> "Chat | None":
        """The chat that "never again" called off along with it."""
        if answer is None or answer.kind != AnswerKind.OPT_OUT:
            return None
        cancelled = {"changes__kind": ChangeKind.CANCELLED, "changes__by": Side.HOST}
        asked = self.filter(invitation=answer.invitation_id)
        return asked.filter(changes__at=answer.at, **cancelled).first()

    def between(self, start: datetime, end: datetime) -> Self:
        return self.live().filter(starts_at__lt=end, ends_at__gt=start)


def new_uid() -> str:
    """An iCalendar UID (RFC 5545 section 3.8.4.7), kept for the life of the chat.

    Its end says which instance it is of: our own entries, read back from a seeker's calendar, do
    not make them busy.
    """
    return f"{uuid.uuid4()}{entries.OUR_UIDS}"


class Chat(models.Model):
    """The meeting both agreed to. A reschedule keeps the row and raises `sequence`."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chats"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="chats")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="chats")
    status = models.CharField(max_length=9, choices=ChatStatus, default=ChatStatus.SCHEDULED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way)
    where = models.CharField(max_length=500, blank=True)
    """The video link, the number to call, or the place."""
    host_address = models.EmailField(blank=True)
    """Where the host agreed to it: the address of the link they answered through. E-mail about the
    chat goes there and nowhere else; nobody gets any where a copied link was answered."""
    told_by_seeker = models.BooleanField(default=False, db_default=False)
    """It was agreed by another way, and the seeker noted it. Then an address of the host's is a
    claim: nobody is kept from other chats by it."""
    uid = models.CharField(max_length=300, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()

    day = models.DateField()
    """The seeker's date, which counts towards the most chats a day."""
    seeker_local_time = models.CharField(max_length=16)
    """The local time both agreed to, as `2026-11-24T15:00`, in `seeker_zone`; kept beside the
    instant, so that a change of the zone's rules is noticed."""
    seeker_zone = TimeZoneField(use_pytz=False)
    host_local_time = models.CharField(max_length=16)
    """The same moment as the host agreed to it, in `host_zone`."""
    host_zone = TimeZoneField(use_pytz=False)
    told_local_times = models.CharField(max_length=40, blank=True)
    """What the clocks had come to show by new rules, once both were told and asked."""

    moved_from = models.DateTimeField(null=True, blank=True)
    """Where the last move came from: the time a declined move goes back to."""
    moved_by = models.CharField(max_length=6, choices=Side, blank=True)
    move_conflicts = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often the seeker tried to move it to where the host has another chat."""
    cancelled_by = models.CharField(max_length=6, choices=Side, blank=True)

    missed_by = models.CharField(max_length=6, choices=Side, blank=True)
    """Who was not there, where it did not happen and that is known."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the seeker told the host that it stands, since it was last moved."""

    goal = models.CharField(max_length=200, blank=True)
    """The seeker's own aim. Private."""
    hope = models.CharField("what you hope to learn", max_length=200, blank=True)
    """The same as the host reads it, in their e-mail of the day before."""
    notes = models.TextField(max_length=20_000, blank=True)

    objects = ChatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ChatStatus.values), name="chat_status_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="chat_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["invitation"],
                name="chat_one_live_per_invitation",
                condition=Q(status=ChatStatus.SCHEDULED),
            ),
        ]
        indexes = [
            models.Index(fields=["seeker", "-starts_at"], name="chat_by_seeker"),
            models.Index(
                fields=["seeker", "starts_at"],
                name="chat_live",
                condition=Q(status=ChatStatus.SCHEDULED),
            ),
            models.Index(
                fields=["ends_at"],
                name="chat_ended",
                condition=Q(status__in=[ChatStatus.SCHEDULED, ChatStatus.HELD]),
            ),
            models.Index(fields=["booked_at"], name="chat_noted", condition=Q(told_by_seeker=True)),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} and {self.contact}"

    def get_absolute_url(self) -> str:
        return reverse("chats:chat", args=[self.pk])

    @property
    def about(self) -> str:
        """What its e-mails are filed under in the outbox."""
        return subjects.about("chat", self.pk)

    @property
    def writes_elsewhere(self) -> bool:
        """Whether the host agreed from another address than the contact has now."""
        return bool(self.host_address) and not are_same(self.host_address, self.contact.email)

    @property
    def how_agreed(self) -> str:
        """`through a link that you passed on`: where no e-mail reaches the host, why that is so."""
        if self.told_by_seeker:
            return gettext("elsewhere")
        return gettext("through a link that you passed on, not by e-mail")

    @property
    def agreed_at(self) -> datetime:
        """Since when its time stands: the last move, else the yes. One query."""
        moved = self.changes.filter(kind__in=AGREED_ANEW).order_by("-at")
        return moved.values_list("at", flat=True).first() or self.booked_at

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    def belongs_to(self, invitation: Invitation) -> Self:
        """The chat, with the people its invitation has brought already: no query."""
        self.invitation, self.seeker, self.contact = (
            invitation,
            invitation.seeker,
            invitation.contact,
        )
        return self

    @cached_property
    def gets_email(self) -> bool:
        """Whether e-mail about it reaches the host: none goes without an address, or to one that is
        not written to. One query. Sample e-mail never leaves, and nobody waits for it."""
        return bool(self.host_address) and (self.seeker.is_sample or not why_not(self.host_address))

    @property
    def may_be_confirmed(self) -> bool:
        """By e-mail, or by word of mouth where the link was passed on; whoever asked not to be
        written to is left alone."""
        return not self.host_address or self.gets_email

    def time_before(self, side: Side, now: datetime) -> datetime | None:
        """Where the other side's move came from, while this side may still go back to it."""
        came_from_them = self.moved_by not in {"", side}
        still_to_come = self.moved_from is not None and self.moved_from > now
        return self.moved_from if came_from_them and still_to_come else None

    def ends_with_opt_out(self, address: str, now: datetime) -> bool:
        """Whether "never write to me again" said from this address calls it off."""
        theirs = not self.host_address or are_same(self.host_address, address)
        return theirs and self.status == ChatStatus.SCHEDULED and self.starts_at > now

    def is_near(self, now: datetime) -> bool:
        """Too near for the other side to plan anew, so that a cancellation needs a kind word."""
        return self.starts_at - now < SHORT_NOTICE

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds()) // 60


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def to_come(self, now: datetime) -> Self:
        """Of chats that are not over yet."""
        return self.filter(during__endswith__gt=now)


class Attendance(models.Model):
    """One row for each person of a live chat. The database itself refuses an overlap."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="attendances")
    person = models.CharField(max_length=64)
    """Keyed hash of the e-mail address, the same whether the person asks or answers."""
    during = DateTimeRangeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="attendance_never_twice",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


def is_double_booking(error: IntegrityError) -> bool:
    """Whether the database refused it since somebody would be in two chats at once."""
    return isinstance(error.__cause__, ExclusionViolation)


class Reminder(models.Model):
    """A reminder that is due at a time, in the database rather than in a queue."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "kind"], name="reminder_once")]
        indexes = [models.Index(fields=["due_at"], name="reminder_due")]


class ChatFeed(models.Model):
    """The secret address under which a seeker's calendar program follows their chats."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chat_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
