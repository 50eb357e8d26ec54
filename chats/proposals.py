"""The host's times as the seeker sees them: each with what stands against it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.free import Reason
from chats.models import Invitation, Slot
from chats.my_times import diary_of

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
    zone = invitation.seeker.time_zone
    days = [slot.starts_at.astimezone(zone).date() for slot in slots]
    diary = diary_of(invitation.seeker, min(days), max(days), now, without=invitation)
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
