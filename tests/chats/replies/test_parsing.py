"""What four mail programs write is understood, and nothing else is."""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chats.replies.packing import could_hold_one
from chats.replies.parsing import Reply, Said, read
from chats.replies.process import reader
from tests.chats.replies.mail import SAMPLES, SUGGESTED, email, entry, sample
from tests.growth import LINEAR, growth

DANA, SAM = "dana@example.com", "sam@example.org"
AT_FIRST = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
UNDERSTOOD = {
    "gmail_accepted": ("REPLY", [Said(DANA, "ACCEPTED")], "09:10", AT_FIRST),
    "gmail_declined": ("REPLY", [Said(DANA, "DECLINED")], "09:20", AT_FIRST),
    "gmail_countered": (
        "COUNTER",
        [Said(SAM, "ACCEPTED"), Said(DANA, "TENTATIVE")],
        "09:30",
        SUGGESTED,
    ),
    "outlook_declined": ("REPLY", [Said("Dana@Example.com", "DECLINED")], "09:25", AT_FIRST),
    "outlook_countered": ("COUNTER", [Said("Dana@Example.com", "TENTATIVE")], "09:26", SUGGESTED),
    "apple_tentative": ("REPLY", [Said(DANA, "TENTATIVE")], "09:27", AT_FIRST),
    "thunderbird_seeker_declined": ("REPLY", [Said(SAM, "DECLINED")], "09:28", AT_FIRST),
}


def test_every_sample_is_spoken_of() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == set(UNDERSTOOD)


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_what_mail_programs_write_is_understood(name: str) -> None:
    method, attendees, at, starts_at = UNDERSTOOD[name]
    reply = read(sample(name))
    assert reply is not None
    assert (reply.uid, reply.method, reply.sequence) == ("some-uid", method, 0)
    assert list(reply.attendees) == attendees
    assert f"{reply.stamped_at:%H:%M}" == at
    assert reply.starts_at == starts_at


def reply_in(raw: bytes) -> Reply | None:
    """As a child says it."""
    with reader() as child:
        return child.read(raw).calendar


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_a_child_understands_the_same(name: str) -> None:
    assert reply_in(sample(name)) == read(sample(name))


def test_a_reply_is_the_same_after_a_journey_between_processes() -> None:
    reply = read(email(entry("a")))
    assert reply is not None
    assert Reply.from_json(reply.to_json()) == reply


