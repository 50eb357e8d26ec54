"""Values with a slip in them: read where it is plain what is meant, and counted where it is not."""

from datetime import timedelta

import pytest

from calendars.reading import Request
from calendars.reading.expand import expand
from tests.calendars.reading.requests import calendar, feed

ASKED = feed(own_addresses=("me@x.example", "me@work.example"))
HOUR = "UID:1\nDTSTART:20261201T100000Z\nDURATION:PT1H"
ONCE, AGAIN = "12-01 10:00 12-01 11:00", "12-08 10:00 12-08 11:00"


def said(text: str, request: Request = ASKED) -> list[str]:
    """As `12-01 10:00 12-01 11:00`, in UTC."""
    return [f"{start:%m-%d %H:%M} {end:%m-%d %H:%M}" for start, end in expand(text, request).busy]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;COUNT=2;UNTIL=",
        "FREQ=WEEKLY;UNTIL=;COUNT=2",
        "FREQ=WEEKLY;INTERVAL=;BYDAY=;COUNT=2",
        "FREQ=WEEKLY;COUNT=;UNTIL=20261208",
        "FREQ=WEEKLY;BYDAY=TU,;COUNT=2",
        "FREQ=WEEKLY; BYDAY = TU ;; COUNT=2 ",
        "FREQ=WEEKLY;X-EVOLUTION-ENDDATE=20261208T100000Z;COUNT=2",
        "RSCALE=GREGORIAN;FREQ=WEEKLY;COUNT=2;SKIP=OMIT",
        "FREQ=WEEKLY;UNTIL=2026-12-08T10:00:00Z",
        "FREQ=WEEKLY;UNTIL=2026-12-08T10:00:00.000Z;INTERVAL=1",
        "FREQ=WEEKLY;UNTIL=2026-12-08",
    ],
)
def test_rules_with_a_slip(rule: str) -> None:
    assert said(calendar(f"{HOUR}\nRRULE:{rule}")) == [ONCE, AGAIN]


@pytest.mark.parametrize("every", ["", "INTERVAL=2"])
def test_a_blank_end_takes_no_other_part_with_it(every: str) -> None:
    found = said(calendar(f"{HOUR}\nRRULE:FREQ=WEEKLY;UNTIL=;{every}"))
    assert found[:2] == [ONCE, "12-15 10:00 12-15 11:00" if every else AGAIN]
    assert len(found) > 20


@pytest.mark.parametrize("rule", ["D1 #5", "W2 TU 20261231T000000Z", "BYDAY=TU;COUNT=2", "x"])
def test_a_rule_that_does_not_say_how_often_is_counted(rule: str) -> None:
    found = expand(calendar(f"{HOUR}\nRRULE:{rule}"), ASKED)
    assert (found.busy, found.left_out) == ([], 1)
    assert said(calendar(f"{HOUR}\nRRULE: ")) == [ONCE]


@pytest.mark.parametrize("until", ["2026-12-08T10:00:00Z", "20261208T100000Z"])
def test_a_rule_costs_what_it_says_whatever_its_end_is_written_like(until: str) -> None:
    found = expand(calendar(f"{HOUR}\nRRULE:FREQ=SECONDLY;UNTIL={until}"), ASKED)
    assert (found.busy, found.left_out) == ([], 1)


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        (":PT1H", ":PT1H  "),
        (":PT1H", ": PT1H"),
        (":PT1H", ":pt1h"),
        ("DTSTART:", "DTSTART:  "),
        ("20261201T10", "20261201T\n  10"),
    ],
)
def test_blanks_in_values(line: str, slip: str) -> None:
    text = calendar(HOUR).replace(line, slip.replace("\n", "\r\n"))
    assert said(text) == [ONCE]


def test_an_hour_that_the_clocks_skip_is_no_moment() -> None:
    """RFC 5545 (3.3.5) has it by the offset before: 02:30 is 03:30, and lasts as long."""
    skipped = "UID:1\nDTSTART;TZID=Europe/Berlin:20270328T023000\n{}"
    for lasts in ("DTEND;TZID=Europe/Berlin:20270328T033000", "DURATION:PT1H"):
        assert said(calendar(skipped.format(lasts))) == ["03-28 01:30 03-28 02:30"]
    within = skipped.format("DTEND;TZID=Europe/Berlin:20270328T024500")
    assert said(calendar(within)) == ["03-28 01:30 03-28 01:45"]


