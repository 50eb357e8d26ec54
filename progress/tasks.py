"""The task of the figures: count for whoever was never counted, has news, or waits a day."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from outbox.sweeps import each
from progress.figures import VERSION
from progress.lifecycle import recount
from progress.models import Snapshot

BATCH_ROWS = 100


@shared_task(name="progress.sweep")
def sweep() -> None:
    now = timezone.now()
    each(to_count(now), partial(recount, now=now))


def to_count(now: datetime) -> Iterator[User]:
    """Each seeker once; a bounded number of each sort, the rest at the next tick."""
    never = User.objects.filter(snapshot=None, is_active=True).order_by("pk")[:BATCH_ROWS]
    changed = (
        Snapshot.objects.filter(Q(version__lt=VERSION) | Q(version__gt=VERSION))
        .select_related("seeker")
        .order_by("pk")[:BATCH_ROWS]
    )
    news = Snapshot.objects.with_news(now).select_related("seeker")[:BATCH_ROWS]
    old = Snapshot.objects.a_day_old(now).select_related("seeker")[:BATCH_ROWS]
    snapshots = chain(changed, news, old)
    return iter(dict.fromkeys(chain(never, (snapshot.seeker for snapshot in snapshots))))
