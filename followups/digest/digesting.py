"""The operations of the weekly e-mail: plan it, send it once, follow the seeker to another zone."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from followups import dates
from followups.digest import emails
from followups.digest.items import week_of
from followups.models import Digest
from outbox import queue

TOO_LATE = timedelta(days=2)
"""After an outage longer than this, the next one is near enough."""
USUAL_WEEKDAY, USUAL_HOUR = 0, 8
"""Monday, at eight."""


@transaction.atomic
def plan_digest(seeker: User, *, now: datetime) -> None:
    """The first one, for a seeker who has something open. Sample seekers get no e-mail."""
    if seeker.is_sample:
        return
    first = dates.weekly_after(now, USUAL_WEEKDAY, USUAL_HOUR, seeker.time_zone)
    Digest.objects.get_or_create(seeker=seeker, defaults={"next_at": first})


@transaction.atomic
def set_digest(
    seeker: User,
    *,
    is_on: bool,
    weekday: int = USUAL_WEEKDAY,
    hour: int = USUAL_HOUR,
    now: datetime,
) -> None:
    """When it comes from now on, or that it does not."""
    values = {
        "is_on": is_on,
        "weekday": weekday,
        "hour": hour,
        "next_at": dates.weekly_after(now, weekday, hour, seeker.time_zone),
    }
    Digest.objects.update_or_create(seeker=seeker, defaults=values)


@transaction.atomic
def stop_digest(seeker: User, *, now: datetime) -> None:
    """No more of it; the day and the hour are kept."""
    plan_digest(seeker, now=now)
    Digest.objects.filter(seeker=seeker).update(is_on=False)


@transaction.atomic
def follow_zone(digest: Digest) -> None:
    """Whoever moved gets it at the same hour there, on the same day."""
    digest = _lock(digest)
    moved = moment_of(digest)
    if digest.is_on and moved != digest.next_at:
        digest.next_at = moved
        digest.save(update_fields=["next_at"])


@transaction.atomic
def send_digest(digest: Digest, *, now: datetime) -> None:
    """Once for each date, and never an empty one."""
    digest = _lock(digest)
    planned = moment_of(digest)
    if not digest.is_on or planned > now:
        return
    seeker = digest.seeker
    week = week_of(seeker, now)
    if week.count and now - planned <= TOO_LATE and not seeker.is_sample and seeker.is_active:
        queue.enqueue([emails.digest(digest, week, planned)])
    digest.next_at = dates.weekly_next(planned, now, digest.hour, seeker.time_zone)
    digest.save(update_fields=["next_at"])


def moment_of(digest: Digest) -> datetime:
    """When the planned one comes by the zone the seeker is in now."""
    zone = digest.seeker.time_zone
    return dates.weekly_near(digest.next_at, digest.weekday, digest.hour, zone)


def _lock(digest: Digest) -> Digest:
    rows = Digest.objects.select_for_update(of=("self",)).select_related("seeker")
    return rows.get(pk=digest.pk)
