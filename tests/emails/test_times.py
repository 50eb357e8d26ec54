"""Every time in every e-mail: whole, and on both clocks; in its subject too."""

import re
from collections import defaultdict

import pytest

from coffeechat.styleguide import all_emails
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
    "update",
    # of accounts
    "account_already_exists",
    "email_confirmation",
    "email_confirmation_signup",
    "login_code",
    "password_reset_code",
    "unknown_account",
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

DRAFTS = all_emails()
WITH_TIMES = sorted(set(DRAFTS) - SAYS_NO_TIME - EXAMPLES)


def said_in(words: str) -> dict[str, int]:
    """How often each city's clock is read."""
    counts: dict[str, int] = defaultdict(int)
    for found in WHOLE.finditer(words):
        counts[found["city"]] += 1
    return counts


def bodies(draft: Draft) -> list[str]:
    """Its text on one line, and its HTML as it is read, without the title."""
    return [" ".join(draft.text.split()), words_of(draft.html.partition("<body")[2])]


@pytest.mark.parametrize("kind", sorted(DRAFTS))
def test_no_email_says_an_hour_without_its_day_zone_and_offset(kind: str) -> None:
    for words in bodies(DRAFTS[kind]):
        assert len(HOUR.findall(words)) == len(WHOLE.findall(words))


@pytest.mark.parametrize("kind", WITH_TIMES)
def test_each_time_is_said_on_both_clocks(kind: str) -> None:
    for words in bodies(DRAFTS[kind]):
        counts = said_in(words)
        assert set(counts) == ({"Accra"} if kind in SEEKERS_OWN else BOTH)
        assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("kind", sorted(SAYS_NO_TIME))
def test_the_others_say_no_time_at_all(kind: str) -> None:
    for words in [DRAFTS[kind].subject, *bodies(DRAFTS[kind])]:
        assert HOUR.findall(words) == []


@pytest.mark.parametrize("kind", sorted(DRAFTS))
def test_a_subject_that_names_a_time_names_it_on_both_clocks(kind: str) -> None:
    subject = DRAFTS[kind].subject
    if kind in SAYS_NO_TIME | MANY_TIMES | SEEKERS_OWN | EXAMPLES:
        assert HOUR.findall(subject) == []
        return
    found = BRIEF.search(subject)
    assert found
    assert {found["one"], found["other"]} == BOTH
    assert len(HOUR.findall(subject)) == 2
