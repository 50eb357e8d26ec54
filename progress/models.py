"""How it goes: the figures of a seeker, counted by a worker, and what they aim for in a week."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Snapshot(models.Model):
    """All figures of one seeker's plots, as of a moment: a page reads one row, however many
    contacts there are."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snapshot"
    )
    figures = models.JSONField()
    as_of = models.DateTimeField()


class WeeklyGoal(models.Model):
    """How many people a seeker wants to ask in a week: attempts, not wins."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_goal"
    )
    asks = models.PositiveSmallIntegerField(default=2)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asks__gte=1, asks__lte=20), name="weekly_goal_sensible"
            ),
        ]
