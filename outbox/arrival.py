"""Whether an e-mail has arrived, as far as anyone can tell: for whoever counts on it."""

from collections.abc import Sequence

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import In

from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.verdicts import Verdict

REFUSED: dict[str, str] = {
    Verdict.ADDRESS: "It could not be delivered: the address takes no e-mail.",
    Verdict.EMAIL: "Their mail server did not let this e-mail in; another one may well arrive.",
    Verdict.LATER: "It could not be delivered: their mail server asked us to wait, for a day.",
}

TROUBLED = [Status.DEAD, Status.UNCERTAIN, Status.HELD]


def trouble(about: str, kinds: Sequence[str]) -> str:
    """Why the newest of these e-mails may not have arrived, as a sentence; empty where it did."""
    email = _newest(about, kinds).only("status", "last_error", "verdict").first()
    if email is None or email.status == Status.SENT:
        return ""
    if email.status == Status.UNCERTAIN:
        return "Something broke while it was leaving, so we cannot tell whether it arrived."
    if email.status == Status.HELD:
        return f"It was kept back: {email.last_error}."
    sentence = REFUSED.get(email.verdict, "It could not be delivered.")
    if email.last_error[:1].isdigit():
        return f"{sentence} Their mail server said: “{email.last_error}”"
    return sentence


def in_trouble(prefix: str, kinds: Sequence[str]) -> In:
    """For `filter`: things filed under `prefix:pk` of which `trouble` has something to say."""
    newest = _newest(about_each(prefix), kinds).values("status")[:1]
    return In(Subquery(newest), TROUBLED)


def about_each(prefix: str) -> Concat:
    """What the e-mails of each row of the outer query are filed under."""
    return Concat(Value(f"{prefix}:"), Cast(OuterRef("pk"), CharField()))


def _newest(about: str | Combinable, kinds: Sequence[str]) -> "QuerySet[OutgoingEmail]":
    """The newest first; what is still to leave or was taken back says nothing."""
    settled = OutgoingEmail.objects.filter(status__in=[Status.SENT, *TROUBLED])
    return settled.filter(about=about, kind__in=kinds).order_by("-pk")
