"""Every sentence of every e-mail is marked for gettext, and every date follows the language."""

from collections.abc import Iterator

import pytest
from icalendar import Calendar

from chats import samples
from coffeechat.styleguide import all_emails
from followups.digest import samples as of_digest
from followups.keep_in_touch.samples import SHARED
from followups.kinds import SPECS
from followups.thank_you.samples import WORDS
from outbox.rendered import RenderedEmail
from preparation import samples as of_sheet
from tests.emails.kinds import kinds
from tests.languages.marks import unmarked_in, unmarked_in_html
from tests.languages.sources import FOLDER, unmarked_in_source

pytestmark = pytest.mark.usefixtures("_marked")


GLOBS = ["emails/**/*.html", "emails/**/*.txt", "*/email/*.html", "*/email/*.txt"]

SENT = [spec.email.sample for spec in SPECS.values() if spec.email]

LETTERS = (samples.MESSAGE, samples.NUDGE, samples.WROTE, WORDS, *SENT)
OWN = {
    *("Amara Osei", "Amara", "Jonas Weber", "Jonas", "Berlin", "Accra"),
    *("K7M-9QX", "Google Calendar", "Google", "Outlook", "University calendar"),
    *(samples.LINE, samples.ABOUT, samples.HOPE, samples.CONFIRM, SHARED),
    *(samples.GONE, samples.UNWANTED, samples.REGRET),
    *("Your talk on river sensors, and a short chat", "Looking forward to it."),
    *(of_digest.MINE, of_digest.THEIRS, of_sheet.TALK, of_sheet.GUIDE),
    *(of_sheet.GOAL, of_sheet.INTRODUCTION, of_sheet.MUST, of_sheet.MAY),
    *(line for words in LETTERS for line in words.splitlines() if line),
}
"""Of the invented people of the samples, and names of others' programs."""


def test_every_sentence_of_every_email_is_marked() -> None:
    emails = all_emails()
    assert {name: left for name in kinds() if (left := list(unmarked(emails[name])))} == {}


def test_every_branch_of_every_template_is_marked() -> None:
    """Also of cases of which there is no sample."""
    names = [path.relative_to(FOLDER).as_posix() for glob in GLOBS for path in FOLDER.glob(glob)]
    assert len(names) > 100
    assert {name: left for name in names if (left := unmarked_in_source(name))} == {}


def unmarked(draft: RenderedEmail) -> Iterator[str]:
    yield from unmarked_in(draft.subject, OWN)
    yield from unmarked_in(draft.text, OWN)
    yield from unmarked_in_html(draft.html, OWN)
    yield from unmarked_in(words_of_entry(draft.ics), OWN)
    if draft.bare:
        yield from unmarked_in(draft.bare["subject"], OWN)
        yield from unmarked_in(draft.bare["text"], OWN)
        yield from unmarked_in_html(draft.bare["html"], OWN)
        yield from unmarked_in(words_of_entry(draft.bare.get("ics", "")), OWN)


def words_of_entry(ics: str) -> str:
    """What a calendar shows of its entry."""
    if not ics:
        return ""
    calendar = Calendar.from_ical(ics)
    [entry] = calendar.walk("VEVENT")
    return "\n".join(str(entry.get(name, "")) for name in ("summary", "description"))
