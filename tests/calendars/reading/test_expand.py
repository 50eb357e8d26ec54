"""What makes a seeker busy, case by case; then any calendar against the two libraries alone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dateutil.rrule
import icalendar
import pytest
import recurring_ical_events
import x_wr_timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.intervals import Interval, merged
from calendars.reading import Problem, Request
from calendars.reading.expand import Expanded, expand, expand_all, few
from calendars.reading.instants import instant
from calendars.reading.lines import reduced
from calendars.reading.repeats import Budget
from calendars.reading.series import is_busy
from calendars.reading.stream import lines
from calendars.reading.wire import CannotRead
from tests.calendars.reading.requests import calendar, feed

ASKED = feed(own_addresses=("me@x.example",), our_uids="@coffee.example")
WEEKLY = """UID:w
DTSTART;TZID=Europe/Berlin:20261105T090000
DTEND;TZID=Europe/Berlin:20261105T100000
RRULE:FREQ=WEEKLY;COUNT=3"""
HOUR = "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z"
NEW_YORK = "X-WR-TIMEZONE:America/New_York\n"
CUSTOM_NAME = "Customized Time Zone"
CUSTOM = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0300
TZOFFSETTO:+0300
END:STANDARD
END:VTIMEZONE
"""


def said(text: str, request: Request = ASKED) -> list[str]:
    """As `12-01 10:00 12-01 11:00`, in UTC."""
    return [f"{start:%m-%d %H:%M} {end:%m-%d %H:%M}" for start, end in expand(text, request).busy]


