"""One thing to do, as Today shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
