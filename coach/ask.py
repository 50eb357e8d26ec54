"""All that the coach looks at in an invitation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from coach import greetings, starters
from coach.own_words import own_words
from coach.words import SELLING

FIRST_SENTENCES = 3
WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Ask:
    """Plain values. `known` is what the seeker noted about the contact and themselves."""

    subject: str
    message: str
    seeker_name: str
    contact_name: str
    contact_called: str = ""
    contact_company: str = ""
    contact_role: str = ""
    connection: str = ""
    research: str = ""
    known: str = ""
    minutes: int = 25
    ways: Sequence[str] = ()
    days: Sequence[date] = ()
    """The day of each time, in the seeker's zone."""
    any_free: bool = False
    """Whether they may take any free time, so that none needs to be named."""
    recent: Sequence[str] = ()
    """The last twenty messages to others."""
    others: Sequence[tuple[str, str]] = ()
    """Name and company of the seeker's other contacts."""

    @cached_property
    def written(self) -> str:
        """What of the message the seeker wrote."""
        known = {"role": self.contact_role, "company": self.contact_company}
        return own_words(self.message, starters.sentences(known))

    @cached_property
    def told(self) -> str:
        """What of it tells anything: a boast says neither who one is nor why them, nor does a wish
        to be taken on."""
        return SELLING.sub(",", self.written)

    @cached_property
    def beginning(self) -> str:
        """What the seeker tells in the first sentences, after the greeting."""
        body = greetings.GREETING.sub("", self.told, count=1)
        sentences = re.split(r"(?<=[.!?])\s+|\n{2,}", body)
        return " ".join([one for one in sentences if WORD.search(one)][:FIRST_SENTENCES])