ONCE = ["12-01 10:00 12-01 11:00"]
THRICE = ["11-05 08:00 11-05 09:00", "11-12 08:00 11-12 09:00", "11-19 08:00 11-19 09:00"]
CASES = {
    "plain": (calendar(f"UID:1\n{HOUR}"), ONCE),
    "without UID": (calendar(HOUR), ONCE),
    "duration": (calendar("UID:1\nDTSTART:20261201T100000Z\nDURATION:PT1H"), ONCE),
    "an alarm's duration is not the entry's": (
        calendar(f"UID:1\n{HOUR}\nBEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT9H\nEND:VALARM"),
        ONCE,
    ),
    "what stands within is not the entry's": (
        calendar(
            f"UID:w\n{HOUR}\nRRULE:FREQ=WEEKLY;COUNT=2\n"
            "BEGIN:PARTICIPANT\nUID:p\nSTATUS:CANCELLED\nBEGIN:VLOCATION\nUID:l\nEND:VLOCATION\n"
            "TRANSP:TRANSPARENT\nEND:PARTICIPANT",
            "UID:w\nRECURRENCE-ID:20261208T100000Z\nDTSTART:20261209T100000Z\nDURATION:PT1H",
        ),
        [*ONCE, "12-09 10:00 12-09 11:00"],
    ),
    "a line after what stands within": (
        calendar(f"UID:1\n{HOUR}\nBEGIN:VALARM\nEND:VALARM\nSTATUS:CANCELLED"),
        [],
    ),
    "folded": (calendar(f"UID:1\n{HOUR}").replace("T10", "T\r\n 10"), ONCE),
    "small letters": (calendar("uid:1\ndtstart:20261201T100000Z\nduration:PT1H"), ONCE),
    "words that look like lines": (
        calendar(f"UID:1\n{HOUR}\nDESCRIPTION:a\\nRRULE:FREQ=SECONDLY\\nEND:VEVENT"),
        ONCE,
    ),
    "a moment": (calendar("UID:1\nDTSTART:20261201T100000Z"), []),
    "floating, seeker's zone": (
        calendar("UID:1\nDTSTART:20261201T110000\nDTEND:20261201T120000"),
        ONCE,
    ),
    "floating, calendar's zone": (
        calendar("UID:1\nDTSTART:20261201T050000\nDTEND:20261201T060000", head=NEW_YORK),
        ONCE,
    ),
    "a zone of its own": (
        calendar(
            "UID:1\nDTSTART;TZID=Customized Time Zone:20261201T130000\nDURATION:PT1H", head=CUSTOM
        ),
        ONCE,
    ),
    "a zone as Windows calls it": (
        calendar("UID:1\nDTSTART;TZID=W. Europe Standard Time:20261201T110000\nDURATION:PT1H"),
        ONCE,
    ),
    "a zone in small letters": (
        calendar("UID:1\nDTSTART;TZID=europe/berlin:20261201T110000\nDURATION:PT1H"),
        ONCE,
    ),
    "a zone as Windows shows it": (
        calendar(
            'UID:1\nDTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20261201T050000\n'
            "DURATION:PT1H"
        ),
        ONCE,
    ),
    "a zone as Exchange has shown it": (
        calendar(
            "UID:1\nDTSTART;TZID=(GMT+01.00) Brussels/Copenhagen/Madrid/Paris:20261201T110000\n"
            "DURATION:PT1H"
        ),
        ONCE,
    ),
    "a zone whose name has colons, without quotes": (
        calendar(
            "UID:1\nDTSTART;TZID=tzone://Microsoft/Custom:20261201T130000\nDURATION:PT1H",
            head=CUSTOM.replace("Customized Time Zone", "tzone://Microsoft/Custom"),
        ),
        ONCE,
    ),
    "a zone behind a vendor": (
        calendar("UID:1\nDTSTART;TZID=/x.example/1/Europe/Berlin:20261201T110000\nDURATION:PT1H"),
        ONCE,
    ),
    "a zone and Z": (
        calendar("UID:1\nDTSTART;TZID=America/New_York:20261201T100000Z\nDURATION:PT1H"),
        ONCE,
    ),
    "a day in a zone": (
        calendar(
            "UID:1\nDTSTART;TZID=Asia/Tokyo;VALUE=DATE:20261201\nDTEND;TZID=Asia/Tokyo:20261201"
        ),
        ["11-30 23:00 12-01 23:00"],
    ),
    "a zone without a beginning": (
        calendar(
            "UID:1\nDTSTART;TZID=Customized Time Zone:20261201T130000\nDURATION:PT1H",
            head=CUSTOM.replace("DTSTART:16010101T000000\n", ""),
        ),
        ONCE,
    ),
    "a zone with colons in its offsets": (
        calendar(
            "UID:1\nDTSTART;TZID=Customized Time Zone:20261201T130000\nDURATION:PT1H",
            head=CUSTOM.replace("+0300", "+03:00"),
        ),
        ONCE,
    ),
    "a zone that is only somewhere": (
        calendar(
            "UID:1\nDTSTART;TZID=Ours:20261201T110000\nDURATION:PT1H",
            head="BEGIN:VTIMEZONE\nTZID:Ours\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n",
        ),
        ONCE,
    ),
    "a zone of the calendar as Windows calls it": (
        calendar(
            "UID:1\nDTSTART:20261201T050000\nDURATION:PT1H",
            head="X-WR-TIMEZONE:Eastern Standard Time\n",
        ),
        ONCE,
    ),
    "days left out, each in its own way": (
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20261129T110000\nDURATION:PT1H\n"
            "RRULE:FREQ=DAILY;COUNT=4\n"
            "EXDATE;TZID=Europe/Berlin:20261129T110000,20261130T100000Z,20261202\nEXDATE:"
        ),
        ONCE,
    ),
    "all day": (calendar("UID:1\nDTSTART;VALUE=DATE:20261201"), ["11-30 23:00 12-01 23:00"]),
    "a day that ends on itself": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261201"),
        ["11-30 23:00 12-01 23:00"],
    ),
    "three days": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261204"),
        ["11-30 23:00 12-03 23:00"],
    ),
    "all day in the calendar's zone": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20261201", head=NEW_YORK),
        ["12-01 05:00 12-02 05:00"],
    ),
    "the day the clocks go back": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20271031"),
        ["10-30 22:00 10-31 23:00"],
    ),
    "weekly": (calendar(WEEKLY), THRICE),
    "weekly over a clock change": (
        calendar(WEEKLY.replace("20261105", "20270323").replace("COUNT=3", "COUNT=2")),
        ["03-23 08:00 03-23 09:00", "03-30 07:00 03-30 08:00"],
    ),
    "until a day, as old programs write it": (
        calendar(WEEKLY.replace("COUNT=3", "UNTIL=20261119")),
        THRICE,
    ),
    "until a day, far west": (
        calendar(
            "UID:1\nDTSTART;TZID=America/Los_Angeles:20261201T200000\nDURATION:PT1H\n"
            "RRULE:FREQ=DAILY;UNTIL=20261202"
        ),
        ["12-02 04:00 12-02 05:00", "12-03 04:00 12-03 05:00"],
    ),
    "until a day, floating": (
        calendar("UID:1\nDTSTART:20261201T110000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261201"),
        ONCE,
    ),
    "until an hour on the wall": (
        calendar(WEEKLY.replace("COUNT=3", "UNTIL=20261119T090000")),
        THRICE,
    ),
    "until an hour in UTC, floating": (
        calendar(
            "UID:1\nDTSTART:20261201T110000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261202T100000Z"
        ),
        [*ONCE, "12-02 10:00 12-02 11:00"],
    ),
    "days until an hour in UTC": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;UNTIL=20261202T230000Z"),
        ["11-30 23:00 12-02 23:00"],
    ),
    "days until a day": (
        calendar("UID:1\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=DAILY;UNTIL=20261202"),
        ["11-30 23:00 12-02 23:00"],
    ),
    "EXDATE": (
        calendar(f"{WEEKLY}\nEXDATE;TZID=Europe/Berlin:20261112T090000"),
        [THRICE[0], THRICE[2]],
    ),
    "RDATE": (
        calendar(f"{WEEKLY}\nRDATE;TZID=Europe/Berlin:20261113T090000"),
        [*THRICE[:2], "11-13 08:00 11-13 09:00", THRICE[2]],
    ),
    "one moved": (
        calendar(
            WEEKLY,
            "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261112T090000\n"
            "DTSTART;TZID=Europe/Berlin:20261113T140000\nDTEND;TZID=Europe/Berlin:20261113T150000",
        ),
        [THRICE[0], "11-13 13:00 11-13 14:00", THRICE[2]],
    ),
    "one cancelled": (
        calendar(
            WEEKLY,
            "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261112T090000\nSTATUS:CANCELLED\n"
            "DTSTART;TZID=Europe/Berlin:20261112T090000\nDTEND;TZID=Europe/Berlin:20261112T100000",
        ),
        [THRICE[0], THRICE[2]],
    ),
    "one declined": (
        calendar(
            WEEKLY,
            "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20261112T090000\n"
            "ATTENDEE;PARTSTAT=DECLINED:mailto:Me@X.example\n"
            "DTSTART;TZID=Europe/Berlin:20261112T090000\nDTEND;TZID=Europe/Berlin:20261112T100000",
        ),
        [THRICE[0], THRICE[2]],
    ),
    "a series since long ago": (
        calendar("UID:1\nDTSTART:20000101T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=12"),
        ONCE * 2,
    ),
    "transparent": (calendar(f"UID:1\n{HOUR}\nTRANSP:TRANSPARENT"), []),
    "opaque": (calendar(f"UID:1\n{HOUR}\nTRANSP:OPAQUE"), ONCE),
    "tentative": (calendar(f"UID:1\n{HOUR}\nSTATUS:TENTATIVE"), ONCE),
    "cancelled": (calendar(f"UID:1\n{HOUR}\nSTATUS:CANCELLED"), []),
    "free in Outlook": (calendar(f"UID:1\n{HOUR}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"), []),
    "away in Outlook": (calendar(f"UID:1\n{HOUR}\nX-MICROSOFT-CDO-BUSYSTATUS:OOF"), ONCE),
    "declined": (
        calendar(f"UID:1\n{HOUR}\nATTENDEE;CN=Me;PARTSTAT=DECLINED:mailto:me@x.example"),
        [],
    ),
    "declined, by a path of iCloud": (
        calendar(
            f"UID:1\n{HOUR}\nATTENDEE;CN=Me;EMAIL=Me@x.example;PARTSTAT=DECLINED:/aMTIz/principal/"
        ),
        [],
    ),
    "declined, by a number": (
        calendar(f"UID:1\n{HOUR}\nATTENDEE;PARTSTAT=DECLINED;EMAIL=me@x.example:urn:uuid:4-5"),
        [],
    ),
    "declined, in other letters": (
        calendar(f"UID:1\n{HOUR}\nATTENDEE;PARTSTAT=declined:MAILTO: me%40x.example"),
        [],
    ),
    "declined, by an odd name": (
        calendar(f"UID:1\n{HOUR}\nATTENDEE;CN=Weber: Me;PARTSTAT=DECLINED:mailto:me@x.example"),
        [],
    ),
    "declined, says only the name": (
        calendar(
            f"UID:1\n{HOUR}\n"
            'ATTENDEE;CN="a;PARTSTAT=DECLINED";PARTSTAT=ACCEPTED:mailto:me@x.example'
        ),
        ONCE,
    ),
    "declined by somebody of another address": (
        calendar(
            f"UID:1\n{HOUR}\n"
            "ATTENDEE;CN=me@x.example;PARTSTAT=DECLINED:mailto:other@x.example\n"
            "ATTENDEE;EMAIL=me@x.example;PARTSTAT=DECLINED:mailto:other@x.example"
        ),
        ONCE,
    ),
    "declined by somebody else": (
        calendar(
            f"UID:1\n{HOUR}\nATTENDEE;PARTSTAT=DECLINED:mailto:other@x.example\n"
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@x.example"
        ),
        ONCE,
    ),
    "one of our own": (calendar(f"UID:1@coffee.example\n{HOUR}"), []),
    "long over": (calendar("UID:1\nDTSTART:20260101T100000Z\nDURATION:PT1H"), []),
    "far away": (calendar("UID:1\nDTSTART:20290101T100000Z\nDURATION:PT1H"), []),
    "a year long": (
        calendar("UID:1\nDTSTART:20260101T000000Z\nDTEND:20290101T000000Z"),
        ["01-01 00:00 01-01 00:00"],
    ),
    "one that says no time": (calendar("UID:1\nSUMMARY:x", f"UID:2\n{HOUR}"), ONCE),
    "one that cannot be read": (calendar("UID:1\nDTSTART:whenever", f"UID:2\n{HOUR}"), ONCE),
    "overlapping": (
        calendar(f"UID:1\n{HOUR}", "UID:2\nDTSTART:20261201T103000Z\nDURATION:PT1H"),
        ["12-01 10:00 12-01 11:30"],
    ),
    "VFREEBUSY": (
        calendar(
            head="BEGIN:VFREEBUSY\nFREEBUSY:20261201T100000Z/PT1H\n"
            "FREEBUSY;FBTYPE=FREE:20261202T100000Z/PT1H\nEND:VFREEBUSY\n"
        ),
        ONCE,
    ),
    "a task": (calendar(head="BEGIN:VTODO\nUID:1\nDTSTART:20261201T100000Z\nEND:VTODO\n"), []),
    "empty": (calendar(), []),
}


