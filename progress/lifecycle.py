"""The verbs of how it goes: count a seeker's figures, and set what they aim for in a week."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from progress.figures import VERSION, figures_of
from progress.models import Snapshot, WeeklyGoal


def recount(seeker: User, *, now: datetime) -> None:
    """Keep the figures as of now. Of two workers the one with the later clock has the last word."""
    figures = figures_of(seeker, now)
    new = Snapshot(seeker=seeker, figures=figures, as_of=now, version=VERSION)
    with transaction.atomic():
        Snapshot.objects.bulk_create([new], ignore_conflicts=True)
        older = Snapshot.objects.filter(seeker=seeker, as_of__lt=now)
        older.update(figures=figures, as_of=now, version=VERSION)


def set_goal(seeker: User, asks: int | None) -> None:
    """So many asks a week, or no goal."""
    if asks is None:
        WeeklyGoal.objects.filter(seeker=seeker).delete()
    else:
        WeeklyGoal.objects.update_or_create(seeker=seeker, defaults={"asks": asks})
