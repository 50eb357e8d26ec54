"""What a host sent that could not be done: kept for the page, which shows its form again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chats.host.forms import ANCHORS, ON_THE_PAGE


class Untouched(dict[str, str]):
    """A form nobody has filled in. Templates look for a missing key in five ways; this is one."""

    def __missing__(self, key: str) -> str:
        return ""


Form = Mapping[str, Mapping[str, Any]]
"""What was typed, and what is wrong with it."""

UNTOUCHED: Form = {"typed": Untouched(), "errors": Untouched()}


class Forms(dict[str, Form]):
    """Every form of a page by the name of its action, for the templates: `forms.NAME.typed`."""

    def __missing__(self, name: str) -> Form:
        return UNTOUCHED


@dataclass(frozen=True)
class Rejected:
    """What the host has just sent that could not be done, with the reason beside it."""

    action: str = ""
    typed: Mapping[str, Any] = field(default_factory=Untouched)
    errors: Mapping[str, Any] = field(default_factory=Untouched)
    sentence: str = ""
    conflict: datetime | None = None
    """The time pressed, where one of the two has another chat then: not to be offered again."""
    once_booked: str = ""
    """The action whose form keeps the line, where there is a chat already."""

    @property
    def forms(self) -> Forms:
        return Forms({self.action: {"typed": self.typed, "errors": self.errors}})

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """What is wrong, as the form stands on the page: where that is said, and in which words."""
        names = [*filter(self.errors.__contains__, ON_THE_PAGE), *self.errors]
        return [(self._anchor(name), self.errors[name][0]) for name in dict.fromkeys(names)]

    def beside_a_chat(self) -> "Rejected":
        """What a page from before a booking chose, kept for the form that moves the chat."""
        if not self.once_booked:
            return self
        kept = Untouched(line=self.typed.get("line", ""))
        return replace(self, action=self.once_booked, typed=kept, errors=Untouched())

    def _anchor(self, name: str) -> str:
        return ANCHORS.get(name) or (f"{self.action}_{name}" if name in ON_THE_PAGE else "")