@pytest.mark.parametrize("name", CASES)
def test_what_makes_busy(name: str) -> None:
    text, expected = CASES[name]
    assert said(text) == expected


def test_more_rules_than_anybody_has_are_refused() -> None:
    with pytest.raises(CannotRead):
        expand(calendar(*[WEEKLY.replace("UID:w", f"UID:{n}") for n in range(5001)]), ASKED)


GOOD = f"UID:2\n{HOUR}"
BAD = [
    "SUMMARY:without a beginning",
    "DTSTART:whenever",
    "DTSTART:20261201T100000Z\nDTEND:later",
    "DTSTART:20261201T100000Z\nDTSTART:20261202T100000Z",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=NEVER",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY\nEXDATE:sometimes",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=secondly;COUNT=5",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=MINUTELY",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=HOURLY;BYMINUTE=0,10,20,30,40;BYSECOND=0",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;BYMINUTE=0,1,2,3,4;BYHOUR=" + "1," * 20 + "2",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;INTERVAL=0",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=DAILY;INTERVAL=-1",
    "DTSTART:20261201T100000Z\nRRULE:FREQ=MINUTELY;INTERVAL=" + "9" * 5000,
    "DTSTART:00010101T000000Z\nRRULE:FREQ=HOURLY",
]


@pytest.mark.parametrize("head", ["", NEW_YORK], ids=["plain", "with a zone"])
@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_one_bad_entry_is_counted_and_spoils_no_other(bad: str, head: str) -> None:
    text = calendar(f"UID:1\n{bad}", GOOD, head=head)
    assert said(text) == ONCE
    assert expand(text, ASKED).left_out == 1