@pytest.mark.parametrize(
    "calendar",
    [
        entry("a", method="REQUEST"),
        entry("a", method="CANCEL"),
        entry("a", method="DECLINECOUNTER"),
        entry("a", method="PUBLISH"),
        entry("a", more="RECURRENCE-ID:20261126T150000Z\r\n"),
        entry("a", more="RRULE:FREQ=SECONDLY\r\n"),
        entry(""),
        entry("a" * 301),
        entry("a").replace("DTSTAMP", "X-DTSTAMP"),
        entry("a").replace("mailto:", "tel:"),
        entry("a").replace("METHOD", "X-METHOD"),
        entry("a", sequence=-1),
        entry("a", sequence=2**63),
        entry("a").replace("UID:a", "UID:a\r\nUID:b\r\nSEQUENCE:x"),
        entry("a").replace("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:b\r\nEND:VEVENT\r\nEND:VCALENDAR"),
        entry("a").replace("END:VEVENT\r\n", ""),
        entry("a").replace("VEVENT", "VTODO"),
        "nothing of the kind",
        "",
    ],
)
def test_what_is_no_reply_to_one_chat_is_none(calendar: str) -> None:
    assert read(email(calendar)) is None


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;CN=D;EMAIL=dana@example.com;PARTSTAT=DECLINED:/aMTIzNDU/principal/",
        "ATTENDEE;PARTSTAT=DECLINED;EMAIL=dana@example.com:urn:uuid:4-5",
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:dana%40example.com",
        "ATTENDEE;CN=Weber: Dana;PARTSTAT=DECLINED:mailto:dana@example.com",
        "ATTENDEE;CN=Weber, Dana (sie/ihr);PARTSTAT=DECLINED:mailto:dana@example.com",
        'ATTENDEE;CN="Weber; Dana: x";PARTSTAT=DECLINED:mailto:dana@example.com',
        'ATTENDEE;CN="Dana "The Boss" W";PARTSTAT=DECLINED:mailto:dana@example.com',
        "ATTENDEE;CN=;PARTSTAT=DECLINED:mailto:<dana@example.com>",
        'ATTENDEE;PARTSTAT="DECLINED";SENT-BY="mailto:pa@x.org":mailto:dana@example.com',
        'ATTENDEE;PARTSTAT=DECLINED;CN="a;PARTSTAT=ACCEPTED":mailto:dana@example.com',
        'ATTENDEE;CN="Dana\r\nWeber";PARTSTAT=DECLINED:mailto:dana@example.com',
        'ATTENDEE;PARTSTAT=DECLINED;CN="Dana\n\nWeber, née: Roe":mailto:dana@example.com',
        'ATTENDEE;PARTSTAT=DECLINED;CN="Team: Dana\r\nWeber":mailto:dana@example.com',
        "ATTENDEE;CN=Dana\r\nWeber;PARTSTAT=DECLINED:mailto:dana@example.com",
        'ATTENDEE;CN="Dana;PARTSTAT=DECLINED:mailto:dana@example.com',
        'ATTENDEE;PARTSTAT=DECLINED;CN=Dana" Weber:mailto:dana@example.com',
        'ATTENDEE;CN="Dana \\"D\\" W";PARTSTAT=DECLINED:mailto:dana@example.com',
        "ATTENDEE;CN=Dana; PARTSTAT = DECLINED:mailto: dana@example.com",
    ],
)
def test_who_answers_is_told_by_any_of_the_ways_of_writing_it(attendee: str) -> None:
    plain = "ATTENDEE;PARTSTAT=DECLINED:mailto:dana@example.com"
    reply = read(email(entry("a").replace(plain, attendee)))
    assert reply is not None
    assert reply.attendees == (Said(DANA, "DECLINED"),)


@pytest.mark.parametrize(
    "attendee",
    [
        'ATTENDEE;CN="Dana\r\nUID:b";PARTSTAT=DECLINED:mailto:dana@example.com',
        'ATTENDEE;CN="Dana\r\nuid:b";PARTSTAT=DECLINED:mailto:dana@example.com',
        'ATTENDEE;CN="Dana',
    ],
)
def test_a_name_that_never_ends_takes_no_other_line_with_it(attendee: str) -> None:
    plain = "ATTENDEE;PARTSTAT=DECLINED:mailto:dana@example.com"
    assert read(email(entry("a").replace(plain, attendee))) is None
    both = read(email(entry("a").replace(plain, f'ATTENDEE;CN="Dana\r\n{plain}')))
    assert both is not None
    assert both.attendees == (Said(DANA, "DECLINED"),)


WITHOUT_METHOD = entry("a").replace("METHOD:REPLY\r\n", "")


OCTETS = "Content-Type: application/octet-stream"
ATTACHED = "Content-Disposition: attachment"


def names(parameter: str) -> list[str]:
    """`réponse.ics`, so that its ending is not plain to see."""
    return [
        f"{parameter}*=utf-8''r%C3%A9ponse%2Eics",
        f"{parameter}*0*=utf-8''r%C3%A9ponse.; {parameter}*1=ics",
        f'{parameter}="=?utf-8?B?csOpcG9uc2UuaWNz?="',
        f'{parameter}="=?utf-8?Q?r=C3=A9ponse=2Eics?="',
        f"{parameter}==?utf-8?Q?r=C3=A9ponse=2Eics?=",
        f'{parameter}="=?utf-8?Q?r=C3=A9ponse?=\r\n =?utf-8?Q?=2EICS?="',
        f'{parameter} = "=?no-such-charset?Q?reponse=2Eics?="',
    ]


