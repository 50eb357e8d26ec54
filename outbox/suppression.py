"""Who must not be written to. Binds every seeker on the instance and outlives erasure."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from outbox import leases
from outbox.addresses import address_hash, hashes_of, mailbox_hash
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status

Reason = Suppression.Reason


def held_for(reason: Reason) -> dict[str, str]:
    """How an e-mail stands that is kept back for this; a bounce may have been a mistake."""
    delivery_result = DeliveryResult.ADDRESS if reason == Reason.BOUNCE else ""
    return {"status": Status.HELD, "last_error": reason.label, "delivery_result": delivery_result}


def suppress(address: str, reason: Reason, *, at: datetime | None = None) -> bool:
    """Write no more to this address, and keep back what is already waiting for it.

    Returns whether that is new; `at` is what `lift` compares, the database's now unless given.
    A wish holds for the whole mailbox, and stands above a bounce, which is of one address.
    """
    key = mailbox_hash(address) if reason == Reason.OPT_OUT else address_hash(address)
    said = {"reason": reason, "created_at": at or Now()}
    row, created = Suppression.objects.get_or_create(address_hash=key, defaults=said)
    if (row.reason, reason) == (Reason.BOUNCE, Reason.OPT_OUT):
        created = bool(Suppression.objects.filter(pk=row.pk).update(**said))
    waiting = OutgoingEmail.objects.waiting().addressed_to(address)
    kept_back = waiting.filter(outreach=True, bare__isnull=True, started_at=None)
    leases.finish(kept_back, **held_for(reason))
    return created


def is_suppressed(address: str) -> bool:
    return bool(why_not(address))


def why_not(address: str) -> str:
    """Why this address is not written to, as half a sentence; empty where it may be."""
    return suppressed_among([address]).get(address, "")


def has_opted_out(address: str) -> bool:
    """Whether they asked not to be written to themselves."""
    return reasons_among([address]).get(address) == Reason.OPT_OUT


def suppressed_among(addresses: Iterable[str]) -> dict[str, str]:
    """Those of the addresses that must not be written to, as given, each with the reason."""
    return {address: reason.label for address, reason in reasons_among(addresses).items()}


def reasons_among(addresses: Iterable[str]) -> dict[str, Reason]:
    """The same, with the reason as it is kept."""
    asked = list(addresses)
    hashes = {one for address in asked for one in hashes_of(address)}
    kept = {row.address_hash: row for row in Suppression.objects.filter(address_hash__in=hashes)}
    found = {address: _kept_of(address, kept) for address in asked} if kept else {}
    return {address: Reason(row.reason) for address, row in found.items() if row}


def _kept_of(address: str, kept: Mapping[str, Suppression]) -> Suppression | None:
    mailbox, exact, older = (kept.get(one) for one in hashes_of(address))
    if mailbox and mailbox.reason == Reason.OPT_OUT:
        return mailbox
    return exact or (older if older and older.by_older_rule else None)


def left_bare(email: OutgoingEmail, reason: Reason) -> bool:
    """Leave of it the facts alone, without anybody's name, words or links, where it has such.

    Whoever opted out still hears what becomes of a chat that they agreed to themselves. To an
    address that does not exist nothing leaves.
    """
    if reason != Reason.OPT_OUT or email.bare is None:
        return False
    for name, text in email.bare.items():
        setattr(email, name, text)
    email.from_name = email.reply_to = ""
    return True


@transaction.atomic
def lift_by_hand(suppression: Suppression) -> int:
    """The operator knows better. Returns how many e-mails that were kept back leave now.

    What is held for an opt-out stays: whoever changed their mind did not ask for what was written
    before.
    """
    suppression.delete()
    if suppression.reason != Reason.BOUNCE:
        return 0
    held = OutgoingEmail.objects.held_for_a_bounce().exclude(text="")
    theirs = [
        pk
        for pk, to in held.values_list("pk", "to")
        if address_hash(to) == suppression.address_hash
    ]
    return OutgoingEmail.objects.filter(pk__in=theirs).start_anew()


def lift(address: str, *, since: datetime) -> None:
    """Take back an opt-out made then or later; one from before was another answer's wish."""
    Suppression.objects.filter(
        address_hash=mailbox_hash(address),
        reason=Reason.OPT_OUT,
        created_at__gte=since,
    ).delete()
