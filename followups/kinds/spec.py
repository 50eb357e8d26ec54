"""What one kind of follow-up is. Pages, forms, e-mails and timelines ask its spec."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from contacts.events import EventKind, Target
from followups.states import Acquaintance, Kind

if TYPE_CHECKING:  # read while the apps are still loading, when there are no models yet
    from django_stubs_ext import StrOrPromise

    from contacts.models import Contact
    from followups.models import FollowUp

HowWell: TypeAlias = Callable[[], Acquaintance]
"""Tells how well the two know each other, which costs a query or two."""

FOLLOW_UP = Target("follow_up", model="followups.FollowUp", page="followups:follow_up")


@dataclass(frozen=True)
class Wording:
    """What it is called, and what it leaves in the timeline."""

    title: "StrOrPromise"
    """With a place for whom it is owed to: `Thank %(name)s`."""
    done: EventKind
    skipped: EventKind


@dataclass(frozen=True)
class WordsField:
    """The field in which the seeker writes."""

    label: "StrOrPromise"
    rows: int = 9
    max_length: int = 2000
    help_text: "StrOrPromise" = ""


@dataclass(frozen=True)
class Email:
    """What stands around the seeker's words, with places for `%(contact)s`, by their first name,
    and `%(seeker)s`."""

    kind: str
    """As rows of the outbox keep it."""
    subject: "StrOrPromise"
    heading: "StrOrPromise"
    why: "StrOrPromise"
    """Why the reader got it."""
    sample: str
    """Words that somebody could have written, for the styleguide."""


@dataclass(frozen=True)
class ByHand:
    """Done on a page of somebody else's, since it is not sent from here."""

    action: "StrOrPromise"
    url: "Callable[[Contact], str]"
    how: "StrOrPromise"


@dataclass(frozen=True)
class Button:
    """On the page of a contact: the seeker begins one without being asked to."""

    name: str
    """The last word of its address, and the name of that address."""
    label: "StrOrPromise"
    after_a_chat: bool = False
    """Whether it makes sense only for somebody the seeker has met."""


@dataclass(frozen=True, kw_only=True)
class Spec:
    """Everything that is said of one kind, and how it goes."""

    kind: Kind
    wording: Wording
    wording_with_news: Wording | None = None
    """The same where it is to tell them `%(news)s`."""
    note: "StrOrPromise"
    """On Today: why, in a line."""
    action: "StrOrPromise"
    """On Today: what the link to its page says."""
    first_words: "Callable[[FollowUp, HowWell], str]"
    """To start from; of an e-mail without its greeting and its end."""
    words: WordsField = WordsField(_("Your words"))
    with_link: bool = False
    """Whether the seeker shares a link along with the words."""
    email: Email | None = None
    by_hand: ByHand | None = None
    button: Button | None = None
    once: bool = False
    """Once for each contact, and not for each occasion."""


def event(name: str, sentence: "StrOrPromise", quoting: "StrOrPromise | None" = None) -> EventKind:
    """A line of the timeline that leads to the follow-up."""
    return EventKind(name, sentence, quoting=quoting, target=FOLLOW_UP)
