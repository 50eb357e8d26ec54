"""The chats to choose from: those ticked, and a page of those found, grouped by person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from chats.models import Chat
from contacts.models import Contact

MAX_SHOWN = 30


@dataclass(frozen=True)
class Person:
    contact: Contact
    chats: list[Chat] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    people: list[Person]
    more: bool
    """There are older ones than those shown."""


def chats_to_choose_from(seeker: User, words: str, ticked: list[int], now: datetime) -> Choice:
    """Two queries, however many chats there are; what is ticked stays in sight."""
    ended = Chat.objects.of(seeker).ended(now).select_related("contact")
    newest = ended.order_by("-starts_at", "-pk")
    matching = _matching(seeker, words)
    found = list(
        newest.filter(contact__in=matching)[: MAX_SHOWN + 1] if words else newest[: MAX_SHOWN + 1]
    )
    kept = list(newest.filter(pk__in=ticked))
    return Choice(_by_person([*kept, *found[:MAX_SHOWN]]), more=len(found) > MAX_SHOWN)


def _matching(seeker: User, words: str) -> "Iterable[Contact]":
    return Contact.objects.of(seeker).matching(words)


def _by_person(chats: Iterable[Chat]) -> list[Person]:
    people: dict[int, Person] = {}
    for chat in dict.fromkeys(chats):
        people.setdefault(chat.contact_id, Person(chat.contact)).chats.append(chat)
    return list(people.values())
