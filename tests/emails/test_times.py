"""Every time in every e-mail: whole, and on both clocks; in its subject too."""

import re
from collections import Counter

from accounts.samples import KINDS as OF_ACCOUNTS
from outbox.queue import Draft
from tests.zones.shown import words_of

BOTH = {"Accra", "Berlin"}
"""The zones of the invented seeker and host, which are an hour apart."""

EXAMPLES = {"layout"}
"""The layout with one of each thing in it, written by hand and about nobody."""

SEEKERS_OWN = {"thank_you_due", "thank_you_last_call", "digest"}
"""Until when a thank-you is good is said on the seeker's clock alone: the host knows nothing of it,
and another clock beside it would read as if they waited."""

SAYS_NO_TIME = {
    "calendar_off",
    "declined_seeker",
    "declined_seeker_opted_out",
    "no_times_left_seeker",
    "reopened_seeker",
    "keep_in_touch",
    "shared",
    "thank_you",
    "undeliverable_seeker",
    "undeliverable_seeker_this_alone",
    "update",
    *(kind.rpartition("/")[2] for kind in OF_ACCOUNTS),
}
MANY_TIMES = {"countered_seeker", "invitation", "new_times", "times_lost_seeker"}
"""Their subjects have no one time to name."""

HOUR = re.compile(r"(?<![\d:+−])\d{1,2}:\d\d(?!\d)")
WHOLE = re.compile(
    r"(?P<day>\w+day \d+ \w+ \d{4}), (?P<hour>\d+:\d\d(?: [ap]m)?) "
    r"\(?(?P<city>[A-Z][a-z]+), (?P<offset>UTC(?:[+−]\d+)?)( then)?"
)
BRIEF = re.compile(
    r"\w{3} \d+ \w{3}, \d+:\d\d(?: [ap]m)? (?P<one>\w+) \(UTC(?:[+−]\d+)?\)"
    r" / (?:\w{3} \d+ \w{3}, )?\d+:\d\d(?: [ap]m)? (?P<other>\w+) \(UTC(?:[+−]\d+)?\)"
)

Emails = dict[str, Draft]


def bodies(draft: Draft) -> list[str]:
    """Its text on one line, and its HTML as it is read, without the title."""
    return [" ".join(draft.text.split()), words_of(draft.html.partition("<body")[2])]


def said_in(words: str) -> Counter[str]:
    """How often each city's clock is read."""
    return Counter(found["city"] for found in WHOLE.finditer(words))


def bare_in(words: str) -> list[str]:
    """The hours that stand in no whole time."""
    return HOUR.findall(WHOLE.sub(" ", words))


def test_the_lists_name_only_what_exists(emails: Emails) -> None:
    assert (SAYS_NO_TIME | MANY_TIMES | SEEKERS_OWN | EXAMPLES) - set(emails) == set()


def test_no_email_says_an_hour_without_its_day_zone_and_offset(emails: Emails) -> None:
    bare = {kind: [*map(bare_in, bodies(draft))] for kind, draft in emails.items()}
    assert {kind: found for kind, found in bare.items() if any(found)} == {}


def test_each_time_is_said_on_both_clocks(emails: Emails) -> None:
    with_times = set(emails) - SAYS_NO_TIME - EXAMPLES
    said = {kind: [*map(said_in, bodies(emails[kind]))] for kind in with_times}
    assert {kind: counts for kind, counts in said.items() if not are_even(kind, counts)} == {}


def are_even(kind: str, counts: list[Counter[str]]) -> bool:
    """In each body the clocks it should be on, one as often as the other."""
    cities = {"Accra"} if kind in SEEKERS_OWN else BOTH
    return all(set(said) == cities and len(set(said.values())) == 1 for said in counts)


def test_the_others_say_no_time_at_all(emails: Emails) -> None:
    words = {
        kind: " ".join([draft.subject, *bodies(draft)])
        for kind, draft in emails.items()
        if kind in SAYS_NO_TIME
    }
    assert {kind: hours for kind, said in words.items() if (hours := HOUR.findall(said))} == {}


def test_a_subject_that_names_a_time_names_it_on_both_clocks(emails: Emails) -> None:
    silent = SAYS_NO_TIME | MANY_TIMES | SEEKERS_OWN | EXAMPLES
    wrong = {
        kind: draft.subject
        for kind, draft in emails.items()
        if read_in(draft.subject) != ((set(), 0) if kind in silent else (BOTH, 2))
    }
    assert wrong == {}


def read_in(subject: str) -> tuple[set[str], int]:
    """The two cities of a time said briefly, and the number of all hours."""
    found = BRIEF.search(subject)
    return {found["one"], found["other"]} if found else set(), len(HOUR.findall(subject))
