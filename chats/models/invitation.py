"""One ask: a message with times, from a seeker to one contact."""

from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from timezone_field import TimeZoneField

from accounts import zones
from accounts.models import User
from accounts.states import HourCycle
from chats.states import OPEN, UNSENT, WAITING, InvitationStatus, Way, closes
from coach.places import places
from contacts.models import Contact
from outbox import subjects

WITHOUT_A_LETTER = [
    InvitationStatus.BOOKED,
    InvitationStatus.DECLINED,
    InvitationStatus.WITHDRAWN,
]
"""What is left to be of a chat that was agreed elsewhere: it stands, or one side called it off."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def drafts(self) -> Self:
        return self.filter(status=InvitationStatus.DRAFT)

    def unsent(self) -> Self:
        """Drafts, and what is planned to leave."""
        return self.filter(status__in=UNSENT)

    def asked_here(self) -> Self:
        """Letters, without what only holds a chat that was agreed elsewhere."""
        return self.filter(asked_elsewhere=False)

    def awaiting_answer(self) -> Self:
        """Where nothing has come back by any road."""
        return self.filter(status=InvitationStatus.SENT, heard_at=None)

    def to_expire(self, now: datetime) -> Self:
        """What nobody answered by any road, once its days are over."""
        overdue = self.filter(status__in=WAITING, heard_at=None, expires_at__lte=now)
        return overdue.order_by("expires_at", "pk")


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
    """A draft's times as typed, in the seeker's zone; slots are made when it is sent."""
    expires_on = models.DateField("last day to answer", null=True, blank=True)
    asked_elsewhere = models.BooleanField(default=False, db_default=False)
    """Nothing was asked from here: it holds a chat that was agreed by another way. It is no letter,
    no attempt and no page of its own."""

    wants_nudge = models.BooleanField(default=False, db_default=False)
    """Whether a reminder shall be planned as it is sent."""
    host_zone = TimeZoneField(null=True, blank=True, use_pytz=False)
    """The zone the host chose on their page; until then the contact's, or the seeker's guess."""
    host_hour_cycle = models.CharField(max_length=2, choices=HourCycle, blank=True)
    """How the host chose to read hours; blank follows their browser, or their zone's country."""
    free_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    """Offers any free time of the seeker's in so many weeks, besides the slots."""
    free_until = models.DateTimeField(null=True, blank=True)
    """The end of those weeks, counted from when it was sent."""
    thread_id = models.CharField(max_length=200, blank=True)
    """Message-ID of the letter, which all later e-mails refer to."""
    emails_sent = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    """When they wrote back by e-mail, be it in words the seeker has yet to say the meaning of: from
    then on nobody waits, and nothing expires or asks again by itself."""
    away_until = models.DateField(null=True, blank=True)
    """By their automatic answer: the last day they are away, or the first they are back."""
    gone = models.BooleanField(default=False, db_default=False)
    """Whether their automatic answer says that they have left."""
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    said: str | None
    """The kind of the newest answer that stands; only after `with_what_stands()`."""

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
                condition=Q(free_weeks__isnull=True) | Q(free_weeks__gte=1, free_weeks__lte=8),
                name="invitation_weeks_sensible",
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNSENT) | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="invitation_sent_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(asked_elsewhere=False)
                | Q(status__in=WITHOUT_A_LETTER, message="", emails_sent=0),
                name="invitation_elsewhere_is_no_letter",
            ),
            models.UniqueConstraint(
                "seeker", "contact", name="invitation_one_open", condition=Q(status__in=OPEN)
            ),
        ]
        indexes = [
            models.Index(fields=["seeker", "status", "-updated_at"], name="invitation_by_status"),
            models.Index(fields=["seeker", "-updated_at"], name="invitation_newest"),
            models.Index(
                fields=["seeker", "-answered_at"],
                name="invitation_declined",
                condition=Q(status=InvitationStatus.DECLINED),
            ),
            models.Index(
                fields=["thread_id"], name="invitation_by_thread", condition=~Q(thread_id="")
            ),
            models.Index(
                fields=["expires_at"],
                name="invitation_expiring",
                condition=Q(status__in=WAITING),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seeker} asks {self.contact}"

    def get_absolute_url(self) -> str:
        """Of what holds a chat alone, its page leads on there."""
        return reverse("chats:invitation", args=[self.pk])

    @property
    def about(self) -> str:
        """What its e-mails are filed under in the outbox."""
        return subjects.about("invitation", self.pk)

    @property
    def was_cancelled(self) -> bool:
        """Whether it is closed since its chat was called off, and not by an answer that says so."""
        closed = self.status == InvitationStatus.DECLINED
        return closed and self.said is not None and not closes(self.said)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def offers_any_free_time(self, now: datetime) -> bool:
        """Whether the host may look for a time of their own among all that is free."""
        return self.free_until is not None and self.free_until > now

    @property
    def last_free_day(self) -> date | None:
        """Of the weeks in which any free time is offered, by the seeker's calendar."""
        if self.free_until is None:
            return None
        midnight = self.free_until.astimezone(self.seeker.time_zone)
        return (midnight - timedelta(minutes=1)).date()

    @property
    def said_subject(self) -> str:
        """The subject, once no place in it waits for the seeker's words."""
        return "" if places(self.subject) else self.subject

    @property
    def knows_host_zone(self) -> bool:
        """Whether the host or the seeker has said where the host is."""
        return bool(self.host_zone or self.contact.time_zone)

    @property
    def zone_for_host(self) -> ZoneInfo:
        """The host's choice, else what the seeker wrote down, else the seeker's own zone."""
        zone: ZoneInfo = self.host_zone or self.contact.time_zone or self.seeker.time_zone
        return ZoneInfo(zones.present(zone.key))
