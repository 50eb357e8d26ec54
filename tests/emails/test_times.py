"""Every time in every e-mail: whole, and on both clocks; in its subject too."""

import re
from collections import Counter

from chats.models import Chat, Invitation
from outbox.kinds import Audience, EmailKind
from outbox.rendered import RenderedEmail
from tests.emails.kinds import kinds, text_of
from tests.zones.shown import words_of

BOTH = {"Accra", "Berlin"}
"""The zones of the invented seeker and host, which are an hour apart."""

EXAMPLES = {"layout"}
"""The layout with one of each thing in it, written by hand and about nobody."""

MANY_TIMES = {"countered_seeker", "invitation", "new_times", "times_lost_seeker"}
"""Offers, which say each of their times."""

SAYS = re.compile(r"\|say\b|{% say_both\b")
INCLUDED = re.compile(r'{% (?:include|extends) "(emails/[^"]+)"')

HOUR = re.compile(r"(?<![\d:+−])\d{1,2}:\d\d(?!\d)")
WHOLE = re.compile(
    r"(?P<day>\w+day \d+ \w+ \d{4}), (?P<hour>\d+:\d\d(?: [ap]m)?) "
    r"\(?(?P<city>[A-Z][a-z]+), (?P<offset>UTC(?:[+−]\d+)?)( then)?"
)
BRIEF = re.compile(
    r"\w{3} \d+ \w{3}, \d+:\d\d(?: [ap]m)? (?P<one>\w+) \(UTC(?:[+−]\d+)?\)"
    r" / (?:\w{3} \d+ \w{3}, )?\d+:\d\d(?: [ap]m)? (?P<other>\w+) \(UTC(?:[+−]\d+)?\)"
)

Emails = dict[str, RenderedEmail]


def bodies(email: RenderedEmail) -> list[str]:
    """Its text on one line, and its HTML as it is read, without the title."""
    return [" ".join(email.text.split()), words_of(email.html.partition("<body")[2])]


def said_in(words: str) -> Counter[str]:
    """How often each city's clock is read."""
    return Counter(found["city"] for found in WHOLE.finditer(words))


def bare_in(words: str) -> list[str]:
    """The hours that stand in no whole time."""
    return HOUR.findall(WHOLE.sub(" ", words))


def with_times() -> dict[str, EmailKind]:
    """All whose templates say one."""
    return {name: kind for name, kind in kinds().items() if SAYS.search(source_of(kind.templates))}


def source_of(name: str) -> str:
    """Of both bodies, with what they include. Those of accounts are elsewhere, and say none."""
    bodies = [text_of(f"emails/{name}/{body}") for body in ("body.txt", "body.html")]
    parts = [text_of(part) for body in bodies for part in INCLUDED.findall(body)]
    inner = [text_of(part) for body in parts for part in INCLUDED.findall(body)]
    return "".join([*bodies, *parts, *inner])


def on_both_clocks(kind: EmailKind) -> bool:
    """Until when a thank-you is good is said on the seeker's clock alone: the host knows nothing of
    it, and another clock beside it would read as if they waited."""
    return kind.to is Audience.HOST or kind.about in {Chat, Invitation}


def test_all_about_a_chat_and_all_offers_say_times() -> None:
    about_chats = {name for name, kind in kinds().items() if kind.about is Chat}
    assert (about_chats | MANY_TIMES) - set(with_times()) == set()


def test_no_email_says_an_hour_without_its_day_zone_and_offset(emails: Emails) -> None:
    bare = {kind: [*map(bare_in, bodies(email))] for kind, email in emails.items()}
    assert {kind: found for kind, found in bare.items() if any(found)} == {}


def test_each_time_is_said_on_both_clocks(emails: Emails) -> None:
    said = {name: [*map(said_in, bodies(emails[name]))] for name in with_times()}
    assert {name: counts for name, counts in said.items() if not are_even(name, counts)} == {}


def are_even(name: str, counts: list[Counter[str]]) -> bool:
    """In each body the clocks it should be on, one as often as the other."""
    cities = BOTH if on_both_clocks(kinds()[name]) else {"Accra"}
    return all(set(said) == cities and len(set(said.values())) == 1 for said in counts)


def test_the_others_say_no_time_at_all(emails: Emails) -> None:
    words = {
        name: " ".join([emails[name].subject, *bodies(emails[name])])
        for name in kinds().keys() - with_times().keys()
    }
    assert {name: hours for name, said in words.items() if (hours := HOUR.findall(said))} == {}


def test_a_subject_that_names_a_time_names_it_on_both_clocks(emails: Emails) -> None:
    """That of a chat does; an offer has no one time to name."""
    wrong = {
        name: emails[name].subject
        for name, kind in kinds().items()
        if read_in(emails[name].subject) != ((BOTH, 2) if kind.about is Chat else (set(), 0))
    }
    assert wrong == {}


def read_in(subject: str) -> tuple[set[str], int]:
    """The two cities of a time said briefly, and the number of all hours."""
    found = BRIEF.search(subject)
    return {found["one"], found["other"]} if found else set(), len(HOUR.findall(subject))
