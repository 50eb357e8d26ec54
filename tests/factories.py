"""Plain functions that make what a test needs, through the same operations the pages call."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from chats import lifecycle
from chats.models import Chat, Invitation, Link
from chats.states import Way
from chats.tokens import mint
from contacts.models import Contact
from tests import by_link

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning, for tests that pass their own clock."""

_numbers = itertools.count(1)


def make_seeker(name: str = "Sam Rivera", *, verified: bool = True, **fields: Any) -> User:
    """A seeker past the slow first three days."""
    values = {
        "email": f"seeker{next(_numbers)}@example.org",
        "about": "Data analyst, on my way to climate work",
        "time_zone": "Europe/Berlin",
        "date_joined": NOW - timedelta(days=30),
        "welcomed_at": NOW - timedelta(days=30),
        "video_link": "https://meet.example.org/sam",
        **fields,
    }
    seeker = User.objects.create_user(name=name, **values)
    if verified:
        EmailAddress.objects.create(user=seeker, email=seeker.email, verified=True, primary=True)
    return seeker


def make_contact(seeker: User | None = None, name: str = "Dana Okafor", **fields: Any) -> Contact:
    """A host; pass `email=""` for one who is reached through another channel."""
    values = {
        "email": f"host{next(_numbers)}@example.com",
        "role": "Head of Data",
        "company": "Windpark",
        "time_zone": "America/New_York",
        **fields,
    }
    return Contact.objects.create(seeker=seeker or make_seeker(), name=name, **values)


def make_draft(contact: Contact | None = None, *, now: datetime = NOW, **fields: Any) -> Invitation:
    """An invitation that is ready to send, all three ways offered."""
    contact = contact or make_contact()
    draft = lifecycle.start(contact.seeker, contact, now=now)
    values = {
        "subject": "25 minutes about data for wind farms?",
        "message": f"Hello {contact.first_name}, your talk on turbine data made me think.",
        "minutes": 25,
        "ways": [Way.VIDEO, Way.PHONE, Way.IN_PERSON],
        "video_link": "https://meet.example.org/sam",
        "phone": "+49 30 1234567",
        "place": "Café Kranzler, Berlin",
        **fields,
    }
    for field, value in values.items():
        setattr(draft, field, value)
    draft.save()
    return draft


def three_times(now: datetime = NOW) -> list[datetime]:
    """15:00 UTC on the third, fourth and fifth day from now."""
    first = now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=3)
    return [first + timedelta(days=day) for day in range(3)]


def make_sent_invitation(
    contact: Contact | None = None,
    *,
    times: Sequence[datetime] = (),
    now: datetime = NOW,
    **fields: Any,
) -> Invitation:
    """Sent to the host, waiting for an answer."""
    draft = make_draft(contact, now=now, **fields)
    return lifecycle.send(draft, times=times or three_times(now), now=now)


def make_chat(
    contact: Contact | None = None,
    *,
    starts_at: datetime | None = None,
    way: Way = Way.VIDEO,
    now: datetime = NOW,
    **fields: Any,
) -> Chat:
    """Booked by the host, at the first of the offered times."""
    times = [starts_at] if starts_at else three_times(now)
    invitation = make_sent_invitation(contact, times=times, now=now, **fields)
    slot = invitation.slots.earliest("starts_at")
    return by_link.take(invitation, slot.pk, way=way, now=now)


def make_ended_chat(
    contact: Contact | None = None, *, ended_at: datetime = NOW, **fields: Any
) -> Chat:
    """A chat that was booked two days earlier and ended at that moment."""
    minutes = fields.get("minutes", 25)
    starts_at = ended_at - timedelta(minutes=minutes)
    return make_chat(contact, starts_at=starts_at, now=starts_at - timedelta(days=2), **fields)


def make_link(invitation: Invitation) -> str:
    """The path of the host's page, as it stands in an e-mail."""
    assert invitation.expires_at is not None
    sent = {"after": invitation.expires_at, "to": invitation.contact.email}
    url = mint(invitation, purpose=Link.Purpose.ANSWER, **sent)
    return url[url.index("/i/") :]
