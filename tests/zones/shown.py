"""Times read back from pages and e-mails as a person sees them."""

import re
from datetime import UTC, datetime
from html import unescape

from tests.zones.changes import read_all

SHOWN = re.compile(
    r'<time class="slot__day" datetime="([^"]+)">([^<]+)</time><span class="slot__hours">([^<]+)<'
)
TAG = re.compile(r"<[^>]+>")


def words_of(html: str) -> str:
    """Without the tags, on one line."""
    return " ".join(unescape(TAG.sub(" ", html)).split())


def in_words(text: str) -> list[datetime]:
    """Each instant that a text speaks of, once."""
    return sorted(set(read_all(text)))


def in_entry(entry: str, name: str) -> list[datetime]:
    """The instants on the lines of that name, such as DTSTART."""
    stamps = re.findall(rf"\r\n{name}:(\d{{8}}T\d{{6}}Z)\r\n", entry)
    return [datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for stamp in stamps]


def shown_on(page: str) -> list[datetime]:
    """Each time of the host's page from what stands on its button; only the year is not said."""
    found = []
    for stamp, day, hours in SHOWN.findall(page):
        zone_said = unescape(hours).partition(", ")[2]
        wall_day, _, hour = day.partition(", ")
        words = f"{wall_day} {int(stamp[:4])}, {hour} ({zone_said})"
        [instant] = read_all(words)
        found.append(near(instant, datetime.fromisoformat(stamp)))
    return found


def near(instant: datetime, stamp: datetime) -> datetime:
    """Around New Year the stamp's year may be the one beside it."""
    years = [instant.replace(year=instant.year + by) for by in (-1, 0, 1) if instant.day < 29]
    return min([instant, *years], key=lambda one: abs(one - stamp))
