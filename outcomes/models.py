"""What came of chats, whichever of them it came from."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from chats.models import Chat
from outbox import subjects
from outcomes.states import Kind


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)


class Outcome(models.Model):
    """Something that came of one chat or several."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="outcomes"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField("what it was", max_length=300, blank=True)
    happened_on = models.DateField("when")
    """A date in the seeker's zone."""
    chats = models.ManyToManyField(Chat, related_name="outcomes")
    created_at = models.DateTimeField(db_default=Now())

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="outcome_kind_known"),
        ]
        indexes = [
            models.Index(fields=["seeker", "-happened_on", "-id"], name="outcome_newest_first"),
        ]

    @property
    def about(self) -> str:
        return subjects.about("outcome", self.pk)