@pytest.mark.parametrize(
    ("periods", "left_out"),
    [
        ("FREEBUSY:20261201T100000Z/20261201T110000Z,20261202T100000Z", 1),
        ("FREEBUSY:20261201T100000Z/20261201T110000Z\nFREEBUSY:PT1H/PT1H,x/y,/", 3),
        ("FREEBUSY:20261201T100000Z/PT1H,20261206T100000Z/P,20261206T100000Z/+PT", 2),
        ("FREEBUSY:20261201T100000Z/PT1H,20261206T100000Z/PT0S,20261206T100000Z/-PT1H", 0),
        ("FREEBUSY:20261201T100000Z/PT1H,\nFREEBUSY:", 0),
        ("FREEBUSY;FBTYPE=FREE:\nFREEBUSY;FBTYPE=BUSY:20261201T100000Z/PT1H", 0),
        ("FREEBUSY:20261202T110000Z/20261202T100000Z\nFREEBUSY:20261201T100000Z/PT1H", 0),
    ],
)
def test_a_period_that_cannot_be_read_spoils_no_other(periods: str, left_out: int) -> None:
    text = calendar(head=f"BEGIN:VFREEBUSY\nUID:f\n{periods}\nEND:VFREEBUSY\n")
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, left_out)


@pytest.mark.parametrize(
    "zone",
    [
        "TZID:X\n",
        "TZID:X\nBEGIN:STANDARD\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\n",
        "TZID:X\nBEGIN:STANDARD\nDTSTART:never\nTZOFFSETTO:later\nEND:STANDARD\n",
        "BEGIN:STANDARD\n",
    ],
)
def test_a_zone_that_is_none_spoils_no_entry(zone: str) -> None:
    text = calendar(GOOD, head=f"BEGIN:VTIMEZONE\n{zone}END:VTIMEZONE\n")
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 0)


def test_a_zone_nobody_knows_is_never_guessed() -> None:
    unknown = "UID:1\nDTSTART;TZID={}:20261203T100000\nDURATION:PT1H".format
    two = CUSTOM.replace("END:VTIMEZONE", CUSTOM[CUSTOM.index("BEGIN:S") :]).replace("DTSTART", "X")
    two = two.replace("+0300", "+0400", 2)
    text = calendar(
        unknown("Nowhere Time"), unknown("a" * 300), unknown(CUSTOM_NAME), GOOD, head=two
    )
    found = expand(text, ASKED)
    assert (said(text), found.left_out) == (ONCE, 3)
    assert found.unknown_zones == {"Nowhere Time", "a" * 300, CUSTOM_NAME}
    assert few(found.unknown_zones) == (CUSTOM_NAME, "Nowhere Time", "a" * 60)


