"""Who must not be written to. Binds every seeker on the instance and outlives erasure."""

from collections.abc import Iterable

from outbox.addresses import address_hash
from outbox.models import OutgoingEmail, Suppression
from outbox.states import WAITING, Status


def suppress(address: str, reason: Suppression.Reason) -> None:
    """Write no more to this address, and keep back what is already waiting for it."""
    Suppression.objects.get_or_create(
        address_hash=address_hash(address), defaults={"reason": reason}
    )
    OutgoingEmail.objects.filter(
        to__iexact=address, outreach=True, status__in=WAITING, started_at=None
    ).update(status=Status.HELD, lease=None, lease_until=None, last_error=reason.label)


def is_suppressed(address: str) -> bool:
    return Suppression.objects.filter(address_hash=address_hash(address)).exists()


def suppressed_among(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that must not be written to, as given."""
    hashes = {address: address_hash(address) for address in addresses}
    found = set(
        Suppression.objects.filter(address_hash__in=hashes.values()).values_list(
            "address_hash", flat=True
        )
    )
    return {address for address, its_hash in hashes.items() if its_hash in found}


def lift(address: str) -> None:
    """Take an opt-out back, by whoever made it, minutes later."""
    Suppression.objects.filter(
        address_hash=address_hash(address), reason=Suppression.Reason.OPT_OUT
    ).delete()
