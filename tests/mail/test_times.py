"""Times named in a sentence, by the day it was written on and the clock of whoever wrote it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mail.times import times_in
from tests.growth import LINEAR, growth

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 12, 1, 8, 15, tzinfo=UTC)

SAID = [
    ("Thursday at 3", ["12-03 15:00"]),
    ("Could we do Thursday at 3pm?", ["12-03 15:00"]),
    ("3 pm on Thursday works.", ["12-03 15:00"]),
    ("Donnerstag um 15 Uhr passt gut.", ["12-03 15:00"]),
    ("Donnerstag, 3. Dezember, um 15.30 Uhr", ["12-03 15:30"]),
    ("Am Donnerstag um halb vier?", ["12-03 15:30"]),
    ("half past three on Thursday", ["12-03 15:30"]),
    ("the 8th at 10:30", ["12-08 10:30"]),
    ("am 8. um 10:30 Uhr", ["12-08 10:30"]),
    ("3 December, 15:00", ["12-03 15:00"]),
    ("December 3rd at 9 am", ["12-03 09:00"]),
    ("3.12. um 15 Uhr", ["12-03 15:00"]),
    ("2026-12-03 15:00", ["12-03 15:00"]),
    ("Gladly, Ana. Tuesday at ten?", ["12-08 10:00"]),
    ("Gern, Frau Walka. Dienstag um zehn?", ["12-08 10:00"]),
    ("Tuesday or Thursday at 10", ["12-08 10:00", "12-03 10:00"]),
    ("Thursday at 10 or 11", ["12-03 10:00", "12-03 11:00"]),
    ("Thursday at 10, Friday at 2", ["12-03 10:00", "12-04 14:00"]),
    ("Thursday between 3 and 5", ["12-03 15:00"]),
    ("Thursday from 3 to 5", ["12-03 15:00"]),
    ("Thursday 15:00-15:30", ["12-03 15:00"]),
    ("tomorrow at noon", ["12-02 12:00"]),
    ("morgen um 11 Uhr", ["12-02 11:00"]),
    ("Guten Morgen, Freitag um 9 Uhr geht.", ["12-04 09:00"]),
    ("next week Thursday at 3", ["12-10 15:00"]),
    ("jeudi à 15h30", ["12-03 15:30"]),
    ("el jueves a las 15:00", ["12-03 15:00"]),
    ("giovedì alle 15", ["12-03 15:00"]),
    ("donderdag om 15 uur", ["12-03 15:00"]),
    ("Thursday at 3pm GMT", ["12-03 16:00"]),
    ("Thursday at 3, your time", ["12-03 16:00"]),
    ("Thursday at 3 does not work, but Friday at 4 does.", ["12-04 16:00"]),
    ("Donnerstag um 15 Uhr kann ich leider nicht.", []),
    ("No problem, Thursday at 3.", ["12-03 15:00"]),
    ("Thursday works. 25 minutes?", []),
    ("Does the 8th work?", []),
    ("Any morning.", []),
    ("I have 3 questions on Thursday", []),
    ("On 5 November at 10 I was there.", []),
    ("> Thursday at 3\nno idea", []),
    ("Thursday at 3 p.m. would suit.", ["12-03 15:00"]),
    ("Meet me at once on Thursday.", []),
    ("Room 15, Thursday", []),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_a_time_is_recognised(text: str, expected: list[str]) -> None:
    found = times_in(text, sent_at=TUESDAY, zone=BERLIN, other_zone=LONDON)
    assert [f"{one.astimezone(BERLIN):%m-%d %H:%M}" for one in found] == expected


def test_an_hour_that_the_clocks_leave_out_is_none() -> None:
    sent_at = datetime(2027, 3, 20, tzinfo=UTC)
    text = "28 March 2027, 02:30 or 03:30"
    found = times_in(text, sent_at=sent_at, zone=BERLIN, other_zone=BERLIN)
    assert [one.isoformat() for one in found] == ["2027-03-28T01:30:00+00:00"]


HOSTILE = {
    "hours": lambda size: "at 3 " * size,
    "days": lambda size: "Thursday " * size,
    "both": lambda size: "Thursday at 3, " * size,
    "dates": lambda size: "3.12. 15:00 " * size,
    "digits": lambda size: "1" * size * 5,
    "blanks": lambda size: " " * size * 5,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_it_costs_in_proportion(case: str) -> None:
    def work(text: str) -> object:
        return times_in(text, sent_at=TUESDAY, zone=BERLIN, other_zone=LONDON)

    assert growth(work, HOSTILE[case], 300) < LINEAR
