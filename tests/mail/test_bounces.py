"""What did not arrive, for whom and for good; and what only looks like it."""

from base64 import b64encode

import pytest

from mail import Kind, understand
from tests.mail.letters import letter, report

MAREN = "maren@nordlicht.example"


@pytest.mark.parametrize(
    ("status", "said", "permanent"),
    [
        ("5.1.1", "550 5.1.1 user unknown", True),
        ("5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.1.2", "550 5.1.2 bad destination system", True),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled", True),
        ("5.4.4", "Host or domain name not found. Name service error for name=nordlicht", True),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", True),
        ("5.0.0", "550 5.1.1 no such user here", True),
        ("5.0.0", "554 delivery error: dd This user doesn't have a yahoo.com account", True),
        ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable", True),
        ("5.1.1", "550 5.1.1 User unknown in relay recipient table", True),
        ("5.1.1", "550 5.1.1 Recipient rejected: blocked using zen.spamhaus.org", False),
        ("5.1.0", "550 5.1.0 Service unavailable; client host is on a black list", False),
        ("5.2.1", "550 5.2.1 The user is receiving mail at a rate that prevents more", False),
        ("5.2.1", "550 5.2.1 The user is receiving mail too quickly", False),
        ("5.7.1", "550 5.7.1 message refused by policy", False),
        ("5.7.26", "550 5.7.26 unauthenticated email is not accepted", False),
        ("5.1.1", "550 5.7.1 client host is listed, user unknown", False),
        ("5.1.8", "550 5.1.8 sender address rejected: domain not found", False),
        ("5.2.2", "552 5.2.2 mailbox full", False),
        ("4.2.2", "452 4.2.2 over quota", False),
        ("4.4.7", "expired after five days", False),
        ("5.4.1", "no answer from host", False),
        ("5.0.0", "554 rejected: spam, user unknown", False),
        ("5.0.0", "550 mailbox is full", False),
        ("5.3.4", "552 5.3.4 message too large", False),
        ("5.6.7", "550 5.6.7 cannot be encoded", False),
        ("", "", False),
    ],
)
def test_the_address_alone_is_at_fault_for_good(status: str, said: str, permanent: bool) -> None:
    understood = understand(report(status=status, said=said))
    assert (understood.kind, understood.permanent) == (Kind.BOUNCE, permanent)


def test_a_delay_is_no_bounce() -> None:
    understood = understand(report(action="delayed", status="4.4.1", said="timed out"))
    assert (understood.kind, understood.permanent) == (Kind.DELAY, False)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", ""])
def test_what_arrived_is_none(action: str) -> None:
    assert understand(report(action=action, status="2.0.0", said="250 ok")).kind == Kind.NONE


@pytest.mark.parametrize("kind", ["disposition-notification", "feedback-report"])
def test_other_reports_are_none(kind: str) -> None:
    read = (
        "Final-Recipient: rfc822; maren@nordlicht.example\nDisposition: manual-action; displayed\n"
    )
    said = report(
        kind=kind, fields=read, sender="Maren <maren@nordlicht.example>", subject="Read: x"
    )
    assert understand(said).kind == Kind.NONE


def test_of_several_it_is_the_one_that_failed() -> None:
    fields = (
        "Reporting-MTA: dns; mta.example\n\nAction: delivered\nStatus: 2.0.0\n"
        "Final-Recipient: rfc822; other@nordlicht.example\n\n"
        f"Status: 5.1.1\nAction: failed\nFinal-Recipient: rfc822; {MAREN}\n"
    )
    assert understand(report(fields=fields)).recipient == MAREN


def test_an_address_in_all_letters_is_read() -> None:
    """RFC 6533, and in base64, since a report may be written so."""
    fields = (
        "Reporting-MTA: dns; mta.example\n\nFinal-Recipient: utf-8; jos\\x{E9}@nordlicht.example\n"
        "Action: failed\nStatus: 5.1.1\n"
    )
    plain = report(kind="global-delivery-status", fields=fields)
    plain = plain.replace(b"report-type=global-delivery-status", b"report-type=delivery-status")
    assert understand(plain).recipient == "josé@nordlicht.example"
    encoded = b64encode(fields.encode())
    head = b"Content-Type: message/global-delivery-status\r\n"
    cte = head + b"Content-Transfer-Encoding: base64\r\n"
    raw = plain.replace(head, cte).replace(fields.replace("\n", "\r\n").encode(), encoded + b"\r\n")
    assert understand(raw).recipient == "josé@nordlicht.example"


