"""The kinds of follow-up, each in a module of its own. The thank-you has operations, a page and
e-mails that no other kind shares, so it is none of these."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contacts.events import EventKind
from followups.kinds import keep_in_touch, linkedin, resource, update
from followups.kinds.spec import Button, Email, Spec, Wording
from followups.states import Kind

if TYPE_CHECKING:
    from followups.models import FollowUp

SPECS: dict[str, Spec] = {
    spec.kind: spec for spec in (resource.SPEC, update.SPEC, linkedin.SPEC, keep_in_touch.SPEC)
}
"""In the order of the buttons on the page of a contact."""


def of(follow_up: "FollowUp") -> Spec:
    return SPECS[follow_up.kind]


def wording(follow_up: "FollowUp") -> Wording:
    spec = of(follow_up)
    with_news = spec.wording_with_news if follow_up.news else None
    return with_news or spec.wording


def email(follow_up: "FollowUp") -> Email:
    """Of a kind that is sent from here."""
    found = of(follow_up).email
    if found is None:
        raise TypeError(f"A follow-up of kind {follow_up.kind} is not sent.")
    return found


def events(spec: Spec) -> Iterator[EventKind]:
    for said in filter(None, (spec.wording, spec.wording_with_news)):
        yield from (said.done, said.skipped)


def buttons() -> dict[Kind, Button]:
    return {spec.kind: spec.button for spec in SPECS.values() if spec.button}
