"""How often to be in touch with somebody, and when the one weekly e-mail about it comes."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from contacts.models import Contact

CADENCES = (3, 6, 12)
"""Months between two contacts; no row means off."""


class CadenceQuerySet(models.QuerySet["Cadence"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def due(self, now: datetime) -> Self:
        return self.filter(due_at__lte=now)


class Cadence(models.Model):
    """Be in touch with this contact every so many months, counted from the last real contact."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cadences"
    )
    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, related_name="cadence")
    months = models.PositiveSmallIntegerField()
    last_contact_at = models.DateTimeField()
    """What the months count from: the last real contact, or where there was none, the choice."""
    due_at = models.DateTimeField()

    objects = CadenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__in=CADENCES), name="cadence_months_known"),
        ]
        indexes = [models.Index(fields=["due_at"], name="cadence_due")]


class Digest(models.Model):
    """When a seeker gets the weekly e-mail of what is due."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest"
    )
    is_on = models.BooleanField(default=True)
    weekday = models.PositiveSmallIntegerField(default=0)
    """0 is Monday, in the seeker's zone."""
    hour = models.PositiveSmallIntegerField(default=8)
    next_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, hour__lte=23), name="digest_moment_sensible"
            ),
        ]
        indexes = [models.Index(fields=["next_at"], name="digest_due", condition=Q(is_on=True))]
