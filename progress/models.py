"""How it goes: the figures of a seeker, counted by a worker, and what they aim for in a week."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contacts.models import Event

LATE_COMMIT = timedelta(minutes=1)
"""An operation says when it began; what it wrote may be seen this much later."""
LOOK_BACK = timedelta(hours=1)
"""As far as the sweep looks for news. What a longer outage hid is found by the day's count."""
A_DAY = timedelta(days=1)


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def with_news(self, now: datetime) -> Self:
        """Of seekers whose timelines have a line that these figures may not know."""
        news = Event.objects.filter(
            at__gt=now - LOOK_BACK,
            at__lte=now,
            contact__seeker__snapshot__as_of__lt=F("at") + LATE_COMMIT,
        )
        return self.filter(seeker__in=news.values("contact__seeker")).order_by("as_of")

    def a_day_old(self, now: datetime) -> Self:
        """Time itself moves: chats end, weeks begin, asks have had their two weeks."""
        return self.filter(as_of__lt=now - A_DAY).order_by("as_of")


class Snapshot(models.Model):
    """All figures of one seeker's plots, as of a moment: a page reads one row, however many
    contacts there are."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="snapshot"
    )
    figures = models.JSONField()
    as_of = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=0)
    """The shape of the figures; one that is not ours is counted anew."""

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["as_of"], name="snapshot_oldest"),
            models.Index(fields=["version"], name="snapshot_by_version"),
        ]


class WeeklyTarget(models.Model):
    """How many people a seeker wants to ask in a week: asks, not wins."""

    seeker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="weekly_target"
    )
    asks = models.PositiveSmallIntegerField(default=2)
    since = models.DateTimeField(null=True, blank=True)
    """When it became this number. Targets from before this was kept have none: nothing is said
    of weeks they stood in."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asks__gte=1, asks__lte=20), name="weekly_target_sensible"
            ),
        ]
