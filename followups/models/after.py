"""What a chat left behind: what surprised, what comes next, who promised what."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from chats.models import Chat
from chats.states import Side
from contacts.models import Contact
from followups.states import PromiseStatus


class Debrief(models.Model):
    """What the seeker makes of a chat. The full notes stand in `Chat.notes`."""

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="debrief")
    surprised = models.TextField("what surprised you", max_length=2000, blank=True)
    next_step = models.TextField("what next", max_length=2000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)


COMES_UP_AFTER = timedelta(days=14)
"""A promise without a day is asked about then, so that it is not forgotten."""


class PromiseQuerySet(models.QuerySet["Promise"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def open(self) -> Self:
        return self.filter(status=PromiseStatus.OPEN)

    def come_up(self, day: date, at: datetime) -> Self:
        """Open, and their day has come; or they have none and were made two weeks before `at`."""
        forgotten = Q(due_on=None, created_at__lte=at - COMES_UP_AFTER)
        return self.open().filter(Q(due_on__lte=day) | forgotten)


class Promise(models.Model):
    """Something one side said they would do for the other."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="promises"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="promises")
    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="promises")
    by = models.CharField(max_length=6, choices=Side)
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    """A date in the seeker's zone."""
    status = models.CharField(max_length=7, choices=PromiseStatus, default=PromiseStatus.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PromiseStatus.values), name="promise_status_known"
            ),
            models.CheckConstraint(condition=Q(by__in=Side.values), name="promise_side_known"),
        ]
        indexes = [
            models.Index(
                fields=["seeker", "due_on"],
                name="promise_open",
                condition=Q(status=PromiseStatus.OPEN),
            ),
        ]
