"""Calendars a seeker lets us read, and the busy times found in them."""

from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.encrypted import EncryptedTextField
from accounts.models import User
from outbox.leases import Leased, nobody_has, somebody_has

SHORT_PATH = 8
"""Of a path no longer than that, four characters would be most of what is secret."""


class CalendarAccountQuerySet(models.QuerySet["CalendarAccount"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def with_unwritten(self) -> Self:
        """Each with `unwritten`: how many chats could not be brought to it, and were given up."""
        given_up = Q(calendars__entries__state="given_up")
        return self.annotate(unwritten=Count("calendars__entries", filter=given_up))

    def due(self, now: datetime) -> Self:
        """On, its time has come, and no worker is at it."""
        return self.filter(nobody_has(now), is_on=True, due_at__lte=now).order_by("due_at")

    def in_turn(self, now: datetime, *, patient: bool) -> Self:
        """One of each seeker at a time. Those of seekers with one that hits its limits
        come after all others, or not at all: with many such a seeker would keep all waiting."""
        mine = CalendarAccount.objects.filter(seeker=OuterRef("seeker"))
        slow = Exists(mine.filter(is_on=True, limit_hits__gt=0))
        free = self.exclude(Exists(mine.filter(somebody_has(now)))).annotate(is_slow=slow)
        free = free if patient else free.filter(is_slow=False)
        return free.order_by("is_slow", "due_at")


class CalendarAccount(Leased):
    """One secret iCalendar address, or one CalDAV account; its address and password encrypted.

    The encrypted columns are never filled through a ModelForm: the field's `clean` is not made
    for several threads.
    """

    class Kind(models.TextChoices):
        FEED = "feed", "Secret calendar address"
        CALDAV = "caldav", "CalDAV account"

    class Problem(models.TextChoices):
        """What stood in the way of the last reading, as the seeker is told."""

        ADDRESS = (
            "address",
            _(
                "We cannot read from this address. It must begin with https://, be one that the "
                "whole internet can reach, and hold no password and no port such as :8443."
            ),
        )
        REFUSED = "refused", _("Your calendar refused the password.")
        MISSING = "missing", _("There is no calendar at this address any more.")
        SILENT = "silent", _("Your calendar did not answer.")
        UNREADABLE = "unreadable", _("What came back is no calendar we can read.")
        TOO_LARGE = "too_large", _("This calendar is larger than we can read.")

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_accounts"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=60)
    url = EncryptedTextField()
    username = EncryptedTextField(blank=True, null=True)
    password = EncryptedTextField(blank=True, null=True)

    is_on = models.BooleanField(default=True)
    """Off after repeated failure, until the seeker turns it on again."""
    due_at = models.DateTimeField(db_default=Now())
    """When it is read next; "now" after the button was pressed."""
    progress = models.PositiveSmallIntegerField(default=0)
    """Of the reading under way, in percent."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When it was last read well, or found unchanged."""
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row."""
    limit_hits = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often its reader came to the end of its time or memory, since it was last read well."""
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    asked_with = models.CharField(max_length=32, blank=True, default="", db_default="")
    """What the last reading depended on, whatever came of it (`lifecycle.fingerprint`)."""
    created_at = models.DateTimeField(db_default=Now())

    objects = CalendarAccountQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["feed", "caldav"]), name="calendar_account_kind_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="calendar_account_due", condition=Q(is_on=True)),
        ]

    def __str__(self) -> str:
        return self.name

    def is_backed_off(self, now: datetime) -> bool:
        """Whether nobody can have it read before its time."""
        return self.is_on and bool(self.limit_hits) and self.due_at > now

    @property
    def server(self) -> str:
        return str(urlsplit(self.url).netloc.rpartition("@")[2].lower())

    @property
    def said_url(self) -> str:
        """As much of the address as tells it apart: whoever has the whole one reads everything."""
        parts = urlsplit(self.url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        return f"{origin}/…{parts.path[-4:]}" if len(parts.path) > SHORT_PATH else origin

    @property
    def said_problem(self) -> str:
        """What stood in the way, as it concerns an address of this kind."""
        if self.problem == self.Problem.REFUSED and self.kind == self.Kind.FEED:
            return gettext(
                "Your calendar refused this address. "
                "Please copy its secret address there anew, and add that one."
            )
        if self.problem == self.Problem.MISSING and self.read_at is None:
            return gettext("There is no calendar at this address.")
        return str(self.get_problem_display())


class Calendar(models.Model):
    """One calendar of an account. A secret address is an account with exactly one."""

    account = models.ForeignKey(CalendarAccount, on_delete=models.CASCADE, related_name="calendars")
    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendars"
    )
    url = EncryptedTextField()
    name = models.CharField(max_length=100)
    counts = models.BooleanField(default=True)
    """Whether what stands in it makes the seeker busy."""
    takes_chats = models.BooleanField(default=False)
    """Whether agreed chats are written into it."""
    version = models.CharField(max_length=500, blank=True)
    """What the server called the state we read: an ETag, a Last-Modified, a ctag."""
    read_with = models.CharField(max_length=32, blank=True, default="", db_default="")
    """What the busy times we know depend on."""
    known_until = models.DateTimeField(null=True, blank=True)
    """Recurrences are expanded up to here."""
    left_out = models.PositiveIntegerField(default=0, db_default=0)
    """Entries that could not be read, each series once."""
    unknown_zones = models.TextField(blank=True, default="", db_default="")
    """Those that some of them name, one a line."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seeker"], condition=Q(takes_chats=True), name="calendar_one_takes_chats"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BusyTimeQuerySet(models.QuerySet["BusyTime"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def between(self, start: datetime, end: datetime) -> Self:
        return self.filter(during__overlap=(start, end))


class BusyTime(models.Model):
    """A stretch somebody is busy, recurrences already expanded; no title, nothing private.

    Stretches of one calendar never overlap: they are merged when they are read.
    """

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="busy_times"
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="busy_times")
    during = DateTimeRangeField()

    objects = BusyTimeQuerySet.as_manager()

    class Meta:
        indexes = [GistIndex(fields=["seeker", "during"], name="busy_time_of_seeker")]
