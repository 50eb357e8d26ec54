"""What programs write otherwise than RFC 5545 has it, case by case: understood, or counted."""

import pytest

from calendars.reading import Request
from calendars.reading.expand import expand
from tests.calendars.reading.requests import calendar, feed

ASKED = feed(own_addresses=("me@x.example",))
HOUR = "DTSTART:20261201T100000Z\nDURATION:PT1H"
ONCE = ["12-01 10:00 12-01 11:00"]
IN_OURS = "UID:1\nDTSTART;TZID=Ours:20261201T{}0000\nDURATION:PT1H".format


def said(text: str, request: Request = ASKED) -> list[str]:
    """As `12-01 10:00 12-01 11:00`, in UTC."""
    return [f"{start:%m-%d %H:%M} {end:%m-%d %H:%M}" for start, end in expand(text, request).busy]


def ours(offset: str) -> str:
    part = f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\n"
    body = f"TZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n{part}END:STANDARD\n"
    return f"BEGIN:VTIMEZONE\n{body}END:VTIMEZONE\n"


@pytest.mark.parametrize(
    ("offset", "hour"),
    [
        ("0200", 12),
        ("+200", 12),
        ("02:00", 12),
        ("2:00", 12),
        ("+ 0200", 12),
        ("+020000", 12),
        ("-2:00", "08"),
    ],
)
def test_offsets_of_a_zone_as_some_write_them(offset: str, hour: object) -> None:
    assert said(calendar(IN_OURS(hour), head=ours(offset))) == ONCE


@pytest.mark.parametrize("offset", ["+0260", "+02", "+02000", "later", "+02.00"])
def test_an_offset_nobody_can_tell_is_not_guessed(offset: str) -> None:
    found = expand(calendar(IN_OURS(12), head=ours(offset)), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {"Ours"})


def test_a_zone_of_which_one_half_cannot_be_told_is_unknown() -> None:
    half = ours("+0200").replace("END:VTIMEZONE\n", "") + ours("soon").split("TZID:Ours\n")[1]
    found = expand(calendar(IN_OURS(12), head=half), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {"Ours"})


ALL_DAY = ["11-30 23:00 12-01 23:00"]
A_DAY = "UID:1\nDTSTART;VALUE=DATE:20261201\n"
MARKED = "UID:1\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n"
DAYS = {
    "ends at its midnight": (f"{A_DAY}DTEND:20261201T000000", ALL_DAY),
    "ends the day before": (f"{A_DAY}DTEND;VALUE=DATE:20261130", ALL_DAY),
    "ends at midnight, in UTC": (f"{A_DAY}DTEND:20261201T230000Z", ALL_DAY),
    "ends at midnight in UTC": (f"{A_DAY}DTEND:20261202T000000Z", ALL_DAY),
    "ends at midnight elsewhere": (f"{A_DAY}DTEND;TZID=Asia/Tokyo:20261202T000000", ALL_DAY),
    "lasts some hours": (f"{A_DAY}DURATION:PT8H", ALL_DAY),
    "ends within the next": (f"{A_DAY}DTEND:20261202T090000", ["11-30 23:00 12-02 23:00"]),
    "marked": (f"{MARKED}DTSTART:20261201T000000\nDTEND:20261201T000000", ALL_DAY),
    "marked, in UTC": (f"{MARKED}DTSTART:20261130T230000Z\nDTEND:20261130T230000Z", ALL_DAY),
    "marked within a day": (f"{MARKED}DTSTART:20261201T090000\nDTEND:20261201T090000", []),
    "marked, with an end": (f"{MARKED}{HOUR}", ONCE),
}


@pytest.mark.parametrize("name", DAYS)
def test_where_a_day_ends(name: str) -> None:
    event, expected = DAYS[name]
    assert said(calendar(event)) == expected


FLOATING = "UID:1\nDTSTART:20261201T{}0000\nDURATION:PT1H".format


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("/mozilla.org/20050126_1/America/New_York", "05"),
        ("(UTC+09:00) Osaka\\, Sapporo\\, Tokyo", 19),
        ('"America/New_York"', "05"),
        ("Ours", 12),
        ("local", 11),
    ],
)
def test_the_zone_of_a_calendar_as_some_write_it(zone: str, hour: object) -> None:
    text = calendar(FLOATING(hour), head=f"X-WR-TIMEZONE:{zone}\n{ours('+0200')}")
    assert said(text) == ONCE


def test_hours_in_a_calendar_whose_zone_nobody_knows_are_left_out() -> None:
    head = "X-WR-TIMEZONE:Nowhere/Land\n"
    found = expand(calendar(FLOATING(11), f"UID:2\n{HOUR}", head=head), ASKED)
    assert (len(found.busy), found.left_out, found.unknown_zones) == (1, 1, {"Nowhere/Land"})
    in_utc = expand(calendar(f"UID:2\n{HOUR}", head=head), ASKED)
    assert (in_utc.left_out, in_utc.unknown_zones) == (0, frozenset())


