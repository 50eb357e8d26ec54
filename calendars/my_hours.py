"""What a seeker writes down about when they are free: the week, single days, wishes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from calendars.free import USUAL_WEEK, Window
from calendars.models import Availability, DayException, WeeklyHours


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
def keep_wishes(seeker: User, wishes: Mapping[str, Any]) -> None:
    """Whoever has wishes but never said their hours keeps the usual week."""
    User.objects.select_for_update().get(pk=seeker.pk)
    if not Availability.objects.filter(seeker=seeker).exists():
        keep_week(seeker, USUAL_WEEK)
    Availability.objects.filter(seeker=seeker).update(**wishes)


@transaction.atomic
def add_exception(seeker: User, one: Mapping[str, Any]) -> DayException | None:
    """What stands in the way, and then nothing is written. The same twice is once."""
    User.objects.select_for_update().get(pk=seeker.pk)
    if DayException.objects.of(seeker).filter(**one).exists():
        return None
    that_day = DayException.objects.of(seeker).filter(day=one["day"])
    overlapping = that_day.filter(starts__lt=one["ends"], ends__gt=one["starts"]).first()
    if overlapping is None:
        DayException.objects.create(seeker=seeker, **one)
    return overlapping


def remove_exception(one: DayException) -> None:
    one.delete()