def mail(head: str, calendar: str, more: str = "") -> bytes:
    """With that head, and a part of words before it."""
    return (
        "From: dana@example.com\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain\r\n\r\nNo, sorry.\r\n"
        f"--x\r\n{head}\r\n{more}\r\n{calendar}\r\n--x--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("head", "calendar"),
    [
        ("Content-Type: text/calendar; method=REPLY", WITHOUT_METHOD),
        ('Content-Type: text/calendar; charset=utf-8; method="reply"', WITHOUT_METHOD),
        ("Content-Type: text/calendar; method=REQUEST", entry("a")),
        ("Content-Type: text/calendar; charset=utf-8", f"\ufeff{entry('a')}"),
        ("Content-Type: text/plain; name=invite.ics", entry("a")),
        ('Content-Type: application/octet-stream; name="Reply.ICS"', entry("a")),
        (
            "Content-Type: application/octet-stream\r\n"
            "Content-Disposition: attachment; filename*=utf-8''r%C3%A9ponse.ics",
            entry("a"),
        ),
        (
            "Content-Type: application/octet-stream; name=meeting.ics; method=REPLY",
            WITHOUT_METHOD,
        ),
        ("Content-Type: text/calendar", f"{entry('a')}\0\0 sent by x"),
        ("Content-Type: text/calendar; method=REPLY", entry("a", method="")),
        ("Content-Type: text/calendar; method=REPLY", entry("a", method="  ")),
        ("Content-Type: text/calendar; method*=us-ascii'en'REPLY", WITHOUT_METHOD),
        ("Content-Type: text/calendar; method*0=RE; method*1=PLY", WITHOUT_METHOD),
        ("Content-Type: text/calendar", entry("a").replace("METHOD:", "METHOD;X-A=b: ")),
        ("Content-Type: text/calendar", f"{entry('a')}BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n"),
        *((f"{OCTETS}; {name}", entry("a")) for name in names("name")),
        *((f"{OCTETS}\r\n{ATTACHED}; {name}", entry("a")) for name in names("filename")),
        (f"{OCTETS}; name=x.ics\r\n{ATTACHED}; filename=x.dat", entry("a")),
    ],
)
def test_a_reply_is_one_however_it_is_packed(head: str, calendar: str) -> None:
    raw = mail(head, calendar)
    assert could_hold_one(raw)
    reply = read(raw)
    assert reply is not None
    assert (reply.uid, reply.method, reply.attendees) == ("a", "REPLY", (Said(DANA, "DECLINED"),))


def test_a_part_that_cannot_be_read_takes_no_other_with_it() -> None:
    broken = f'{OCTETS}; name="=?utf-8?B?A?="\r\n\r\n{entry("b")}\r\n--x'
    reply = read(mail(f"{broken}\r\nContent-Type: text/calendar", entry("a")))
    assert reply is not None
    assert reply.uid == "a"


@pytest.mark.parametrize("uid", [" a-b", "a-b  ", "a\r\n  -b", "a\t-b", "a-b\u00a0", "a\r\n -b"])
def test_blanks_are_no_part_of_a_uid(uid: str) -> None:
    reply = read(email(entry(uid)))
    assert reply is not None
    assert reply.uid == "a-b"


FLOATING = entry("a").replace("T091000Z", "T091000")


@pytest.mark.parametrize(
    ("sent", "stamped"),
    [
        ("", "09:10"),
        ("Date: Mon, 23 Nov 2026 04:10:05 -0500\r\n", "09:10"),
        ("Date: Mon, 23 Nov 2026 18:12:00 +0900\r\n", "09:12"),
        ("Date: Mon, 23 Nov 2026 09:12:00 -0000\r\n", "09:12"),
        ("Date: today\r\n", "09:10"),
    ],
)
def test_a_stamp_without_a_zone_is_as_old_as_its_email(sent: str, stamped: str) -> None:
    reply = read(email(FLOATING, more=sent))
    assert reply is not None
    assert f"{reply.stamped_at:%d %H:%M}" == f"23 {stamped}"
    said = read(email(entry("a"), more="Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"))
    assert said is not None
    assert f"{said.stamped_at:%H:%M}" == "09:10"


