"""What Today and the page of plots cost with 10, 1,000 and 20,000 contacts: the same."""

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks.servers import throwaway_servers

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User

SIZES = (10, 1_000, 20_000)
NOISE = 20_000
"""Contacts of other seekers, which stand in every table too."""
ROUNDS = 60
PAGES = ("/", "/progress/")
ASKED_EVERY = timedelta(minutes=20)
AT_HAND = (
    *("sent", "sent", "sent", "countered", "draft"),
    *("booked", "booked", "booked", "declined", "expired"),
)
"""What is under way, the same at every size: limits and expiry see to it. The rest is over."""
OVER = ("expired", "booked", "expired", "declined", "booked", "expired")
"""What became of all the others, one after the other."""
TO_COME = 7
"""Chats of the asks before this one are still to come."""


def fill(seeker: "User", contacts: int, now: datetime) -> None:
    """Contacts with an ask each; chats, answers, follow-ups and events as they would have come."""
    from chats.models import Answer, Chat, Invitation, Slot
    from contacts.models import Contact, Event
    from followups.models import FollowUp

    people = Contact.objects.bulk_create(
        Contact(
            seeker=seeker,
            name=f"Person {number}",
            email=f"p{number}.{seeker.pk}@example.com",
            connection="A talk" if number % 3 else "",
            time_zone="Europe/Berlin",
        )
        for number in range(contacts)
    )
    asks = Invitation.objects.bulk_create(
        _ask(person, number, now) for number, person in enumerate(people)
    )
    Slot.objects.bulk_create(slot for ask in asks for slot in _slots(ask, now))
    Answer.objects.bulk_create(
        Answer(invitation=ask, kind="take", before="sent", at=ask.answered_at)
        for ask in asks
        if ask.answered_at
    )
    chats = Chat.objects.bulk_create(
        _chat(ask, number, now) for number, ask in enumerate(asks) if ask.status == "booked"
    )
    held = [chat for chat in chats if chat.status == "held"]
    FollowUp.objects.bulk_create(
        FollowUp(
            seeker=seeker,
            contact_id=chat.contact_id,
            chat=chat,
            occasion=chat.about,
            status="done" if number else "open",
            done_at=chat.ends_at + timedelta(hours=2) if number else None,
            due_at=chat.ends_at + timedelta(hours=24),
        )
        for number, chat in enumerate(held)
    )
    Event.objects.bulk_create(
        Event(contact=person, at=now - ASKED_EVERY * number, kind="invited_freely")
        for number, person in enumerate(people)
    )


def _ask(person, number, now):
    from chats.models import Invitation

    status = AT_HAND[number] if number < len(AT_HAND) else OVER[number % len(OVER)]
    sent_at = None if status == "draft" else now - timedelta(days=4) - ASKED_EVERY * number
    answered = status in {"countered", "booked", "declined"}
    return Invitation(
        seeker_id=person.seeker_id,
        contact=person,
        status=status,
        subject="25 minutes?",
        message="Dear you, your talk made me think. Could we talk for 25 minutes? No is fine.",
        ways=["video"],
        sent_at=sent_at,
        expires_at=sent_at and sent_at + timedelta(days=14),
        answered_at=sent_at + timedelta(days=number % 5) if sent_at and answered else None,
    )


def _slots(ask, now):
    """Times to come where it waits for an answer, but for the first; of the rest they are past."""
    from chats.models import Slot

    if not ask.sent_at:
        return
    waits = ask.status == "sent" and not ask.contact.name.endswith(" 0")
    first = (now if waits else ask.sent_at - timedelta(days=7)) + timedelta(days=3)
    for day in range(3):
        at = first + timedelta(days=day)
        yield Slot(
            invitation=ask,
            by="seeker",
            starts_at=at,
            ends_at=at + timedelta(minutes=25),
            closes_at=at,
            clear_from=at,
            clear_until=at + timedelta(minutes=25),
            day=at.date(),
        )


def _chat(ask, number, now):
    from chats.agreed import agreed_on
    from chats.models import Chat

    to_come = number < TO_COME
    at = now + timedelta(days=2, hours=number) if to_come else ask.sent_at + timedelta(days=2)
    return Chat(
        seeker_id=ask.seeker_id,
        contact=ask.contact,
        invitation=ask,
        status="scheduled" if to_come else "held",
        starts_at=at,
        ends_at=at + timedelta(minutes=25),
        way="video",
        booked_at=ask.answered_at,
        **agreed_on(ask, at),
    )


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def seeker_with(contacts: int, now: datetime) -> "Client":
    """A browser of a seeker who has that many, whose figures a worker has counted."""
    from django.test import Client

    from progress.lifecycle import recount
    from tests.factories import make_seeker

    seeker = make_seeker()
    fill(seeker, contacts, now)
    recount(seeker, now=now)
    client = Client(headers={"host": "localhost"})
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def count(client: "Client", path: str) -> int:
    """Queries of one call."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
        return len(asked)


def measure(clients: "list[Client]", path: str) -> list[list[float]]:
    """Milliseconds of many calls of each, turn by turn, so that a busy moment strikes them all."""
    turns = [[_timed(client, path) for client in clients] for _ in range(ROUNDS)]
    return [list(taken) for taken in zip(*turns, strict=True)]


def _timed(client: "Client", path: str) -> float:
    begun = time.perf_counter()
    client.get(path)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    with throwaway_servers():
        now = datetime.now(UTC)
        seeker_with(NOISE, now)
        clients = [seeker_with(size, now) for size in SIZES]
        analyse()
        sys.stdout.write("page        contacts  queries  median ms  of the first  best ms\n")
        for path in PAGES:
            taken = measure(clients, path)
            first = statistics.median(taken[0])
            for size, client, each in zip(SIZES, clients, taken, strict=True):
                median, best = statistics.median(each), min(each)
                sys.stdout.write(
                    f"{path:10} {size:9,} {count(client, path):8} {median:10.1f}"
                    f" {median / first:13.2f} {best:8.1f}\n"
                )


if __name__ == "__main__":
    main()
