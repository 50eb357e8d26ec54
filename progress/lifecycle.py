"""The operations of how it goes: count a seeker's figures, and set what they aim for in a week."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from progress.figures import VERSION, figures_of
from progress.models import Snapshot, WeeklyTarget


def recount(seeker: User, *, now: datetime) -> None:
    """Keep the figures as of now. Of two workers the one with the later clock has the last word."""
    figures = figures_of(seeker, now)
    new = Snapshot(seeker=seeker, figures=figures, as_of=now, version=VERSION)
    with transaction.atomic():
        Snapshot.objects.bulk_create([new], ignore_conflicts=True)
        older = Snapshot.objects.filter(seeker=seeker, as_of__lt=now)
        older.update(figures=figures, as_of=now, version=VERSION)


def set_target(seeker: User, asks: int | None, *, now: datetime) -> None:
    """So many asks a week, or no target. Setting the same once more changes nothing."""
    mine = WeeklyTarget.objects.filter(seeker=seeker)
    if asks is None:
        mine.delete()
    elif not mine.filter(asks=asks).exists():
        values = {"asks": asks, "since": now}
        WeeklyTarget.objects.update_or_create(seeker=seeker, defaults=values)