def test_a_zone_nobody_knows_is_not_missed_where_it_does_not_matter() -> None:
    past = "UID:1\nDTSTART;TZID=Nowhere:20250101T100000\nDTEND;TZID=Nowhere:20250101T110000"
    assert expand(calendar(past, GOOD), ASKED).unknown_zones == frozenset()


def test_two_zones_of_one_name_in_two_calendars_are_two() -> None:
    text = calendar(
        f"UID:1\nDTSTART;TZID={CUSTOM_NAME}:20261201T130000\nDURATION:PT1H", head=CUSTOM
    )
    earlier = text.replace("+0300", "+0400")
    assert (said(text), said(earlier)) == (ONCE, ["12-01 09:00 12-01 10:00"])


@pytest.mark.parametrize(
    "rule", ["MINUTELY;INTERVAL=15", "HOURLY;BYMINUTE=0,30", "DAILY;BYHOUR=9,17", "YEARLY"]
)
def test_what_repeats_often_is_read_where_there_is_time_between(rule: str) -> None:
    text = calendar(f"UID:1\nDTSTART:20261201T090000Z\nDURATION:PT5M\nRRULE:FREQ={rule};COUNT=9")
    found = expand(text, ASKED)
    assert "12-01 09:00 12-01 09:05" in said(text)
    assert found.left_out == 0


@pytest.mark.parametrize("rule", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
def test_a_rule_that_never_comes_true_is_not_followed_for_ever(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    years: set[int] = set()
    rebuild = dateutil.rrule._iterinfo.rebuild

    def note(info: object, year: int, month: int) -> None:
        years.add(year)
        rebuild(info, year, month)

    monkeypatch.setattr(dateutil.rrule._iterinfo, "rebuild", note)
    never = f"UID:1\n{HOUR}\nRRULE:FREQ={rule};BYMONTH=2;BYMONTHDAY=30"
    assert said(calendar(never)) == ONCE
    assert max(years) <= ASKED.until.year + 3
    assert dateutil.rrule.datetime.MAXYEAR == 9999


def test_together_rules_take_no_longer_than_anybody_has() -> None:
    """Each of them alone would be read."""
    since_long = "DTSTART:10010101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    with pytest.raises(CannotRead) as refusal:
        expand(calendar(*[f"UID:{number}\n{since_long}" for number in range(11)]), ASKED)
    assert refusal.value.problem == Problem.TOO_LARGE
    several = "\n".join(["RRULE:FREQ=DAILY"] * 3)
    text = calendar(f"UID:1\nDTSTART:10010101T100000Z\n{several}", GOOD)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 1)


def clocks(name: str, rule: str) -> str:
    """A zone; with a single part nobody would look at its rule."""
    parts = (
        f"BEGIN:{part}\nDTSTART:19700101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        f"RRULE:FREQ={rule}\nEND:{part}\n"
        for part in ("STANDARD", "DAYLIGHT")
    )
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{''.join(parts)}END:VTIMEZONE\n"


def test_clocks_that_change_each_second_are_not_followed() -> None:
    text = calendar(
        "UID:1\nDTSTART;TZID=Odd:20261201T100000\nDURATION:PT1H", head=clocks("Odd", "SECONDLY")
    )
    with pytest.raises(CannotRead) as refusal:
        expand(text, ASKED)
    assert refusal.value.problem == Problem.TOO_LARGE


@given(st.lists(st.sampled_from([b"\r", b"\n", b" ", b"\t", b"UID:", b"A", b"\0"])))
def test_a_line_holds_no_other_however_it_arrives(bits: list[bytes]) -> None:
    """Else a library would find a rule in what was no rule to us."""
    found = list(lines(bits))
    assert found == list(lines([b"".join(bits)]))
    assert not any({"\r", "\n", "\0"} & set(line) for _, line in found)


def test_a_zone_costs_once_however_many_objects_bring_it_along() -> None:
    text = calendar(
        "UID:1\nDTSTART;TZID=Usual:20261201T100000\nDURATION:PT1H", head=clocks("Usual", "YEARLY")
    )
    budget = Budget()
    expand(text, ASKED, budget)
    left = budget.steps
    expand(text, ASKED, budget)
    assert Budget().steps > budget.steps == left
    expand(text.replace("Usual", "Other"), ASKED, budget)
    assert budget.steps < left


@pytest.mark.parametrize("more", ["", "\nTRANSP:TRANSPARENT"], ids=["busy", "free"])
def test_more_times_than_anybody_has_are_refused(more: str) -> None:
    every = "DTSTART:20261201T100000Z\nRRULE:FREQ=MINUTELY;INTERVAL=15"
    with pytest.raises(CannotRead) as refusal:
        expand(calendar(*[f"UID:{number}\n{every}{more}" for number in range(2)]), ASKED)
    assert refusal.value.problem == Problem.TOO_LARGE


def test_each_time_follows_the_last_change_from_there_on() -> None:
    def later(day: int, hour: int) -> str:
        changed = f"RECURRENCE-ID;RANGE=THISANDFUTURE:202612{day:02}T100000Z"
        start = f"DTSTART:202612{day:02}T{hour}0000Z\nDURATION:PT1H"
        return f"UID:1\n{changed}\n{start}"

    daily = "UID:1\nDTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=6"
    text = calendar(daily, later(5, 20), later(3, 15))
    hours = [line[6:8] for line in said(text)]
    assert hours == ["10", "10", "15", "15", "20", "20"]


@pytest.mark.parametrize(
    "open_end",
    [
        "BEGIN:VTIMEZONE\nTZID:X\n",
        "BEGIN:VFREEBUSY\n",
        "BEGIN:VEVENT\nUID:9\n",
        "BEGIN:VEVENT\nUID:9\nBEGIN:VALARM\n",
    ],
)
def test_what_never_ends_hides_nothing_behind_it(open_end: str) -> None:
    assert said(calendar(GOOD, head=open_end)) == ONCE


def test_an_entry_that_never_ends_counts() -> None:
    text = calendar("UID:1\nSUMMARY:nothing", head=f"BEGIN:VEVENT\nUID:9\n{HOUR}\n")
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 1)