@pytest.mark.parametrize("stamp", ["20261123", "later", "99999999T999999"])
def test_a_stamp_that_is_no_moment_is_none(stamp: str) -> None:
    sent = "Date: Mon, 23 Nov 2026 09:12:00 +0000\r\n"
    assert read(email(FLOATING.replace("20261123T091000", stamp), more=sent)) is None


def test_a_byte_order_mark_of_another_charset_is_none_of_the_words() -> None:
    body = b64encode(entry("a").encode("utf-16")).decode()
    head = "Content-Type: text/calendar; charset=utf-16\r\nContent-Transfer-Encoding: base64"
    assert read(mail(head, body)) is not None


@pytest.mark.parametrize(
    ("head", "calendar"),
    [
        ("Content-Type: text/calendar", WITHOUT_METHOD),
        ("Content-Type: text/calendar; method=REQUEST", WITHOUT_METHOD),
        ("Content-Type: text/calendar; method=REPLY", entry("a", method="REQUEST")),
        ("Content-Type: text/plain; name=notes.txt", entry("a")),
        ("Content-Type: application/octet-stream", entry("a")),
        (f'{OCTETS}; name="=?utf-8?B?!?="', entry("a")),
        (f"{OCTETS}; name*=utf-8''x%2Eics%2Eexe", entry("a")),
        ("Content-Type: text/calendar", entry("a", method="")),
        ("Content-Type: text/calendar", f"{WITHOUT_METHOD}METHOD:REPLY\r\n"),
        ("Content-Type: text/calendar; method*=us-ascii''REQUEST", WITHOUT_METHOD),
        ("Content-Type: text/calendar; method=REPLY", entry("a", method="\r\nMETHOD:REQUEST")),
        (
            "Content-Type: text/calendar; method=REQUEST",
            WITHOUT_METHOD.replace("UID:a", "UID:a\r\nMETHOD:REPLY"),
        ),
    ],
)
def test_what_does_not_say_it_is_a_reply_is_none(head: str, calendar: str) -> None:
    assert read(mail(head, calendar)) is None


@pytest.mark.parametrize(
    "zone",
    [
        "TZID:Ours\r\n",
        "TZID:Ours\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:x\r\nEND:STANDARD\r\n",
        "BEGIN:STANDARD\r\nRRULE:FREQ=NEVER\r\nDTSTART:never\r\n",
    ],
)
def test_a_zone_that_is_broken_takes_no_answer_with_it(zone: str) -> None:
    begin = f"BEGIN:VTIMEZONE\r\n{zone}END:VTIMEZONE\r\nBEGIN:VEVENT"
    text = entry("a").replace("BEGIN:VEVENT", begin)
    reply = read(email(text))
    assert reply is not None
    assert reply.starts_at == AT_FIRST
    of_that_zone = text.replace("DTSTART:20261126T150000Z", "DTSTART;TZID=Ours:20261126T150000")
    reply = read(email(of_that_zone))
    assert reply is not None
    assert (reply.attendees, reply.starts_at) == ((Said(DANA, "DECLINED"),), None)


def test_a_time_without_a_zone_is_none() -> None:
    for starts in ("20261203T150000", "20261203"):
        reply = read(email(entry("a", method="COUNTER", starts=starts)))
        assert reply is not None
        assert reply.starts_at is None


def test_a_quoted_email_is_not_an_answer() -> None:
    outer = EmailMessage()
    outer["From"] = "dana@example.com"
    outer.set_content("See below.")
    outer.add_attachment(_message(email(entry("a"))))
    assert could_hold_one(outer.as_bytes())
    assert read(outer.as_bytes()) is None


def _message(raw: bytes) -> EmailMessage:
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_an_out_of_office_note_is_not_worth_a_child() -> None:
    note = b"From: dana@example.com\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.\r\n"
    assert not could_hold_one(note)
    assert reply_in(note) is None


