"""One request behind a private link: made once by the guard, and handed to all that answers it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chats.host_reply import HostReply
from chats.models import Invitation, Link


@dataclass(frozen=True)
class Visit:
    """Whose page it is, the moment of the request, and how its host reads times."""

    link: Link
    token: str
    now: datetime
    """The one look at the clock: nothing that a request of a host leads to takes another."""
    zone: ZoneInfo
    hours: str
    """`12` or `24`."""
    has_hours: bool
    """Whether they came with a form, and are kept with what it says."""
    place: str
    """The city or country whose zone they look for."""
    picked: str
    """The offered time they followed a link for, or pressed."""
    week: date | None

    @property
    def invitation(self) -> Invitation:
        return self.link.invitation

    def reply(self, said: dict[str, Any]) -> HostReply:
        """What the host says, of a form that was read."""
        return HostReply(
            address=self.link.address,
            line=said["line"],
            way=said.get("way", ""),
            phone=said.get("phone", ""),
            zone=self.zone,
            hours=self.hours if self.has_hours else "",
        )