WHO = ("me@x.example", "ME@work.example")


def answered(*answers: str) -> str:
    both = zip(answers, WHO, strict=True)
    people = [f"ATTENDEE;PARTSTAT={answer}:mailto:{who}" for answer, who in both]
    return calendar("\n".join([HOUR, *people]))


@pytest.mark.parametrize("other", ["ACCEPTED", "TENTATIVE", "NEEDS-ACTION"])
def test_who_said_no_at_one_address_and_not_at_another_is_busy(other: str) -> None:
    assert said(answered("DECLINED", other)) == [ONCE]
    assert said(answered(other, "DECLINED")) == [ONCE]
    assert said(answered("DECLINED", "DECLINED")) == []
    assert said(answered("DECLINED", other), feed(own_addresses=WHO[:1])) == []


def test_american_spelling() -> None:
    assert said(calendar(f"{HOUR}\nSTATUS:CANCELED")) == []


@pytest.mark.parametrize("end", ["", "\nDTEND;VALUE=DATE:20261207T000000", "\nDTEND:20261208"])
@pytest.mark.parametrize("mark", ["", "Z"])
@pytest.mark.parametrize("value", ["DATE", "date", '"DATE"'])
def test_a_day_that_is_written_as_its_midnight_is_the_day(end: str, mark: str, value: str) -> None:
    day = f"UID:1\nDTSTART;VALUE={value}:20261207T000000{mark}{end}"
    found = expand(calendar(day), ASKED)
    assert (len(found.busy), found.left_out) == (1, 0)
    [(start, until)] = found.busy
    assert until - start == timedelta(days=1)
    assert len(expand(calendar(f"{day}\nRRULE:FREQ=DAILY;COUNT=3"), ASKED).busy) in {1, 3}


SERIES = "UID:1\nDTSTART:20261124T100000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"
MOVED = "UID:1\nDTSTART:20261203T100000Z\nDURATION:PT1H\nRECURRENCE-ID"


@pytest.mark.parametrize("blank", [":", ": ", ":,", ";TZID=Europe/Berlin:", ";TZID=Europe/Berlin"])
def test_a_moment_that_is_left_blank_is_counted(blank: str) -> None:
    ends = calendar(HOUR, f"UID:2\nDTSTART:20261202T100000Z\nDTEND{blank}")
    assert (said(ends), expand(ends, ASKED).left_out) == ([ONCE], 1)
    moved = calendar(SERIES, f"{MOVED}{blank}")
    assert (said(moved)[1:], expand(moved, ASKED).left_out) == ([ONCE, AGAIN], 1)


@pytest.mark.parametrize("blank", [":", ";TZID=Europe/Berlin:"])
def test_an_end_that_is_left_blank_spoils_nothing_that_ends_without_one(blank: str) -> None:
    day = calendar(f"UID:1\nDTSTART;VALUE=DATE:20261201\nDTEND{blank}")
    assert (said(day), expand(day, ASKED).left_out) == (["11-30 23:00 12-01 23:00"], 0)
    lasting = calendar(f"{HOUR}\nDTEND{blank}")
    assert (said(lasting), expand(lasting, ASKED).left_out) == ([ONCE], 0)


@pytest.mark.parametrize("start", ["DTSTART", "DTEND", "EXDATE"])
def test_an_hour_written_at_length_is_no_part_of_its_zone(start: str) -> None:
    text = calendar(f"{HOUR}\n{start};TZID=Europe/Berlin:2026-12-08T19:00:00")
    found = expand(text, ASKED)
    assert (found.left_out, found.unknown_zones) == (1, frozenset())


@pytest.mark.parametrize(
    "bad",
    [
        ":nonsense",
        ":20261124T100000Z,bad",
        ":bad, 20261124T100000Z,,worse",
        ";TZID=Europe/Berlin:20261124T110000,20261301T110000",
        ";TZID=Europe/Berlin:2026-12-08T11:00:00",
    ],
)
def test_of_dates_that_are_left_out_one_that_is_none_costs_no_more(bad: str) -> None:
    text = calendar(f"{SERIES}\nEXDATE{bad}")
    held = [ONCE, AGAIN] if "20261124" in bad else ["11-24 10:00 11-24 11:00", ONCE, AGAIN]
    assert (said(text), expand(text, ASKED).left_out) == (held, 1)