@pytest.mark.parametrize("charset", ["no-such-charset", "utf-16", "idna", "", "=?x?="])
def test_a_charset_nobody_knows_is_no_obstacle(charset: str) -> None:
    raw = email(entry("a")).replace(b"charset=utf-8", b"charset=" + charset.encode())
    read(raw)
    if charset == "no-such-charset":
        assert read(raw) is not None


def bomb_of_parts(number: int) -> bytes:
    parts = b"".join(b"--x\r\nContent-Type: text/plain\r\n\r\n.\r\n" for _ in range(number))
    head = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    last = b"--x\r\n" + email(entry("a")) + b"\r\n--x--\r\n"
    return head + parts + last


def test_of_a_thousand_parts_some_are_looked_at() -> None:
    assert read(bomb_of_parts(10)) is not None
    assert read(bomb_of_parts(1000)) is None


def test_parts_within_parts_have_an_end() -> None:
    raw = b""
    for depth in range(2000):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
    assert read(raw + email(entry("a"))) is None


def test_a_long_entry_is_not_read() -> None:
    assert read(email(entry("a", more="COMMENT:x\r\n" * 20_000))) is None


def test_an_address_that_nobody_has_is_no_answer() -> None:
    longest = f"{'a' * 300}@example.com"
    assert read(email(entry("a", address=longest))) is not None
    assert read(email(entry("a", address="a" * 320 + "@example.com"))) is None


def within(layers: int) -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (layer, layer)
        for layer in range(layers)
    )
    return b"From: dana@example.com\r\n" + head + email(entry("a"))


def test_more_layers_than_any_program_makes_are_not_worth_a_child() -> None:
    """Each line of such an e-mail would be compared with the boundary of each layer."""
    assert reply_in(within(20)) is not None
    assert not could_hold_one(within(21))


def quoted(header: bytes) -> bytes:
    return email(entry("a")).replace(b"charset=utf-8", header)


@pytest.mark.parametrize("charset", [b"punycode", b"IDNA"])
def test_a_charset_of_domains_is_none(charset: bytes) -> None:
    """Python would read it, in ever longer time."""
    plain = email(entry("a"))
    assert read(plain) is not None
    assert read(plain.replace(b"charset=utf-8", b"charset=" + charset)) == read(plain)