@pytest.mark.parametrize("rest", ["\0" * 9, "\r\n\0\0", "<!-- 3 ms -->", "\nSorry: no more.\n"])
def test_what_stands_behind_the_end_is_nothing(rest: str) -> None:
    assert said(calendar(GOOD).rstrip() + rest) == ONCE


@pytest.mark.parametrize("more", ["BEGIN:VCALENDAR\n", "X-A:END:VCALENDAR\n"])
def test_a_calendar_that_does_not_end_is_none(more: str) -> None:
    with pytest.raises(CannotRead):
        expand(calendar(GOOD).replace("END:VCALENDAR\r\n", more), ASKED)


def test_a_letter_that_a_fold_divides_is_whole() -> None:
    text = calendar(
        "UID:1\nDTSTART;TZID=Köln:20261201T130000\nDURATION:PT1H",
        head=CUSTOM.replace(CUSTOM_NAME, "Köln"),
    )
    first, second = "ö".encode()
    folded = text.encode().replace(b"TZID=K\xc3\xb6", b"TZID=K\xc3\r\n \xb6")
    assert bytes([first]) + b"\r\n " + bytes([second]) in folded
    assert len(expand_all([folded], ASKED).busy) == 1
    bit_by_bit = (folded[at : at + 1] for at in range(len(folded)))
    assert expand_all(bit_by_bit, ASKED) == expand_all([folded], ASKED)


@pytest.mark.parametrize("name", ["Europe", "a" * 300, "../x", "nowhere"])
def test_of_a_zone_that_is_none_no_hour_is_guessed(name: str) -> None:
    head = f"X-WR-TIMEZONE:{name}\n"
    hour = "UID:1\nDTSTART:20261201T110000\nDURATION:PT1H"
    found = expand(calendar(hour, f"UID:2\n{HOUR}", head=head), ASKED)
    assert (len(found.busy), found.left_out, found.unknown_zones) == (1, 1, {name})
    day = calendar("UID:1\nDTSTART;VALUE=DATE:20261201", head=head)
    assert said(day) == ["11-30 23:00 12-01 23:00"]


def test_a_series_that_cannot_be_read_counts_once_and_takes_no_change_with_it() -> None:
    moved = "UID:1\nRECURRENCE-ID:20261202T100000Z\nDTSTART:20261201T100000Z\nDURATION:PT1H"
    text = calendar(f"UID:1\n{HOUR}\nRRULE:FREQ=NEVER", moved)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 1)


def test_a_change_that_cannot_be_read_takes_no_series_with_it() -> None:
    moved = "UID:1\nRECURRENCE-ID:20261202T100000Z\nDTSTART:never"
    text = calendar(f"UID:1\n{HOUR}\nRRULE:FREQ=DAILY;COUNT=2", moved, moved)
    both = [*ONCE, "12-02 10:00 12-02 11:00"]
    assert (said(text), expand(text, ASKED).left_out) == (both, 2)


LATER = "DTSTART:20261202T100000Z\nDURATION:PT1H"
BOTH = [*ONCE, "12-02 10:00 12-02 11:00"]


@pytest.mark.parametrize("uid", ["UID:\n", "UID: \n", "", "UID:1\n", "UID:1\nSEQUENCE:3\n"])
@pytest.mark.parametrize("kind", ["", "RECURRENCE-ID:20261205T100000Z\n"])
def test_nothing_is_dropped_for_want_of_a_name_of_its_own(uid: str, kind: str) -> None:
    text = calendar(uid + kind + HOUR, uid + kind + LATER)
    assert (said(text), expand(text, ASKED).left_out) == (BOTH, 0)


