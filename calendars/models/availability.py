"""A seeker's own hours: the usual week, days that differ, and what a chat needs around it."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    ArrayField,
    DateTimeRangeField,
    IntegerRangeField,
    RangeOperators,
)
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast

from accounts.models import User
from calendars.clock import say_time_of_day

MIDNIGHT = 24 * 60
"""The end of a day in minutes since it began, by the wall clock."""


class Availability(models.Model):
    """What holds for every day. Without a row the defaults of `calendars.free` hold."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="availability"
    )
    buffer_before = models.PositiveSmallIntegerField(
        "minutes kept free before", default=0, validators=[MaxValueValidator(240)]
    )
    buffer_after = models.PositiveSmallIntegerField(
        "minutes kept free after", default=0, validators=[MaxValueValidator(240)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        "hours of notice", default=24, validators=[MaxValueValidator(24 * 14)]
    )
    most_per_day = models.PositiveSmallIntegerField("most chats a day", null=True, blank=True)
    quiet_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    """Weekdays, Monday 0, on which nothing is suggested; they can still be offered on purpose."""
    country = models.CharField(max_length=2, blank=True)
    """Whose public holidays to point out (ISO 3166-1); blank follows the time zone."""

    class Meta:
        verbose_name_plural = "availability"
        constraints = [
            models.CheckConstraint(
                condition=Q(most_per_day__isnull=True) | Q(most_per_day__gte=1),
                name="availability_some_chats",
            ),
        ]


class WeeklyHours(models.Model):
    """One window of a weekday, in minutes of the wall clock in the seeker's zone."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_hours"
    )
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, ends__lte=MIDNIGHT, ends__gt=F("starts")),
                name="weekly_hours_sensible",
            ),
            ExclusionConstraint(
                name="weekly_hours_never_overlap",
                expressions=[
                    ("seeker", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts"),
                            F("ends"),
                            function="int4range",
                            output_field=IntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


class DayExceptionQuerySet(models.QuerySet["DayException"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def between(self, first: date, last: date) -> Self:
        """Both days included."""
        return self.filter(day__gte=first, day__lte=last)

    def off(self) -> Self:
        return self.filter(kind=DayException.Kind.OFF)

    def of_another_zone(self, since: date) -> Self:
        """Time off of which the instants are those of a zone its seeker has left since."""
        marked = self.off().filter(day__gte=since).exclude(marked_at=None)
        return marked.exclude(zone=Cast("seeker__time_zone", models.TextField()))


class DayException(models.Model):
    """A date that differs from its weekday: time off, the whole day or a part, or extra hours."""

    class Kind(models.TextChoices):
        OFF = "off", "Not free"
        EXTRA = "extra", "Free as well"

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="day_exceptions"
    )
    day = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind)
    starts = models.PositiveSmallIntegerField(default=0)
    ends = models.PositiveSmallIntegerField(default=MIDNIGHT)
    marked_at = models.DateTimeField(null=True, blank=True)
    """What was offered before that closes, and what was offered later was so on purpose. Empty
    where it was written down before that was kept: then nothing closes."""
    during = DateTimeRangeField(  # type: ignore[misc]  # its stub knows no empty one
        null=True, blank=True
    )
    zone = models.CharField(max_length=63, blank=True, default="", db_default="")
    """The stretch as instants, by the clocks of that zone, for the queries that ask for it."""

    objects = DayExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__lte=MIDNIGHT, ends__gt=F("starts"), kind__in=["off", "extra"]),
                name="day_exception_sensible",
            ),
            models.UniqueConstraint(
                fields=["seeker", "day", "kind", "starts"], name="day_exception_once"
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="day_off", condition=Q(kind="off")),
        ]

    @property
    def said(self) -> str:
        """`the whole day`, or `09:00 to 12:00` the way its reader reads hours."""
        if (self.starts, self.ends) == (0, MIDNIGHT):
            return "the whole day"
        return f"{say_time_of_day(self.starts)} to {say_time_of_day(self.ends)}"
