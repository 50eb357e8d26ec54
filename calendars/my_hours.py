"""What a seeker writes down about when they are free: the week, single days, preferences."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from calendars import commitments
from calendars.free import USUAL_WEEK, Window, stretch_of
from calendars.models import Availability, DayException, WeeklyHours

MAX_STAMPED = 500
"""At a time; the next sweep goes on from there."""


@transaction.atomic
def keep_week(seeker: User, week: Mapping[int, Sequence[Window]]) -> None:
    """The whole week at once, in place of the one before. The seeker's row is the lock."""
    User.objects.select_for_update().get(pk=seeker.pk)
    Availability.objects.get_or_create(seeker=seeker)
    WeeklyHours.objects.filter(seeker=seeker).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(seeker=seeker, weekday=weekday, starts=starts, ends=ends)
        for weekday, windows in week.items()
        for starts, ends in windows
    )


@transaction.atomic
def keep_preferences(seeker: User, preferences: Mapping[str, Any]) -> None:
    """Whoever has preferences but never said their hours keeps the usual week."""
    User.objects.select_for_update().get(pk=seeker.pk)
    if not Availability.objects.filter(seeker=seeker).exists():
        keep_week(seeker, USUAL_WEEK)
    Availability.objects.filter(seeker=seeker).update(**preferences)


@transaction.atomic
def add_exception(seeker: User, one: Mapping[str, Any], *, now: datetime) -> DayException | None:
    """What stands in the way, and then nothing is written. The same twice is once.

    A host who takes a time of that day at this moment is waited for, or waits and finds it closed.
    """
    commitments.known().hold(seeker)
    seeker = User.objects.get(pk=seeker.pk)
    if DayException.objects.of(seeker).filter(**one).exists():
        return None
    that_day = DayException.objects.of(seeker).filter(day=one["day"])
    overlapping = that_day.filter(starts__lt=one["ends"], ends__gt=one["starts"]).first()
    if overlapping is None:
        _stamp(DayException(seeker=seeker, marked_at=now, **one)).save()
    return overlapping


def _stamp(one: DayException) -> DayException:
    zone = one.seeker.time_zone
    one.during, one.zone = stretch_of(one.day, (one.starts, one.ends), zone), zone.key
    return one


def remove_exception(one: DayException) -> None:
    one.delete()


def follow_zones(*, now: datetime) -> None:
    """Of whoever has moved, days off are those of the zone they live in now."""
    left = DayException.objects.of_another_zone((now - timedelta(days=1)).date())
    moved = [_stamp(one) for one in left.select_related("seeker")[:MAX_STAMPED]]
    DayException.objects.bulk_update(moved, ["during", "zone"])
