"""Invitations, their times and answers; chats and who attends them."""

import uuid
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from timezone_field import TimeZoneField

from accounts.models import User
from calendars import clock
from chats.states import (
    OPEN,
    AnswerKind,
    ChatStatus,
    InvitationStatus,
    ReminderKind,
    Side,
    Way,
)
from contacts.models import Contact


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def drafts(self) -> Self:
        return self.filter(status=InvitationStatus.DRAFT)

    def awaiting_answer(self) -> Self:
        return self.filter(status=InvitationStatus.SENT)

    def to_expire(self, now: datetime) -> Self:
        waiting = [InvitationStatus.SENT, InvitationStatus.COUNTERED]
        return self.filter(status__in=waiting, expires_at__lte=now)

    def without_open_times(self, now: datetime) -> Self:
        """Asked and unanswered, and every time that was offered is past or taken."""
        still_open = Slot.objects.open(now).filter(invitation=OuterRef("pk"))
        return self.awaiting_answer().filter(~Exists(still_open))


class Invitation(models.Model):
    """One ask: a message with times, from a seeker to one contact."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="invitations")
    status = models.CharField(
        max_length=14, choices=InvitationStatus, default=InvitationStatus.DRAFT
    )
    subject = models.CharField(max_length=150, blank=True)
    message = models.TextField(max_length=4000, blank=True)
    minutes = models.PositiveSmallIntegerField("length in minutes", default=25)
    ways = ArrayField(models.CharField(max_length=10, choices=Way), default=list, blank=True)
    video_link = models.URLField("video link", blank=True)
    phone = models.CharField("phone number", max_length=40, blank=True)
    place = models.CharField("place", max_length=200, blank=True)
    typed_times = models.JSONField(default=list, blank=True)
    """A draft's times as typed, wall times in the seeker's zone; slots are made when it is sent."""
    expires_on = models.DateField("last day to answer", null=True, blank=True)

    host_zone = TimeZoneField(null=True, blank=True, use_pytz=False)
    """The zone the host chose on their page; until then the contact's, or the seeker's guess."""
    thread_id = models.CharField(max_length=200, blank=True)
    """Message-ID of the first e-mail, which all later ones refer to."""
    emails_sent = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=InvitationStatus.values), name="invitation_status_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=60), name="invitation_length_sensible"
            ),
            models.CheckConstraint(
                condition=Q(status=InvitationStatus.DRAFT)
                | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="invitation_sent_has_dates",
            ),
            models.UniqueConstraint(
                "seeker", "contact", name="invitation_one_open", condition=Q(status__in=OPEN)
            ),
        ]
        indexes = [
            models.Index(fields=["seeker", "status", "-updated_at"], name="invitation_by_status"),
            models.Index(fields=["seeker", "-updated_at"], name="invitation_newest"),
            models.Index(
                fields=["expires_at"],
                name="invitation_expiring",
                condition=Q(status__in=[InvitationStatus.SENT, InvitationStatus.COUNTERED]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} asks {self.contact}"

    def get_absolute_url(self) -> str:
        return reverse("chats:invitation", args=[self.pk])

    @property
    def about(self) -> str:
        """What its e-mails are filed under in the outbox."""
        return f"invitation:{self.pk}"

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def latest_answer(self) -> "Answer | None":
        """The newest answer that was not taken back."""
        return self.answers.filter(undone_at=None).first()

    @property
    def zone_for_host(self) -> ZoneInfo:
        """The host's choice, else what the seeker wrote down, else the seeker's own zone."""
        zone: ZoneInfo = self.host_zone or self.contact.time_zone or self.seeker.time_zone
        return zone


class SlotQuerySet(models.QuerySet["Slot"]):
    def offered(self) -> Self:
        """The times the seeker offers now; earlier rounds are withdrawn."""
        return self.filter(by=Side.SEEKER, withdrawn_at=None)

    def proposed(self) -> Self:
        """The times the host proposes now."""
        return self.filter(by=Side.HOST, withdrawn_at=None)

    def with_taken(self) -> Self:
        """Adds `is_taken`: whether the seeker has another live chat at that time."""
        return self.annotate(is_taken=Exists(_clashes_of_seeker()))

    def open(self, now: datetime) -> Self:
        """Offered, still to come, and free."""
        return self.offered().filter(~Exists(_clashes_of_seeker()), starts_at__gt=now)


def _clashes_of_seeker() -> "models.QuerySet[Chat]":
    """Live chats at the slot's time, other than the one the same invitation led to."""
    return Chat.objects.exclude(invitation=OuterRef("invitation")).filter(
        seeker=OuterRef("invitation__seeker"),
        status=ChatStatus.SCHEDULED,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )


