"""Several calendars one behind the other (RFC 5545, section 3.4), and what only begins like one."""

import pytest

from calendars.reading import Problem
from calendars.reading.expand import expand
from calendars.reading.wire import CannotRead
from tests.calendars.reading.requests import ONE, calendar, feed
from tests.calendars.reading.test_definitions import clocks, zone

ASKED = feed()
ONCE = "12-01 10:00 12-01 11:00"
OTHER = calendar("UID:2\nDTSTART:20261202T100000Z\nDURATION:PT1H")
AGAIN = "12-02 10:00 12-02 11:00"


def said(text: str) -> list[str]:
    """As `12-01 10:00 12-01 11:00`, in UTC."""
    return [f"{start:%m-%d %H:%M} {end:%m-%d %H:%M}" for start, end in expand(text, ASKED).busy]


REMARKS = [
    "BEGIN:VCALENDAR",
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n",
    "BEGIN:VCALENDARS are read by x",
    "BEGIN:VCALENDAR: no more\r\nX-WR-TIMEZONE:Nowhere\r\n\0\0",
    "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Nowhere\r\nEND:VTIMEZONE\r\nBEGIN:VTIMEZ",
    "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n" * 3,
    "X-WR-TIMEZONE:Nowhere\r\n",
]


@pytest.mark.parametrize("remark", REMARKS)
def test_a_remark_that_begins_like_a_calendar_is_nothing(remark: str) -> None:
    noon = calendar("UID:1\nDTSTART:20261201T110000\nDURATION:PT1H")
    for whole in (ONE, noon):
        found = expand(whole + remark, ASKED)
        read = (said(whole + remark), found.left_out, found.unknown_zones)
        assert read == ([ONCE], 0, frozenset())


@pytest.mark.parametrize("name", ["UID:2", "DTSTART", "END:VEVENT", "END:VCALENDAR"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_calendar_that_was_cut_off_beside_a_whole_one_is_counted(name: str, order: int) -> None:
    both = [ONE, OTHER[: OTHER.index(name)]]
    text = "".join(both[::order])
    assert expand(text, ASKED).left_out >= 1
    assert set(said(text)) <= {ONCE, AGAIN}
    assert ONCE in said(text)
    assert (AGAIN in said(text)) == (name.startswith("END"))


@pytest.mark.parametrize("second", [ONE[:-20], "BEGIN:VCALENDAR\r\n", OTHER[:-20]])
def test_where_none_came_to_its_end_there_is_no_calendar(second: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        expand(ONE[:-20] + second, ASKED)
    assert refusal.value.problem == Problem.UNREADABLE


NOON = "UID:{}\nDTSTART:20261201T120000\nDURATION:PT1H".format
IN_BERLIN, IN_NEW_YORK = "12-01 11:00 12-01 12:00", "12-01 17:00 12-01 18:00"


@pytest.mark.parametrize("order", [1, -1])
def test_the_zone_of_one_calendar_is_not_that_of_the_next(order: int) -> None:
    there = calendar(NOON(1), head="X-WR-TIMEZONE:America/New_York\n")
    both = [there, calendar(NOON(2))]
    assert said("".join(both[::order])) == [IN_BERLIN, IN_NEW_YORK]
    assert said("\ufeff".join(both[::order])) == [IN_BERLIN, IN_NEW_YORK]
    assert said("".join(text.strip() for text in both[::order])) == [IN_BERLIN, IN_NEW_YORK]
    nowhere = calendar(NOON(1), head="X-WR-TIMEZONE:Nowhere\n")
    found = expand("".join([nowhere, calendar(NOON(2))][::order]), ASKED)
    assert (len(found.busy), found.left_out, found.unknown_zones) == (1, 1, {"Nowhere"})


OURS = "UID:{}\nDTSTART;TZID=Ours:20261201T120000\nDURATION:PT1H".format


def test_each_calendar_goes_by_its_own_definition() -> None:
    texts = [calendar(OURS(n), head=zone("Ours", clocks(f"+0{n}00"))) for n in (1, 2)]
    assert said("".join(texts)) == ["12-01 10:00 12-01 12:00"]


@pytest.mark.parametrize("head", ["", zone("Ours", "")])
def test_what_one_calendar_does_not_explain_another_may(head: str) -> None:
    explained = calendar(head=zone("Ours", clocks("+0200")))
    assert said(explained + calendar(OURS(1), head=head)) == [ONCE]
    assert said(calendar(OURS(1), head=head) + explained) == [ONCE]


def test_a_series_and_its_changes_may_be_divided() -> None:
    daily = calendar("UID:1\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2")
    moved = "UID:1\nRECURRENCE-ID:20261202T100000Z\nDTSTART:20261203T100000Z\nDURATION:PT1H"
    assert said(calendar(moved) + daily) == [ONCE, "12-03 10:00 12-03 11:00"]


def test_free_times_of_each_calendar_are_in_its_own_zone() -> None:
    free = "BEGIN:VFREEBUSY\nFREEBUSY:20261201T120000/PT1H\nEND:VFREEBUSY\n"
    there = calendar(head=f"X-WR-TIMEZONE:America/New_York\n{free}")
    assert said(there + calendar(head=free)) == [IN_BERLIN, IN_NEW_YORK]


def test_the_first_name_is_that_of_all() -> None:
    named = [calendar(head=f"X-WR-CALNAME:{name}\n") for name in ("", "Work", "Home")]
    assert expand("".join(named), ASKED).name == "Work"
