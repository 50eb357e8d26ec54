"""What became of e-mails, for whoever queued them and keeps what was said.

It is told of those that are kept. Of one that is deleted (`outbox.retention`) nobody needs
to ask: whoever queued it knows what they heard last.
"""

from collections.abc import Iterable
from datetime import datetime

from outbox.models import OutgoingEmail
from outbox.states import WAITING, DeliveryStatus, Status


def delivery_statuses(keys: Iterable[str]) -> dict[str, DeliveryStatus]:
    """By the keys they were queued with; without those that are not kept, or never were."""
    kept = OutgoingEmail.objects.filter(dedupe_key__in=list(keys))
    rows = kept.values_list("dedupe_key", "status", "started_at")
    return {key: delivery_status(status, started_at) for key, status, started_at in rows}


def delivery_status(status: str, started_at: datetime | None) -> DeliveryStatus:
    """What failed may have been read all the same; what never began to leave was not."""
    if status in WAITING:
        return DeliveryStatus.UNDER_WAY
    if status in {Status.SENT, Status.UNCERTAIN}:
        return DeliveryStatus.LEFT
    kept_back = status == Status.HELD or started_at is None
    return DeliveryStatus.NEVER_LEFT if kept_back else DeliveryStatus.FAILED
