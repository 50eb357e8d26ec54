"""Why an operation refuses. Each carries a sentence a person can read."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """The operation does not fit the state of the thing."""

    def __init__(self, sentence: "StrOrPromise") -> None:
        self.sentence = str(sentence)
        super().__init__(self.sentence)


class TimeTaken(Refused):
    """Somebody else has just taken the time.

    `at` is given where one of the two has another chat then, be it the host, whose chats no page
    knows: the time that was pressed must not be offered there again.
    """

    def __init__(self, at: datetime | None = None, sentence: "StrOrPromise" = "") -> None:
        conflict = gettext("One of you already has a chat then. Here is what else there is.")
        gone = gettext("That time has just been taken. Here is what is still free.")
        super().__init__(sentence or (conflict if at else gone))
        self.at = at


class HostBusy(TimeTaken):
    """The host has another chat then, of which the seeker should learn as little as can be."""


class TooMany(Refused):
    """A limit that protects strangers' attention."""
