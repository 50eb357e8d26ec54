"""What a host says with an answer, in one piece from the form to the row."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from chats.states import Side


@dataclass(frozen=True)
class HostReply:
    """The host's words, how they would like to meet, and for whom their link speaks."""

    address: str
    """Where the link was delivered through which they say it; a copied link has none, and neither
    has what the seeker tells of."""
    line: str = ""
    way: str = ""
    phone: str = ""
    zone: ZoneInfo | None = None
    """In which they read the times; kept for the e-mails that follow, and so are the hours."""
    hours: str = ""
    came_on: date | None = None
    """The day it came by another way than the page, where the seeker tells of it."""
    until: date | None = None
    """Of a "not now": until when."""

    @property
    def is_told(self) -> bool:
        """Whether the seeker tells of it, who then need not be told."""
        return self.came_on is not None

    @property
    def side(self) -> Side | None:
        """Who wrote it down, for the timeline: the seeker, where it came by another way."""
        return Side.SEEKER if self.is_told else None

    @property
    def said(self) -> dict[str, Any]:
        """To the word, as an answer keeps it."""
        return {
            "line": self.line,
            "way": self.way,
            "phone": self.phone,
            "address": self.address,
            "told_by_seeker": self.is_told,
            "came_on": self.came_on,
            "until": self.until,
        }
