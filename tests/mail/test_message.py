"""Whatever is given, it is read in proportion to its length and never raises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail import Kind, understand
from tests.growth import LINEAR, growth
from tests.mail.letters import letter, report


@given(st.binary(max_size=2_000))
def test_any_octets_are_something(raw: bytes) -> None:
    assert understand(raw).kind in Kind


@given(st.integers(0, 1_500), st.binary(max_size=20))
def test_a_report_with_a_hole_is_something(at: int, octets: bytes) -> None:
    raw = report()
    assert understand(raw[:at] + octets + raw[at + len(octets) :]).kind in Kind


@pytest.mark.parametrize(
    "charset", ["utf-8", "us-ascii", "nonsense", "idna", "rot13", "utf-16", "\\x00"]
)
def test_a_charset_that_lies_costs_no_letters(charset: str) -> None:
    raw = letter("Gern, Frau Müller. – Jürgen\n").replace(b'"utf-8"', f'"{charset}"'.encode())
    assert "Gern, Frau M" in understand(raw).text


def test_what_windows_wrote_is_read() -> None:
    raw = letter("Gern, Frau Müller.\n").replace("ü".encode(), b"\xfc")
    assert understand(raw).text == "Gern, Frau Müller."


def test_a_sender_in_raw_octets_is_read() -> None:
    raw = letter("Gern.\n", sender="Jürgen Weißflog <juergen@sued.example>")
    understood = understand(raw)
    assert understood.sender == "juergen@sued.example"
    assert understood.sender_name == "Jürgen Weißflog"


def test_a_name_with_an_address_in_it_is_no_sender() -> None:
    raw = letter("Gern.\n", sender='"ana@example.org <ana@example.org>" <eve@evil.example>')
    assert understand(raw).sender == "eve@evil.example"


def test_where_it_went_is_told_apart_from_whom_it_was_written_to() -> None:
    raw = letter(
        "Gern.\n", more="Delivered-To: coffee+abc@coffee.example\r\nCc: ana@example.org\r\n"
    )
    understood = understand(raw)
    assert understood.delivered_to == ("coffee+abc@coffee.example",)
    assert understood.recipients == ("coffee@coffee.example", "ana@example.org")


def test_nothing_unseen_is_kept() -> None:
    assert understand(letter("Ge\x00rn\x1b[2J.\n")).text == "Gern[2J."


def test_a_torn_e_mail_is_read_as_far_as_it_goes() -> None:
    raw = (
        b"From: m@nordlicht.example\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\n"
        b"--o\r\nContent-Type: text/plain\r\n\r\nGern.\r\n--o\r\n"
        b"Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment\r\n\r\n"
        + b"A"
        * 9_000
    )
    understood = understand(raw)
    assert (understood.text, understood.attachments) == ("Gern.", ("a.pdf",))


HOSTILE = {
    "long header": lambda size: letter("x", more="X: " + "a" * 100 * size + "\r\n"),
    "many headers": lambda size: letter("x", more="To: a@b.example\r\n" * size),
    "references": lambda size: letter("x", more="References: " + "<a@b> " * size + "\r\n"),
    "parentheses": lambda size: letter("x", more="Cc: " + "(" * 20 * size + "\r\n"),
    "encoded words": lambda size: letter("x", subject="=?utf-8?q?a?= " * size),
    "layers": lambda size: b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at)
        for at in range(size)
    ),
    "within": lambda size: b"Content-Type: message/rfc822\r\n\r\n" * size,
    "parts": lambda size: (
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n"
        + b"--o\r\nContent-Type: text/plain\r\n\r\nx\r\n" * size
    ),
    "report": lambda size: report(fields="A: b\n\n" * size),
    "report lines": lambda size: report(fields="A: b\n" + " c\n" * size),
    "lines of a server": lambda size: letter(
        "a@b.example\n" * size, sender="mailer-daemon@x.example", subject="failure notice"
    ),
    "months": lambda size: letter(
        "until 7 december " * size, more="Auto-Submitted: auto-replied\r\n"
    ),
    "plain": lambda size: letter("word " * 20 * size),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_reading_costs_in_proportion(case: str) -> None:
    assert growth(understand, HOSTILE[case], 500) < LINEAR
