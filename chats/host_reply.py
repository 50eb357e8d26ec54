"""What a host says with an answer, in one piece from the form to the row."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class HostReply:
    """The host's words, how they would like to meet, and for whom their link speaks."""

    address: str
    """Where the link was delivered through which they say it; a copied link has none."""
    line: str = ""
    way: str = ""
    phone: str = ""
    zone: ZoneInfo | None = None
    """In which they read the times; kept for the e-mails that follow, and so are the hours."""
    hours: str = ""

    @property
    def said(self) -> dict[str, str]:
        """To the word, as an answer keeps it."""
        return {
            "line": self.line,
            "way": self.way,
            "phone": self.phone,
            "address": self.address,
        }
