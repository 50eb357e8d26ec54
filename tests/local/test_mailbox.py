"""The local mailbox: what is sent is kept, and shown without trusting it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import include, path

from local.mailbox.reading import Attachment, Entry, calendar_entries
from local.mailbox.store import Mailbox, Stored
from local.urls import urlpatterns as site
from tests.growth import LINEAR, growth

urlpatterns = [path("mailbox/", include("local.mailbox.urls")), *site]

ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    b"UID:abc@coffee\r\nSEQUENCE:3\r\nDTSTAMP:20260301T090000Z\r\nDTSTART:20260302T160000Z\r\n"
    b"DTEND:20260302T162500Z\r\nSUMMARY:Coffee with Jonas\r\nLOCATION:Cafe Korb\r\n"
    b"ORGANIZER:mailto:coffee@example.org\r\nATTENDEE:mailto:jonas@example.org\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n"
)
HOSTILE = "<script>document.title = 'owned'</script><a href='https://example.org/i/x/'>Answer</a>"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with override_settings(MAILBOX_DIR=str(tmp_path), ROOT_URLCONF=__name__):
        yield Mailbox(tmp_path)


@pytest.fixture
def stored(mailbox: Mailbox) -> Stored:
    message = EmailMessage()
    message["Subject"] = "A <b>chat</b>"
    message["From"] = "coffee@example.org"
    message["To"] = "jonas@example.org"
    message.set_content("Open https://example.org/i/token/ <b>now</b>\n")
    message.add_alternative(HOSTILE, subtype="html")
    message.add_attachment(ICS, maintype="text", subtype="calendar", filename="invite.ics")
    return mailbox.keep("Jonas@example.org", message.as_bytes())


def test_a_recipient_sees_only_their_own_e_mail(mailbox: Mailbox, stored: Stored) -> None:
    other = mailbox.keep("amara@example.org", b"Subject: Other\r\n\r\nx")
    assert mailbox.recipients() == [("amara@example.org", 1), ("jonas@example.org", 1)]
    assert mailbox.newest("jonas@example.org") == [stored]
    assert mailbox.newest() == [other, stored]


@pytest.mark.parametrize("name", ["../out@x", "..", ".", "a/b@x", "*", "ä@x.org"])
def test_no_address_leads_out_of_the_mailbox(mailbox: Mailbox, name: str) -> None:
    kept = mailbox.keep(name, b"Subject: x\r\n\r\nx")
    assert kept.path.parent.parent == mailbox.folder
    assert kept.recipient == name
    assert mailbox.newest(name) == [kept]


def test_the_oldest_are_forgotten(mailbox: Mailbox) -> None:
    kept = [mailbox.keep("a@x.org", b"\r\n") for _ in range(5)]
    mailbox.trim(kept=2)
    assert mailbox.newest() == [kept[4], kept[3]]


@pytest.mark.django_db
def test_the_page_of_an_e_mail_escapes_it_and_reads_its_calendar_entry(
    client: Client, stored: Stored
) -> None:
    page = client.get(f"/mailbox/{stored.key}/").content.decode()
    assert "A &lt;b&gt;chat&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "owned" not in page
    facts = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page))
    assert facts == {
        "When": "Monday 2 March 2026, 16:00 (UTC) to Monday 2 March 2026, 16:25 (UTC)",
        "Where": "Cafe Korb",
        "Organizer": "coffee@example.org",
        "Attendees": "jonas@example.org",
        "Method": "REQUEST",
        "Sequence": "3",
        "UID": "abc@coffee",
    }
    assert 'href="https://example.org/i/token/"' in page


def test_the_letter_runs_no_script_and_opens_links_beside(client: Client, stored: Stored) -> None:
    response = client.get(f"/mailbox/{stored.key}/html/")
    assert response.content.decode().strip() == f'<base target="_blank">{HOSTILE}'
    assert response["Content-Security-Policy"] == (
        "sandbox allow-popups allow-popups-to-escape-sandbox "
        "allow-top-navigation-by-user-activation; "
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_an_attachment_is_downloaded_as_it_came(client: Client, stored: Stored) -> None:
    response = client.get(f"/mailbox/{stored.key}/parts/2/")
    assert response.content == ICS
    assert response["Content-Disposition"] == 'attachment; filename="invite.ics"'


@pytest.mark.parametrize(
    "address", ["", "{key}/", "{key}/html/", "{key}/source/", "{key}/parts/2/"]
)
def test_there_is_no_mailbox_where_e_mail_leaves(
    client: Client, stored: Stored, address: str
) -> None:
    url = "/mailbox/" + address.format(key=stored.key)
    assert client.get(url).status_code == 200
    assert client.post(url).status_code == 405
    with override_settings(MAILBOX_DIR=""):
        assert client.get(url).status_code == 404


def test_there_is_no_mailbox_for_another_machine(client: Client, stored: Stored) -> None:
    """Whatever it says of itself: `HOST=0.0.0.0` opens the site to the network, not the mailbox."""
    elsewhere = {"REMOTE_ADDR": "192.0.2.7", "headers": {"X-Forwarded-For": "127.0.0.1"}}
    for address in ("", f"{stored.key}/", f"{stored.key}/source/"):
        assert client.get(f"/mailbox/{address}", **elsewhere).status_code == 404
    assert "Open the mailbox" in client.get("/").content.decode()
    assert "Open the mailbox" not in client.get("/", **elsewhere).content.decode()


@pytest.mark.parametrize("key", ["nothing", "0000000000000000000-00000000"])
def test_an_unknown_e_mail_is_not_found(client: Client, mailbox: Mailbox, key: str) -> None:
    assert client.get(f"/mailbox/{key}/").status_code == 404


class Read(Attachment):
    """One that was read already: only finding repeats is measured."""

    held: list[Entry]

    def entries(self) -> list[Entry]:
        return self.held


def read(size: int) -> list[Attachment]:
    attachment = Read(1, "invite.ics", "text/calendar", ICS)
    [entry] = Attachment.entries(attachment)
    object.__setattr__(attachment, "held", [replace(entry, uid=f"{n}") for n in range(size)])
    return [attachment, attachment]


def test_each_entry_is_shown_once_and_finding_that_out_costs_as_much_as_there_are() -> None:
    assert len(calendar_entries(read(3))) == 3
    assert growth(calendar_entries, read, 300) < LINEAR
