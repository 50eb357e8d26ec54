"""One thing to do, as Today shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from followups.clock import Clock
from followups.models import FollowUp
from preparation.readiness import Readiness


@dataclass(frozen=True)
class Press:
    """A button that does it at once, with what it posts along."""

    label: str
    url: str
    posts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """What, why, and the one action that does it; or buttons, where one press is enough."""

    kind: str
    tone: str
    what: str
    note: str
    action: str
    url: str
    clock: Clock | None = None
    ready: Readiness | None = None
    presses: tuple[Press, ...] = ()
    action_url: str = ""
    """Where the action leads, unless to the same place as the title."""
    follow_up: FollowUp | None = None
    """One that can also wait, be let go, or be done already."""
    contact: int | None = None
    """Whom it is owed to: all that is owed to one person is one row."""
    also: tuple["Item", ...] = ()


def gathered(items: Iterable[Item]) -> list[Item]:
    """What is owed to one person stands with the first of it."""
    rows: list[Item] = []
    places: dict[int, int] = {}
    for item in items:
        if item.contact in places:
            row = rows[places[item.contact]]
            rows[places[item.contact]] = replace(row, also=(*row.also, item))
            continue
        if item.contact is not None:
            places[item.contact] = len(rows)
        rows.append(item)
    return rows
