"""The host's times as the seeker sees them: each with what stands against it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.free import Conflict
from chats.models import Invitation, Slot
from chats.times.mine import free_busy_around

NO_OBJECTION = {Conflict.NOTICE}
"""The seeker looks at it now and decides for themselves."""


@dataclass(frozen=True)
class Proposal:
    """One of the host's times."""

    slot: Slot
    conflicts: Sequence[Conflict]

    @property
    def is_past(self) -> bool:
        return Conflict.PAST in self.conflicts

    @property
    def is_busy(self) -> bool:
        return Conflict.BUSY in self.conflicts

    @property
    def may_accept(self) -> bool:
        """Two chats at once are impossible; everything else is the seeker's own decision."""
        return not {Conflict.PAST, Conflict.BOOKED} & set(self.conflicts)

    @property
    def said(self) -> str:
        """`Busy in your calendar. Outside your hours.`"""
        return " ".join(f"{conflict.label}." for conflict in self.conflicts)


def proposals(invitation: Invitation, slots: Sequence[Slot], now: datetime) -> list[Proposal]:
    """The times with what else the seeker has on those days. Five queries, none without a time."""
    if not slots:
        return []
    free_busy = free_busy_around(invitation, [slot.starts_at for slot in slots], now)
    return [
        Proposal(
            slot,
            [
                conflict
                for conflict in free_busy.conflicts(slot.starts_at, slot.ends_at)
                if conflict not in NO_OBJECTION
            ],
        )
        for slot in slots
    ]
