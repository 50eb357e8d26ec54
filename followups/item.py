"""One thing to do, as Today shows it."""

from dataclasses import dataclass

from followups.clock import Clock
from followups.models import FollowUp


@dataclass(frozen=True)
class Item:
    """One thing to do: what, why, and the one action that does it."""

    kind: str
    tone: str
    what: str
    note: str
    action: str
    url: str
    clock: Clock | None = None
    follow_up: FollowUp | None = None
    """One that can also wait, be let go, or be done already."""
