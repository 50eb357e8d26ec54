"""Whether an e-mail has arrived, as far as anyone can tell: for whoever counts on it."""

from collections.abc import Sequence

from django.db.models import QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.lookups import In

from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.subjects import about_each

REFUSED: dict[str, str] = {
    DeliveryResult.ADDRESS: "It could not be delivered: the address takes no e-mail.",
    DeliveryResult.EMAIL: (
        "Their mail server did not let this e-mail in; another one may well arrive."
    ),
    DeliveryResult.LATER: (
        "It could not be delivered: their mail server asked us to wait, for a day."
    ),
}

UNDELIVERED = [Status.DEAD, Status.UNCERTAIN, Status.HELD]


def delivery_problem(about: str, kinds: Sequence[str]) -> str:
    """Why the newest of these e-mails may not have arrived, as a sentence; empty where it did."""
    email = _newest(about, kinds).only("status", "last_error", "delivery_result").first()
    return problem_of(email) if email else ""


def problem_of(email: OutgoingEmail) -> str:
    """The same of this one."""
    if email.status not in UNDELIVERED:
        return ""
    if email.status == Status.UNCERTAIN:
        return "Something broke while it was leaving, so we cannot tell whether it arrived."
    if email.status == Status.HELD:
        return f"It was kept back: {email.last_error}."
    sentence = REFUSED.get(email.delivery_result, "It could not be delivered.")
    if email.last_error[:1].isdigit():
        return f"{sentence} Their mail server said: “{email.last_error}”"
    return sentence


def undelivered(word: str, kinds: Sequence[str]) -> In:
    """For `filter`: rows filed under this word that have a `delivery_problem`."""
    newest = _newest(about_each(word), kinds).values("status")[:1]
    return In(Subquery(newest), UNDELIVERED)


def _newest(about: str | Combinable, kinds: Sequence[str]) -> "QuerySet[OutgoingEmail]":
    """The newest first; what is still to leave or was taken back says nothing."""
    finished = OutgoingEmail.objects.filter(status__in=[Status.SENT, *UNDELIVERED])
    return finished.filter(about=about, kind__in=kinds).order_by("-pk")