LONG: dict[str, Callable[[int], bytes]] = {
    "quotes of a parameter": lambda n: quoted(b'charset="' + b'\\";' * n),
    "parameters": lambda n: quoted(b"a=b; " * n + b"charset=utf-8"),
    "parts of a parameter": lambda n: quoted(b"".join(b"a*%d*=b; " % one for one in range(n))),
    "comments of a sender": lambda n: email(entry("a"), sender="(a)" * n + "dana@example.com"),
    "names of a sender": lambda n: email(entry("a"), sender='"a" ' * n + "<dana@example.com>"),
    "headers": lambda n: email(entry("a"), more="X-A: b\r\n" * n),
    "folds": lambda n: email(entry("a"), more="X-A: b\r\n" + " c\r\n" * n),
    "lines within layers": lambda n: within(20) + b"x\r\n" * n,
    "parts": bomb_of_parts,
    "names of people": lambda n: email(entry("a", more='ATTENDEE;CN="a";CN="b' * n + "\r\n")),
    "addresses of people": lambda n: email(entry("a", more="ATTENDEE" + ":mailto:" * n + "\r\n")),
    "people": lambda n: email(entry("a", more="ATTENDEE:mailto:a@x.org\r\n" * (n // 2))),
    "parameters of a line": lambda n: email(entry("a", more=f"X-A{';B=c' * n}:d\r\n")),
    "escapes": lambda n: email(entry("a", more="SUMMARY:" + "\\," * n + "\r\n")),
    "names of files": lambda n: mail(f'{OCTETS}; name="{"=?utf-8?Q?a?= " * n}.ics"', entry("a")),
    "lines of a name": lambda n: email(entry("a", more='ATTENDEE;CN="a' + '\r\n"b' * n + "\r\n")),
    "zones": lambda n: in_zone(
        "COMMENT:none", "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n" * n + "BEGIN:"
    ),
    "lines without words": lambda n: email(entry("a", more="\r\n" * n)),
    "alarms": lambda n: email(entry("a", more="BEGIN:VALARM\r\nEND:VALARM\r\n" * (n // 2))),
}


@pytest.mark.parametrize("name", LONG)
def test_reading_costs_as_much_as_there_is(name: str) -> None:
    assert growth(read, LONG[name], 1_000) < LINEAR


def in_zone(rule: str, begin: str = "BEGIN:", since: int = 1601) -> bytes:
    """Another time suggested in a zone of its own, in which the clocks go by the rule. Each has its
    own name: the library keeps what it knows of a zone under that."""
    name = sha256(f"{rule} {begin}".encode()).hexdigest()
    part = (
        f"BEGIN:%s\r\nDTSTART:{since}0101T000000\r\nTZOFFSETFROM:+0100\r\n"
        f"TZOFFSETTO:+0100\r\n{rule}\r\nEND:%s\r\n"
    )
    parts = "".join(part % (kind, kind) for kind in ("STANDARD", "DAYLIGHT"))
    zone = f"{begin}VTIMEZONE\r\nTZID:{name}\r\n{parts}END:VTIMEZONE\r\nBEGIN:VEVENT"
    calendar = entry("a", method="COUNTER").replace("BEGIN:VEVENT", zone)
    starts = f"DTSTART;TZID={name}:20261203T150000"
    return email(calendar.replace("DTSTART:20261126T150000Z", starts))


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU", "RRULE:FREQ=MONTHLY", "COMMENT:none"]
)
def test_a_zone_of_its_own_is_followed(rule: str) -> None:
    reply = read(in_zone(rule))
    assert reply is not None
    assert reply.starts_at == datetime(2026, 12, 3, 14, tzinfo=UTC)


def test_a_rule_that_never_comes_true_has_an_end() -> None:
    """To the year 9999 it takes longer than the child may."""
    reply = reply_in(in_zone("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", since=2020))
    assert reply is not None
    assert reply.uid == "a"


@pytest.mark.parametrize("begin", ["BEGIN:", "BEGIN;X=1:"])
@pytest.mark.parametrize("rule", ["RRULE:FREQ=HOURLY", "RR\r\n ULE:FREQ=MINUTELY;INTERVAL=59"])
def test_a_zone_whose_rules_take_long_is_not_followed(rule: str, begin: str) -> None:
    reply = read(in_zone(rule, begin, since=2024))
    assert reply is not None
    assert reply.starts_at is None


PIECES = [
    *entry("a").split("\r\n"),
    *("BEGIN:VTIMEZONE", "END:VTIMEZONE", "TZID:x", "RRULE:FREQ=SECONDLY", "\x00", "\xff"),
    *("ATTENDEE", "ATTENDEE;PARTSTAT=", "DTSTAMP:99999999T999999Z", "SEQUENCE:1e9", " folded"),
    *("DTSTAMP;TZID=Mars/Base:20261123T091000", "DTSTART:00010101T000000Z", "UID:\x00"),
]
junk = st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=30).map("\r\n".join)


@given(calendar=junk, head=st.binary(max_size=60))
@example(calendar=entry("a"), head=b"")
def test_nothing_that_arrives_raises(calendar: str, head: bytes) -> None:
    raw = head + email("") + calendar.encode("utf-8", "surrogatepass")
    reply = read(raw)
    if reply is not None:
        assert reply.uid
        assert reply.method in {"REPLY", "COUNTER"}
        assert Reply.from_json(reply.to_json()) == reply


@given(raw=st.binary(max_size=400))
def test_nor_does_anything_at_all(raw: bytes) -> None:
    assert read(raw) is None
    assert read(b"Content-Type: text/calendar\r\n" + raw) is None
