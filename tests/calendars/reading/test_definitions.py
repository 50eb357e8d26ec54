"""Zones that a calendar explains more than once: the definition that can be used holds."""

import pytest

from calendars.reading.expand import expand
from tests.calendars.reading.requests import BUSY, calendar, feed

ASKED = feed()
HOUR = "UID:1\nDTSTART;TZID={}:20261201T120000\nDURATION:PT1H".format
NAMES = ["Ours", "Customized Time Zone", "tzone://Microsoft/Custom"]


def zone(name: str, body: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{body}END:VTIMEZONE\n"


def clocks(offset: str, kind: str = "STANDARD", since: str = "19700101T000000") -> str:
    when = f"DTSTART:{since}\nTZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n"
    return f"BEGIN:{kind}\n{when}END:{kind}\n"


BROKEN = {
    "empty": "",
    "nowhere": "X-LIC-LOCATION:Nowhere\n",
    "no offset": clocks("soon"),
    "no beginning": f"{clocks('+0200')}{clocks('+0300')}".replace("DTSTART", "X"),
    "an empty part": "BEGIN:DAYLIGHT\nEND:DAYLIGHT\n",
    "no rule": clocks("+0100").replace("END", "RRULE:FREQ=NEVER\nEND", 1),
    "one offset, no beginning": clocks("+0100").replace("DTSTART", "X"),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("order", [1, -1])
def test_of_two_definitions_the_one_that_can_be_used_holds(
    name: str, broken: str, order: int
) -> None:
    both = [zone(name, BROKEN[broken]), zone(name, clocks("+0200"))]
    found = expand(calendar(HOUR(name), head="".join(both[::order])), ASKED)
    assert (tuple(found.busy), found.left_out, found.unknown_zones) == (BUSY, 0, frozenset())


@pytest.mark.parametrize(
    "same",
    [
        clocks("+0200"),
        f"X-LIC-LOCATION:Here\n{clocks('+0200')}",
        clocks("+0200").replace("DTSTART:19700101T000000\n", "DTSTART:19700101\n"),
        clocks("+02:00", "DAYLIGHT"),
    ],
)
def test_definitions_that_say_the_same_are_one(same: str) -> None:
    text = calendar(HOUR("Ours"), head=zone("Ours", clocks("+0200")) + zone("ours", same))
    assert tuple(expand(text, ASKED).busy) == BUSY


def test_where_definitions_differ_no_hour_is_guessed() -> None:
    head = zone("Ours", clocks("+0200")) + zone("Ours", clocks("+0300"))
    found = expand(calendar(HOUR("Ours"), head=head), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {"Ours"})


def test_where_definitions_differ_a_name_that_everybody_knows_holds() -> None:
    """Exports brought together: each program has its own idea of when the clocks once changed."""
    name = "GTB Standard Time"
    head = zone(name, clocks("+0300")) + zone(name, clocks("+0400"))
    assert tuple(expand(calendar(HOUR(name), head=head), ASKED).busy) == BUSY


def test_a_definition_that_is_only_a_place_holds_where_the_others_are_empty() -> None:
    head = zone("Ours", "") + zone("Ours", "X-LIC-LOCATION:Europe/Athens\n")
    assert tuple(expand(calendar(HOUR("Ours"), head=head), ASKED).busy) == BUSY
    two = zone("Ours", "X-LIC-LOCATION:Europe/Berlin\n") + head
    assert expand(calendar(HOUR("Ours"), head=two), ASKED).unknown_zones == {"Ours"}


def test_more_definitions_than_anybody_writes_explain_nothing() -> None:
    empty = "".join(zone("Ours", f"X-LIC-LOCATION:Nowhere/{n}\n") for n in range(10))
    found = expand(calendar(HOUR("Ours"), head=empty + zone("Ours", clocks("+0200"))), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {"Ours"})
