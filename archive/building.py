"""The archive as a file: README, one JSON and one CSV for each table, the chats as calendar."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO

from accounts.models import User
from archive import contents, rules
from archive.words import WHAT
from calendars import clock
from chats import itip
from chats.models import Chat

README = """Your data from CoffeeChat, as of {when}.

json/      every table that holds something of yours, for programs
csv/       the same, for spreadsheets
calendar/  your chats: all of them in one file, and each by itself

Left out: passwords, the secret addresses of your calendars, and the texts of e-mails, since
those hold the private links of the people you wrote to. Your own words are where you wrote them:
invitations, answers, notes, thank-yous. Nothing was ever uploaded as a file, so there are none.

All times are UTC, written as in 2026-11-24T09:00:00Z. A number such as 42 under "contact" or
"chat" is the "id" of a row in the table of that name.

What each table is; those you never used are empty:
{tables}
"""


def write(file: IO[bytes], seeker: User, *, now: datetime, progress: Callable[[int], None]) -> None:
    """Everything of the seeker's. `progress` is told how many percent are written."""
    parts = list(_parts(seeker, now))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, pieces) in enumerate(parts, 1):
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece.encode())
            progress(100 * number // len(parts))


def _parts(seeker: User, now: datetime) -> Iterator[tuple[str, Iterator[str]]]:
    yield "README.txt", iter([_readme(seeker, now)])
    for rule in rules.exported():
        yield f"json/{rule.name}.json", contents.as_json(rule, seeker)
        yield f"csv/{rule.name}.csv", contents.as_csv(rule, seeker)
    yield "calendar/all.ics", _calendar(seeker)
    for chat in _chats(seeker):
        yield f"calendar/chat-{chat.pk}.ics", iter([itip.stored(chat, now=now)])


def _calendar(seeker: User) -> Iterator[str]:
    yield itip.feed(_chats(seeker))


def _chats(seeker: User) -> Iterator[Chat]:
    chats = Chat.objects.of(seeker).select_related("contact", "seeker", "invitation")
    return chats.order_by("pk").iterator(chunk_size=contents.AT_A_TIME)


def _readme(seeker: User, now: datetime) -> str:
    when = clock.say(now, seeker.time_zone)
    tables = "\n".join(f"{rule.name}: {WHAT[rule.name]}" for rule in rules.exported())
    return README.format(when=when, tables=tables)