class Slot(models.Model):
    """A time that one side offers: `[starts_at, ends_at)` in UTC."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="slots")
    by = models.CharField(max_length=6, choices=Side, default=Side.SEEKER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    is_taken: bool
    """Only after `with_taken()`."""

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["invitation", "by", "starts_at"],
                name="slot_once",
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return clock.say(self.starts_at, ZoneInfo("UTC"))

    def is_open(self, now: datetime) -> bool:
        """Still to come and free, as `SlotQuerySet.open` asks; only after `with_taken()`."""
        return self.starts_at > now and not self.is_taken


class Answer(models.Model):
    """What the host said, one row each time; an undone one stays, marked."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=8, choices=AnswerKind)
    line = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    opted_out = models.EmailField(blank=True)
    """The address this answer was the first to opt out; an undo lifts that and nothing older."""
    before = models.CharField(max_length=14, choices=InvitationStatus)
    """What the invitation was before: an undo goes back there."""
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]


class ChatQuerySet(models.QuerySet["Chat"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def live(self) -> Self:
        return self.filter(status=ChatStatus.SCHEDULED)

    def upcoming(self, now: datetime) -> Self:
        return self.live().filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        return self.exclude(status=ChatStatus.SCHEDULED, ends_at__gt=now).order_by("-starts_at")

    def ended(self, now: datetime) -> Self:
        """Over by the clock, and nobody said it did not happen."""
        happened = [ChatStatus.SCHEDULED, ChatStatus.HELD]
        return self.filter(status__in=happened, ends_at__lte=now)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.live().filter(starts_at__lt=end, ends_at__gt=start)


def new_uid() -> str:
    """An iCalendar UID (RFC 5545 section 3.8.4.7), kept for the life of the chat."""
    return f"{uuid.uuid4()}@coffeechat"


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
    uid = models.CharField(max_length=60, unique=True, default=new_uid)
    sequence = models.PositiveIntegerField(default=0)
    booked_at = models.DateTimeField()
    cancelled_by = models.CharField(max_length=6, choices=Side, blank=True)

    goal = models.CharField(max_length=200, blank=True)
    questions = models.TextField(max_length=5000, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.seeker} and {self.contact}"

    def get_absolute_url(self) -> str:
        return reverse("chats:chat", args=[self.pk])

    @property
    def about(self) -> str:
        """What its e-mails are filed under in the outbox."""
        return f"chat:{self.pk}"

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

    @property
    def minutes(self) -> int:
        return int(self.length.total_seconds()) // 60


class Attendance(models.Model):
    """One row for each person of a live chat. The database itself refuses an overlap."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="attendances")
    person = models.CharField(max_length=64)
    """Keyed hash of the e-mail address, the same whether the person asks or answers."""
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="attendance_never_twice",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]


class Reminder(models.Model):
    """A reminder that is due at a time, in the database rather than in a queue."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=ReminderKind)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "kind"], name="reminder_once")]
        indexes = [models.Index(fields=["due_at"], name="reminder_due")]


class Link(models.Model):
    """A private link in an e-mail. Only the SHA-256 of its token is kept."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", "read and answer"
        OPT_OUT = "opt_out", "never write again"

    token_hash = models.CharField(max_length=64, unique=True)
    invitation: "models.ForeignKey[Invitation, Invitation]" = models.ForeignKey(  # type: ignore[misc]
        Invitation, null=True, on_delete=models.SET_NULL, related_name="links"
    )
    """Gone when the seeker deleted the contact: "never again" must still work, and nothing else."""
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.ANSWER)
    address = models.EmailField(blank=True)
    """Where it was sent. Whoever holds it may say "never again" for this address and no other; a
    link that was copied to be sent by hand speaks for none."""
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())


class Letter(models.Model):
    """That somebody wrote to somebody, and when: what the limits count.

    Hashes and a time, nothing else, so that it can outlive both: deleting a contact must not make
    room for another letter. Forgotten after a month.
    """

    seeker = models.CharField(max_length=64)
    host = models.CharField(max_length=64)
    is_first = models.BooleanField()
    """The ask itself, not new times for it."""
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seeker", "sent_at"], name="letter_by_seeker"),
            models.Index(fields=["host", "sent_at"], name="letter_by_host"),
            models.Index(fields=["sent_at"], name="letter_by_age"),
        ]
