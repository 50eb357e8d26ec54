"""An e-mail that a server took, and that came back later: as if it had been refused at once."""

from django.db import transaction

from outbox import leases
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import Reason, suppress

CAME_BACK = [Status.SENT, Status.UNCERTAIN]


@transaction.atomic
def came_back(pk: int, *, reason: str, is_proven: bool) -> bool:
    """It did not arrive. Twice is a quiet no-op; False then.

    Nobody on the instance writes to the address any more, once it is proven that a server says so:
    what a seeker could have made up closes their own ask alone.
    """
    rows = OutgoingEmail.objects.select_for_update().filter(pk=pk, status__in=CAME_BACK)
    row = rows.first()
    if row is None:
        return False
    leases.finish(
        OutgoingEmail.objects.filter(pk=pk),
        status=Status.DEAD,
        delivery_result=DeliveryResult.ADDRESS,
        last_error=reason[:500],
        blocked_since=None,
    )
    if is_proven:
        suppress(row.to, Reason.BOUNCE)
    return True
