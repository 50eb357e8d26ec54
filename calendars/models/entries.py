"""Agreed chats on their way into the calendar a seeker has chosen."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from calendars.models.busy import Calendar
from outbox.leases import Leased, nobody_has


class CalendarEntryQuerySet(models.QuerySet["CalendarEntry"]):
    def due(self, now: datetime) -> Self:
        """Not as it should be yet, its time has come, and no worker is at it."""
        return self.filter(nobody_has(now), state=CalendarEntry.State.DUE, due_at__lte=now)


class CalendarEntry(Leased):
    """What should stand in a calendar under one UID. Postgres is the truth, the server follows."""

    class State(models.TextChoices):
        DUE = "due", "on its way"
        DONE = "done", "written"
        GIVEN_UP = "given_up", "given up"

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_entries"
    )
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="entries")
    uid = models.CharField(max_length=120)
    ics = models.TextField(blank=True)
    """The whole calendar object; blank when the entry is to go."""
    version = models.PositiveIntegerField(default=0)
    """Raised at every change, so that a worker finishes only what it has written."""
    state = models.CharField(max_length=8, choices=State, default=State.DUE)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    objects = CalendarEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calendar entries"
        constraints = [
            models.UniqueConstraint(fields=["calendar", "uid"], name="calendar_entry_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="calendar_entry_due", condition=Q(state="due")),
        ]