def test_what_an_entry_says_is_not_the_calendars() -> None:
    within = "X-WR-TIMEZONE:America/New_York\nX-WR-CALNAME:No\n"
    text = calendar(f"{within}BEGIN:VALARM\nEND:VALARM\n{within}{FLOATING(11)}")
    assert (said(text), expand(text, ASKED).name) == (ONCE, "")
    after = text.replace("END:VCALENDAR", "X-WR-TIMEZONE:America/New_York\nEND:VCALENDAR")
    assert said(after) == ["12-01 16:00 12-01 17:00"]


def test_a_zone_of_its_own_in_a_calendar_of_another() -> None:
    text = calendar(IN_OURS(12), head=f"X-WR-TIMEZONE:America/New_York\n{ours('+0200')}")
    assert said(text) == ONCE


def test_entries_whose_uid_is_blank_are_no_versions_of_one() -> None:
    other = "UID:\nSEQUENCE:1\nDTSTART:20261202T100000Z\nDURATION:PT1H"
    text = calendar(f"UID:\n{HOUR}", other)
    assert said(text.replace("UID:", "UID:  ")) == [*ONCE, "12-02 10:00 12-02 11:00"]


PERIOD = "BEGIN:VFREEBUSY\nFREEBUSY:20261201T100000Z/PT1H\n"


def test_free_times_that_never_end_count() -> None:
    later = "UID:1\nDTSTART:20261202T100000Z\nDURATION:PT1H"
    assert said(calendar(later, head=PERIOD)) == [*ONCE, "12-02 10:00 12-02 11:00"]
    assert said(calendar(head=PERIOD)) == ONCE


@pytest.mark.parametrize(
    "line",
    [
        ";TZID=America/New_York:20261201T050000/PT1H",
        ";FBTYPE=BUSY;TZID=Ours:20261201T120000/20261201T130000",
        ";TZID=America/New_York:20261201T100000Z/PT1H",
        ":20261201T110000/20261201T120000",
    ],
)
def test_the_zone_of_free_times_is_followed(line: str) -> None:
    text = calendar(head=f"{ours('+0200')}BEGIN:VFREEBUSY\nFREEBUSY{line}\nEND:VFREEBUSY\n")
    assert said(text) == ONCE


@pytest.mark.parametrize("head", ["", "X-WR-TIMEZONE:Nowhere\n"])
def test_free_times_in_a_zone_nobody_knows_are_counted(head: str) -> None:
    zone = "" if head else ";TZID=Nowhere"
    lost = f"FREEBUSY{zone}:20261201T100000/PT1H,20261202T100000/PT1H\n"
    found = expand(calendar(head=f"{head}{PERIOD}{lost}END:VFREEBUSY\n"), ASKED)
    assert (len(found.busy), found.left_out, found.unknown_zones) == (1, 2, {"Nowhere"})


WEEKLY = "UID:1\nDTSTART;TZID=Europe/Berlin:20261201T110000\nDURATION:PT1H\n"
TWICE = [*ONCE, "12-08 10:00 12-08 11:00"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;UNTIL;TZID=Europe/Berlin=20261208T110000",
        "FREQ=WEEKLY;UNTIL=TZID=Europe/Berlin:20261208T110000",
        "FREQ=WEEKLY;UNTIL=20261208T110000;TZID=Europe/Berlin",
        "FREQ=WEEKLY;UNTIL=20261208T190000;TZID=Asia/Tokyo;INTERVAL=1",
        "UNTIL;TZID=Asia/Tokyo=20261208T190000;FREQ=WEEKLY",
        "FREQ=WEEKLY;UNTIL=20261208T100000z",
        "freq=weekly;until=20261208t100000Z",
    ],
)
@pytest.mark.parametrize("before", ["RRULE:", "RRULE;X-A=b:"])
def test_until_as_some_write_it(rule: str, before: str) -> None:
    assert said(calendar(f"{WEEKLY}{before}{rule}")) == TWICE


def test_until_in_a_zone_nobody_knows_is_counted() -> None:
    rule = "RRULE:FREQ=WEEKLY;UNTIL=TZID=Nowhere:20261208T110000"
    found = expand(calendar(f"{WEEKLY}{rule}"), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {"Nowhere"})


def test_a_rule_with_a_zone_costs_as_much_as_one_without() -> None:
    rule = "RRULE:FREQ=SECONDLY;UNTIL=TZID=Europe/Berlin:20271208T110000"
    found = expand(calendar(f"{WEEKLY}{rule}"), ASKED)
    assert (found.busy, found.left_out) == ([], 1)