def test_an_address_as_it_was_first_written_counts_as_well() -> None:
    fields = (
        "Reporting-MTA: dns; mta.example\n\n"
        "Original-Recipient: rfc822;maren+2Bwork@nordlicht.example\n"
        "Final-Recipient: rfc822; m.oduya@group.example\nAction: failed\nStatus: 5.1.1\n"
    )
    understood = understand(report(fields=fields))
    assert understood.recipient == "m.oduya@group.example"
    assert understood.also == ("maren+work@nordlicht.example",)


def test_a_group_is_told_apart_from_the_one_of_it_who_was_not_reached() -> None:
    fields = (
        "Reporting-MTA: dns; mta.example\n\n"
        "Final-Recipient: rfc822; eva@nordlicht.example\nAction: failed\nStatus: 5.1.1\n"
    )
    returned = "Message-ID: <ours@coffee.example>\nTo: careers@nordlicht.example\n"
    understood = understand(report(fields=fields, returned=returned))
    assert (understood.recipient, understood.also) == ("eva@nordlicht.example", ())
    assert understood.addressed_to == ("careers@nordlicht.example",)


def test_the_head_that_came_back_names_a_token_where_the_identifier_was_replaced() -> None:
    returned = (
        "Message-ID: <0102@eu-west-1.amazonses.com>\nTo: maren@nordlicht.example\n"
        "Reply-To: coffee+token@coffee.example, ana@example.org\n"
    )
    understood = understand(report(returned=returned))
    assert understood.original is None
    assert "coffee+token@coffee.example" in understood.returned


QMAIL = f"""Hi. This is the qmail-send program at mta.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{MAREN}>:
192.0.2.9 does not like recipient.
Remote host said: 550 5.1.1 <{MAREN}>: no such user
Giving up on 192.0.2.9.

--- Below this line is a copy of the message.

Return-Path: <coffee@coffee.example>
Message-ID: <ours@coffee.example>
Reply-To: coffee+token@coffee.example
To: {MAREN}

Dear Maren,
"""


def test_qmail_is_read() -> None:
    raw = letter(QMAIL, sender="MAILER-DAEMON@mta.example", subject="failure notice")
    understood = understand(raw.replace(b"In-Reply-To: <ours@coffee.example>\r\n", b""))
    assert (understood.kind, understood.permanent, understood.code) == (Kind.BOUNCE, True, "5.1.1")
    assert (understood.recipient, understood.original) == (MAREN, "<ours@coffee.example>")
    assert understood.returned == ("coffee@coffee.example", "coffee+token@coffee.example")


def test_exims_warning_is_a_delay() -> None:
    body = (
        "A message that you sent has not yet been delivered to one or more of its recipients.\n\n"
        f"The address to which the message has not yet been delivered is:\n\n  {MAREN}\n\n"
        "No action is required on your part.\n"
    )
    said = {"sender": "Mailer-Daemon@mx.example", "subject": "Warning: message 1a delayed 24 hours"}
    raw = letter(body, more="Auto-Submitted: auto-replied\r\n", **said)
    assert understand(raw).kind == Kind.DELAY


def test_a_warning_in_words_is_a_delay() -> None:
    body = f"This message has not yet been delivered to:\n\n  {MAREN}\n\nNo action is required.\n"
    raw = letter(
        body,
        sender="Mailer-Daemon@mta.example",
        subject="Warning: message delayed 24 hours: delivery is delayed",
    )
    assert understand(raw).kind == Kind.DELAY


@pytest.mark.parametrize(
    "subject", ["Fwd: Undelivered Mail Returned to Sender", "WG: Unzustellbar: 25 minutes"]
)
def test_a_bounce_that_a_person_forwards_in_words_is_none(subject: str) -> None:
    assert understand(letter(f"Look!\n\n{QMAIL}", subject=subject)).kind == Kind.NONE


def test_a_bounce_that_a_person_attaches_is_none() -> None:
    raw = (
        b"From: Maren <maren@nordlicht.example>\r\nSubject: this came\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=o\r\n\r\n"
        b"--o\r\nContent-Type: text/plain\r\n\r\nLook.\r\n"
        b"--o\r\nContent-Type: message/rfc822\r\n\r\n" + report() + b"\r\n--o--\r\n"
    )
    assert understand(raw).kind == Kind.NONE


def test_a_sender_in_raw_octets_does_not_stop_it() -> None:
    raw = report().replace(b"Mail Delivery System", "Zustelldienst für E-Mail".encode())
    assert understand(raw).permanent


def test_a_person_who_writes_of_a_failure_is_no_server() -> None:
    understood = understand(
        letter("My last mail to you could not be delivered.\n", subject="Undeliverable?")
    )
    assert understood.kind == Kind.REPLY
