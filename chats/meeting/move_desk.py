"""The desk a chat is moved at: the same week, of which one half hour is picked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict

from calendars.fields import TYPED
from calendars.free import Conflict
from chats.models import Chat
from chats.times import typed as typed_times
from chats.times.desk import TimesDesk, week_in
from chats.times.typed import TypedTime

FORBIDDEN = (Conflict.BUSY, Conflict.DAY_FULL)
"""What is past or booked the operation itself refuses, under its locks."""


@dataclass
class MoveDesk(TimesDesk):
    """Its own chat is no conflict: the days are read without it."""

    picks_one = True
    chat: Chat = field(kw_only=True)

    @classmethod
    def of(cls, chat: Chat, data: QueryDict, now: datetime) -> "MoveDesk":
        invitation = chat.invitation
        invitation.seeker, invitation.contact = chat.seeker, chat.contact
        chosen = chosen_in(data)
        raws, all_hours = [chosen] if chosen else [], "all_hours" in data
        return cls(invitation, raws, now, week_in(data), all_hours=all_hours, chat=chat)

    @property
    def mark(self) -> str:
        return "The time it has now"

    @cached_property
    def proposed(self) -> list[TypedTime]:
        """Where the chat stands, marked in the week."""
        wall = self.chat.starts_at.astimezone(self.mine).strftime(TYPED)
        return [TypedTime(wall, self.chat.starts_at)]

    def _first_day(self) -> date:
        first = min(self.good, default=self.chat.starts_at)
        return first.astimezone(self.mine).date()

    @property
    def elsewhere(self) -> TypedTime | None:
        """What was picked in a week that is not in view; it stays picked."""
        others = [time for time in self.times if time.raw not in self.ticked and time.starts_at]
        return next(iter(others), None)

    def problem_with(self, starts_at: datetime) -> str:
        """Why the chat cannot be moved there."""
        conflicts = self.free_busy.conflicts(starts_at, starts_at + self.chat.length)
        found = (typed_times.WHY_NOT[conflict] for conflict in conflicts if conflict in FORBIDDEN)
        return next(found, "")


def chosen_in(data: Mapping[str, Any]) -> str:
    """What was typed, else picked in the week, else picked in another week before."""
    return next(filter(None, map(data.get, ("starts_at", "picked", "kept"))), "") or ""
