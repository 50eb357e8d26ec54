"""The host's times as the seeker sees them: each with what stands against it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.free import Reason
from chats.models import Invitation, Slot
from chats.my_times import diary_around

NO_OBJECTION = {Reason.NOTICE}
"""The seeker looks at it now and decides for themselves."""


@dataclass(frozen=True)
class Proposal:
    """One of the host's times."""

    slot: Slot
    conflicts: Sequence[Reason]

    @property
    def is_past(self) -> bool:
        return Reason.PAST in self.conflicts

    @property
    def is_busy(self) -> bool:
        return Reason.BUSY in self.conflicts

    @property
    def may_accept(self) -> bool:
        """Two chats at once are impossible; everything else is the seeker's own decision."""
        return not {Reason.PAST, Reason.BOOKED} & set(self.conflicts)

    @property
    def said(self) -> str:
        """`Busy in your calendar. Outside your hours.`"""
        return " ".join(f"{reason.label}." for reason in self.conflicts)


def proposals(invitation: Invitation, slots: Sequence[Slot], now: datetime) -> list[Proposal]:
    """The times with the seeker's diary of those days. Five queries, none without a time."""
    if not slots:
        return []
    diary = diary_around(invitation, [slot.starts_at for slot in slots], now)
    return [
        Proposal(
            slot,
            [
                reason
                for reason in diary.why_not(slot.starts_at, slot.ends_at)
                if reason not in NO_OBJECTION
            ],
        )
        for slot in slots
    ]