@pytest.mark.parametrize("earlier", ["", "SEQUENCE:0\n", "SEQUENCE:1\n"])
@pytest.mark.parametrize("year", ["2025", "2026"])
def test_what_a_later_version_of_a_date_replaces_is_gone(year: str, earlier: str) -> None:
    one = "UID:1\nRECURRENCE-ID:20261205T100000Z\n"
    held = HOUR.replace("2026", year)
    text = calendar(f"{one}{earlier}{LATER}", f"{one}SEQUENCE:2\n{held}", GOOD)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 0)


@pytest.mark.parametrize("earlier", ["", "SEQUENCE:0\n", "SEQUENCE:1\n"])
@pytest.mark.parametrize("year", ["2025", "2026"])
@pytest.mark.parametrize("rule", ["", "\nRRULE:FREQ=WEEKLY"])
def test_what_a_later_entry_of_its_uid_replaces_elsewhere_is_counted(
    rule: str, year: str, earlier: str
) -> None:
    held = HOUR.replace("2026", year)
    text = calendar(f"UID:1\n{earlier}{LATER}{rule}", f"UID:1\nSEQUENCE:2\n{held}", GOOD)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 1)


def test_each_of_several_that_are_replaced_is_counted() -> None:
    third = "UID:1\nSEQUENCE:1\nDTSTART:20261203T100000Z\nDURATION:PT1H"
    text = calendar(f"UID:1\nSEQUENCE:2\n{HOUR}", third, f"UID:1\n{LATER}")
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 2)


def test_a_replaced_entry_that_made_nobody_busy_is_not_missed() -> None:
    free = f"UID:1\n{LATER}\nTRANSP:TRANSPARENT"
    past = f"UID:1\n{LATER.replace('2026', '2025')}\nRRULE:FREQ=WEEKLY;COUNT=2"
    text = calendar(f"UID:1\nSEQUENCE:2\n{HOUR}", free, past)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 0)


@pytest.mark.parametrize("later", ["DURATION:PT1H\nSTATUS:CANCELLED", "DURATION:PT2H"])
def test_a_later_version_that_begins_when_the_earlier_did_replaces_it(later: str) -> None:
    start = "UID:1\nDTSTART:20261202T100000Z\n"
    text = calendar(f"{start}DURATION:PT1H", f"{start}SEQUENCE:1\n{later}")
    assert (len(said(text)), expand(text, ASKED).left_out) == ("2H" in later, 0)


def test_a_series_that_was_ended_in_a_later_version_is_not_missed() -> None:
    daily = "UID:1\nDTSTART:20250101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    text = calendar(daily, f"{daily};UNTIL=20250201T000000Z\nSEQUENCE:1", GOOD)
    assert (said(text), expand(text, ASKED).left_out) == (ONCE, 0)


def test_two_series_of_one_name_are_two_and_share_their_changes() -> None:
    weekly = "UID:1\nDTSTART:202612{}T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2".format
    moved = "UID:1\nRECURRENCE-ID:202612{}T100000Z\nDTSTART:202612{}T100000Z\nDURATION:PT1H".format
    text = calendar(weekly("01"), weekly("02"), moved("08", "10"), moved("09", "11"))
    days = [line[3:5] for line in said(text)]
    assert (days, expand(text, ASKED).left_out) == (["01", "02", "10", "11"], 0)


def test_more_series_of_one_name_with_more_changes_than_anybody_has_are_refused() -> None:
    changes = [f"UID:1\nRECURRENCE-ID:{20200101 + n}T000000Z\n{HOUR}" for n in range(700)]
    with pytest.raises(CannotRead) as refusal:
        expand(calendar(*[f"UID:1\n{HOUR}"] * 700, *changes), ASKED)
    assert refusal.value.problem == Problem.TOO_LARGE


def test_a_calendar_says_its_name() -> None:
    assert expand(calendar(head="X-WR-CALNAME:Work\\, mostly\n"), ASKED).name == "Work, mostly"
    assert expand(calendar(), ASKED).name == ""


def plain(text: str, request: Request) -> list[Interval]:
    """icalendar and recurring-ical-events, with nothing taken out before."""
    parsed = icalendar.Calendar.from_ical(text)
    says_so = parsed.get("X-WR-TIMEZONE")
    zone = ZoneInfo(str(says_so or request.zone))
    if says_so:
        parsed = x_wr_timezone.to_standard(parsed)
    day = timedelta(days=1)
    events = recurring_ical_events.of(parsed).between(request.since - day, request.until + day)
    found = [
        lasting(event["DTSTART"].dt, event["DTEND"].dt, zone)
        for event in events
        if is_busy(event, request.own_addresses)
    ]
    return merged(one for one in found if one[0] < request.until and one[1] > request.since)


