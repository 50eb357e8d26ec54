"""The e-mail of the day before, about invented people, for the styleguide. Nothing is saved."""

from collections.abc import Iterable

from chats import samples
from outbox.queue import Draft
from preparation import emails
from preparation.sheet import Ask, Sheet

SHEET = Sheet(
    goal="Learn how the first sensor was chosen.",
    introduction="I’m Amara. I study hydrology in Kumasi and build sensors from what is at hand.",
    brief=[
        ("Connected by", "His talk on cheap river sensors"),
        ("Recent work", "A field guide for schools along the river"),
    ],
    questions=[
        Ask("What would you choose first today?", "must ask, 4 min", is_must=True),
        Ask("Who else should I speak to, and may I use your name?", "2 min"),
    ],
)


def preparation_emails() -> Iterable[Draft]:
    yield emails.day_before(samples.chat(), SHEET)