def test_small_letters_in_moments() -> None:
    assert said(calendar(f"UID:1\n{HOUR}").replace("T100000Z", "t100000z")) == ONCE


@pytest.mark.parametrize(
    "line",
    [
        ":me@x.example",
        ':"mailto:me@x.example"',
        ":mailto:Me Too <me@x.example>",
        ';EMAIL="mailto:me@x.example":urn:uuid:1-2',
        ";EMAIL=mailto:me@x.example:urn:uuid:1-2",
        ";EMAIL=me@x.example:mailto:2_HA@imip.me.com",
        ";X-CALENDARSERVER-EMAIL=me@x.example:urn:uuid:1",
    ],
)
def test_a_no_of_the_seeker_as_some_write_it(line: str) -> None:
    assert said(calendar(f"UID:1\n{HOUR}\nATTENDEE;PARTSTAT=DECLINED{line}")) == []


@pytest.mark.parametrize(
    "line",
    [
        ":other@x.example",
        ';SENT-BY="mailto:me@x.example":mailto:other@x.example',
        ":https://me@x.example",
        ":urn:uuid:me@x.example",
    ],
)
def test_a_no_of_others_as_some_write_it(line: str) -> None:
    assert said(calendar(f"UID:1\n{HOUR}\nATTENDEE;PARTSTAT=DECLINED{line}")) == ONCE


@pytest.mark.parametrize("line", ["STATUS: CANCELLED", "TRANSP: TRANSPARENT"])
def test_blanks_before_a_value(line: str) -> None:
    assert said(calendar(f"UID:1\n{HOUR}\n{line}")) == []
    assert said(calendar(f"UID:1\n{HOUR}\n{line.title()}")) == ONCE


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ('"tzone://Microsoft/Utc"', 10),
        ("America/New York", "05"),
        ("America / New_York", "05"),
        ('"(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna"', 11),
        ("(GMT-05:00) Eastern Time (US and Canada)", "05"),
        ("UTC-05:00 Eastern Time (US & Canada)", "05"),
        ("UTC-02", "08"),
        ("GMT Standard Time", 10),
        ("(GMT+02:00) Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius", 12),
        ('"(GMT+09.00) Tokyo / Osaka / Sapporo"', 19),
        ('"(GMT+01:00) Paris; Madrid; Brussels; Copenhagen"', 11),
        ("Kamchatka Standard Time", 22),
        ("Armenian Standard Time", 14),
        ("Mexico Standard Time", "04"),
    ],
)
def test_names_of_zones_as_some_write_them(zone: str, hour: object) -> None:
    assert said(calendar(IN_OURS(hour).replace("Ours", zone))) == ONCE


@pytest.mark.parametrize(
    "zone", ["Factory", "Mid-Atlantic Standard Time", "(GMT+02:00) Athens, Beirut, Istanbul, Minsk"]
)
def test_what_is_no_zone_of_any_place_is_not_guessed(zone: str) -> None:
    found = expand(calendar(IN_OURS(10).replace("Ours", zone)), ASKED)
    assert (found.busy, found.left_out, found.unknown_zones) == ([], 1, {zone})


@pytest.mark.parametrize(
    "line", ["SEQUENCE:x", "SEQUENCE:", "SEQUENCE:1.0", "EXDATE;", "EXDATE;A=b"]
)
def test_what_says_nothing_spoils_no_entry(line: str) -> None:
    assert said(calendar(f"UID:1\n{HOUR}\nRRULE:FREQ=DAILY;COUNT=1\n{line}")) == ONCE


DAYS_WEEKLY = "UID:1\nDTSTART;VALUE=DATE:20261201\nRRULE:FREQ=WEEKLY;COUNT=2"


@pytest.mark.parametrize("day", [";VALUE=DATE:20261208", ":20261208"])
def test_a_date_of_a_series_named_by_its_day(day: str) -> None:
    moved = f"UID:1\nRECURRENCE-ID{day}\nDTSTART:20261209T100000Z\nDURATION:PT1H"
    text = calendar(f"{WEEKLY}RRULE:FREQ=WEEKLY;COUNT=2", moved)
    assert said(text) == [*ONCE, "12-09 10:00 12-09 11:00"]


def test_a_day_of_a_series_named_by_its_midnight_in_utc() -> None:
    moved = "UID:1\nRECURRENCE-ID:20261207T230000Z\nDTSTART;VALUE=DATE:20261209"
    assert said(calendar(DAYS_WEEKLY, moved)) == [*ALL_DAY, "12-08 23:00 12-09 23:00"]
    assert said(calendar(f"{DAYS_WEEKLY}\nEXDATE:20261207T230000Z")) == ALL_DAY
