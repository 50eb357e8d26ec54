"""The local times both agreed to, kept beside the instant; and where new rules part the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from calendars import clock
from calendars.fields import TYPED
from chats.models import Chat, Invitation
from chats.states import ChatStatus, Side


def agreed_on(invitation: Invitation, starts_at: datetime) -> dict[str, Any]:
    """The fields of a chat that say its moment as each side reads it."""
    mine, theirs = invitation.seeker.time_zone, invitation.zone_for_host
    return {
        "day": starts_at.astimezone(mine).date(),
        "seeker_zone": mine,
        "seeker_local_time": local_time(starts_at, mine),
        "host_zone": theirs,
        "host_local_time": local_time(starts_at, theirs),
        "told_local_times": "",
    }


def local_time(instant: datetime, zone: ZoneInfo) -> str:
    """`2026-11-24T15:00`."""
    return instant.astimezone(zone).strftime(TYPED)


@dataclass(frozen=True)
class Agreed:
    """What one side agreed to, and what has become of it."""

    side: str
    zone: ZoneInfo
    local_time: str
    starts_at: datetime

    @property
    def has_shifted(self) -> bool:
        """Whether the zone's clocks will show something else at that instant."""
        return local_time(self.starts_at, self.zone) != self.local_time

    @property
    def means(self) -> list[datetime]:
        """The instants at which the clocks show it by today's rules: none, one or two."""
        return clock.readings(self._typed, self.zone)

    @property
    def said(self) -> str:
        """As it stood in the e-mails of then, with the offset of then."""
        return clock.say_then(self.starts_at, self.zone, self._typed)

    @property
    def _typed(self) -> datetime:
        return datetime.strptime(self.local_time, TYPED)  # noqa: DTZ007 - a local time


def sides(chat: Chat) -> list[Agreed]:
    return [
        Agreed(Side.SEEKER, chat.seeker_zone, chat.seeker_local_time, chat.starts_at),
        Agreed(Side.HOST, chat.host_zone, chat.host_local_time, chat.starts_at),
    ]


def have_parted(chat: Chat) -> bool:
    """Whether the instant and what was agreed are no longer the same, on either clock."""
    return any(side.has_shifted for side in sides(chat))


def local_times_now(chat: Chat) -> str:
    """What both clocks will show, as `told_local_times` keeps it."""
    return " ".join(local_time(chat.starts_at, side.zone) for side in sides(chat))


@dataclass(frozen=True)
class NewRules:
    """What both are asked where instant and agreement have parted."""

    mine: Agreed
    theirs: Agreed
    choices: Sequence[datetime]
    """The instants that going by the agreed time may mean; none where the clocks now skip it."""

    @property
    def are_apart(self) -> bool:
        """Whether there are two clocks to read."""
        return self.mine.zone.key != self.theirs.zone.key

    @property
    def places(self) -> str:
        """`Berlin`, `Berlin and Accra`: where the clocks have changed."""
        changed = (clock.city(it.zone) for it in (self.mine, self.theirs) if it.has_shifted)
        one, *others = dict.fromkeys(changed)
        if not others:
            return one
        return gettext("%(this)s and %(that)s") % {"this": one, "that": others[0]}


def new_rules(chat: Chat, side: Side, now: datetime) -> NewRules | None:
    """What that side is asked about a chat to come; nothing while both clocks keep their word."""
    if chat.status != ChatStatus.SCHEDULED or chat.starts_at <= now:
        return None
    mine, theirs = sorted(sides(chat), key=lambda one: one.side != side)
    shifted = [one for one in (mine, theirs) if one.has_shifted]
    if not shifted:
        return None
    # Where both clocks have changed, each side can go by its own.
    meant = shifted[0].means
    choices = [instant for instant in meant if instant > now and instant != chat.starts_at]
    return NewRules(mine, theirs, choices)