def lasting(start: datetime, end: datetime, zone: ZoneInfo) -> Interval:
    """An hour that the clocks skip lasts too."""
    first, last = instant(start, zone), instant(end, zone)
    return first, last if first < last else first + (end - start)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(
    lambda moment: moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
)
lengths = st.integers(0, 4 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
RULES = [
    "DAILY;COUNT=20",
    "WEEKLY",
    "WEEKLY;BYDAY=MO,TH;UNTIL=20270301T000000Z",
    "MONTHLY;BYDAY=-1FR",
]
EXTRAS = [
    "TRANSP:TRANSPARENT",
    "STATUS:CANCELLED",
    "DESCRIPTION:DTSTART:20261201T100000Z",
    "ATTENDEE;PARTSTAT=DECLINED:mailto:me@x.example",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:me@x.example",
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    "BEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT1H\nREPEAT:2\nACTION:DISPLAY\nEND:VALARM",
]


@st.composite
def events(draw: st.DrawFn) -> str:
    start, length = draw(moments), draw(lengths)
    form = draw(
        st.sampled_from([":{}Z", ";TZID=Asia/Tokyo:{}", ";TZID=America/New_York:{}", ":{}"])
    )
    write = form.format
    ends = [
        "DTEND" + write(f"{start + length:%Y%m%dT%H%M%S}"),
        f"DURATION:PT{length // timedelta(minutes=1)}M",
    ]
    if draw(st.booleans()):
        # Of a day that ends on itself the two make nothing.
        until = start + max(length, timedelta(1))
        write, ends = ";VALUE=DATE:{}".format, [f"DTEND;VALUE=DATE:{until:%Y%m%d}", "X-A:1"]
    how = "%Y%m%d" if "VALUE" in write("") else "%Y%m%dT%H%M%S"
    rows = [f"UID:{draw(st.integers(1, 6))}", "DTSTART" + write(start.strftime(how))]
    rows += [draw(st.sampled_from(ends)), *draw(st.lists(st.sampled_from(EXTRAS), max_size=2))]
    rule = draw(st.sampled_from([None, None, *RULES]))
    if rule and "T" not in how:
        rule = rule.replace("T000000Z", "")
    elif rule and form == ":{}":
        rule = rule.replace("T000000Z", "T000000")
    if rule:
        rows += [f"RRULE:FREQ={rule}", "EXDATE" + write((start + timedelta(7)).strftime(how))]
    if rule and draw(st.booleans()):
        rows.append("RDATE" + write((start + timedelta(3)).strftime(how)))
    return "\n".join(rows)


@settings(deadline=None)
@given(
    st.lists(events(), max_size=8, unique_by=lambda lines: lines.split()[0]),
    st.sampled_from(["", NEW_YORK]),
)
def test_what_is_left_out_beforehand_changes_nothing(blocks: list[str], head: str) -> None:
    text = calendar(*blocks, head=head)
    assert expand(text, ASKED) == Expanded(plain(text, ASKED), 0)


def test_every_instant_is_in_utc() -> None:
    assert {one.tzinfo for pair in expand(calendar(WEEKLY), ASKED).busy for one in pair} == {UTC}


@pytest.mark.parametrize(
    "over",
    [
        "DTEND:20250101T110000Z",
        "DURATION:PT1H",
        "DURATION:P2W",
        "DURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20250601T100000Z",
        "DTEND:20250103T110000Z\nRRULE:FREQ=WEEKLY;UNTIL=20250601\nEXDATE:20250108T100000Z",
        "DURATION:PT1H\nRECURRENCE-ID:20250202T100000Z",
    ],
)
def test_what_is_over_is_passed_over(over: str) -> None:
    text = calendar(f"UID:1\nDTSTART:20250101T100000Z\n{over}", GOOD)
    [part] = reduced(lines([text.encode()]), ASKED, Budget()).parts[1:]
    assert [one.uid for one in part.entries] == ["2"]


@pytest.mark.parametrize(
    ("lasting", "last"),
    [
        ("DURATION:P700D", "12-02 10:00"),
        ("DTEND:20261202T100000Z", "12-02 10:00"),
        ("DURATION:P5D\nRRULE:FREQ=DAILY;UNTIL=20261029T100000Z", "11-03 10:00"),
        ("DURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261130T100000Z", "11-30 11:00"),
        ("DURATION:PT1H\nRECURRENCE-ID:20261202T100000Z", None),
        ("DURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20250601\nRDATE:20261202T100000Z", "12-02 11:00"),
    ],
)
def test_what_lasts_until_now_is_not(lasting: str, last: str | None) -> None:
    text = calendar(f"UID:1\nDTSTART:20250101T100000Z\n{lasting}")
    [part] = reduced(lines([text.encode()]), ASKED, Budget()).parts[1:]
    assert len(part.entries) == 1
    assert [line[12:] for line in said(text)][-1:] == ([last] if last else [])


def test_a_date_that_was_moved_into_the_past_does_not_come_back() -> None:
    daily = f"UID:1\n{HOUR}\nRRULE:FREQ=DAILY;COUNT=2"
    moved = "UID:1\nRECURRENCE-ID:20261202T100000Z\nDTSTART:20250101T100000Z\nDURATION:PT1H"
    assert said(calendar(daily, moved)) == ONCE
