"""The nights the clocks change, in the times of an invitation: asked about, never guessed.

Through the page as it works without script, to the instant of the slot that is sent.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from chats.models import Invitation
from chats.states import InvitationStatus, Side, Way
from tests import by_link
from tests.chats.hosts import at, post
from tests.factories import make_contact, make_draft, make_link, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

SEND = {"send": "yes"}
BUTTON = re.compile(r'name="meant" value="([^"]+)" id="row-[^>]+>([^<]+)</button>')


@dataclass(frozen=True)
class Change:
    """One day on which the clocks of a zone change."""

    zone: str
    typed: str
    meant: tuple[datetime, datetime]
    said: tuple[str, str]

    @property
    def now(self) -> datetime:
        return self.meant[0] - timedelta(days=20)

    @property
    def later(self) -> list[str]:
        """Two plain times on days after it, at hours at which nothing changes."""
        day = datetime.fromisoformat(self.typed) + timedelta(days=2)
        return [f"{day + timedelta(days=by):%Y-%m-%d}T15:00" for by in (0, 1)]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


TWICE = [
    Change(
        "Europe/Berlin",
        "2027-10-31T02:30",
        (utc(2027, 10, 31, 0, 30), utc(2027, 10, 31, 1, 30)),
        (
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+2)",
            "Sunday 31 October 2027, 02:30 (Berlin, UTC+1)",
        ),
    ),
    Change(
        "America/New_York",
        "2027-11-07T01:15",
        (utc(2027, 11, 7, 5, 15), utc(2027, 11, 7, 6, 15)),
        (
            "Sunday 7 November 2027, 01:15 (New York, UTC−4)",
            "Sunday 7 November 2027, 01:15 (New York, UTC−5)",
        ),
    ),
    Change(
        "Australia/Lord_Howe",
        "2027-04-04T01:45",
        (utc(2027, 4, 3, 14, 45), utc(2027, 4, 3, 15, 15)),
        (
            "Sunday 4 April 2027, 01:45 (Lord Howe, UTC+11)",
            "Sunday 4 April 2027, 01:45 (Lord Howe, UTC+10:30)",
        ),
    ),
]
SKIPPED = [
    Change(
        "Europe/Berlin",
        "2027-03-28T02:30",
        (utc(2027, 3, 28, 0, 59), utc(2027, 3, 28, 1, 0)),
        (
            "Sunday 28 March 2027, 01:59 (Berlin, UTC+1)",
            "Sunday 28 March 2027, 03:00 (Berlin, UTC+2)",
        ),
    ),
    Change(
        "America/New_York",
        "2027-03-14T02:15",
        (utc(2027, 3, 14, 6, 59), utc(2027, 3, 14, 7, 0)),
        (
            "Sunday 14 March 2027, 01:59 (New York, UTC−5)",
            "Sunday 14 March 2027, 03:00 (New York, UTC−4)",
        ),
    ),
    Change(
        "Australia/Lord_Howe",
        "2027-10-03T02:15",
        (utc(2027, 10, 2, 15, 29), utc(2027, 10, 2, 15, 30)),
        (
            "Sunday 3 October 2027, 01:59 (Lord Howe, UTC+10:30)",
            "Sunday 3 October 2027, 02:30 (Lord Howe, UTC+11)",
        ),
    ),
]
EITHER = pytest.mark.parametrize("which", [0, 1], ids=["first", "second"])
ANY = pytest.mark.parametrize("change", [*TWICE, *SKIPPED], ids=lambda one: one.typed)
TWO = pytest.mark.parametrize("change", TWICE, ids=lambda one: one.typed)


def signed_in(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def draft_in(change: Change) -> Invitation:
    seeker = make_seeker(time_zone=change.zone, date_joined=change.now - timedelta(days=30))
    return make_draft(make_contact(seeker), now=change.now)


def fields(page: str) -> dict[str, list[str]]:
    """What the form would send: its ticks and rows, and the readings chosen before."""
    ticks = re.findall(r'name="times" value="([^"]+)" checked', page)
    rows = re.findall(r'name="times" type="datetime-local" value="([^"]*)"', page)
    readings = re.findall(r'name="reading" value="([^"]+)"', page)
    return {"times": [*ticks, *filter(None, rows)], "reading": readings}


def offered(page: str) -> list[tuple[str, str]]:
    """Each button that answers what is meant: what it sends, and what it says."""
    return [(value, unescape(said)) for value, said in BUTTON.findall(page)]


@ANY
@EITHER
def test_what_is_meant_is_asked_kept_in_the_draft_and_sent(change: Change, which: int) -> None:
    with time_machine.travel(change.now, tick=False):
        draft = draft_in(change)
        client, path = signed_in(draft), f"/invitations/{draft.pk}/write/"
        letter = {"subject": draft.subject, "message": draft.message, "minutes": "25"}
        letter |= {"ways": ["video"], "video_link": draft.video_link}
        typed = letter | {"times": [change.typed, *change.later]}

        refused = client.post(path, typed | SEND)
        assert refused.status_code == 422
        assert Invitation.objects.get().status == InvitationStatus.DRAFT
        choices = offered(refused.content.decode())
        assert [said for _, said in choices] == list(change.said)

        chosen = client.post(path, typed | {"meant": choices[which][0]}).content.decode()
        assert offered(chosen) == []
        assert change.said[which] in unescape(chosen)
        reopened = client.get(path).content.decode()
        assert fields(reopened) == fields(chosen)
        draft.refresh_from_db()
        assert draft.typed_times[0].partition(" ")[0] in fields(reopened)["times"]

        again = client.post(path, letter | fields(reopened)).content.decode()
        sent = client.post(path, letter | fields(again) | SEND)
        assert sent.status_code == 302
    slot = draft.slots.earliest("starts_at")
    assert slot.starts_at == change.meant[which]
    assert draft.slots.count() == 3


@ANY
def test_saved_by_itself_the_answer_stands_beside_the_time(change: Change) -> None:
    """With script, the rows stay as they are being typed in, so the list above them asks."""
    with time_machine.travel(change.now, tick=False):
        draft = draft_in(change)
        saved = signed_in(draft).post(
            f"/invitations/{draft.pk}/write/",
            {"minutes": "25", "times": [change.typed]},
            headers={"HX-Request": "true"},
        )
    page = unescape(saved.content.decode())
    for said in change.said:
        assert page.count(f"{said}</button>") == 1
    assert page.count('name="meant"') == 2


@ANY
@EITHER
def test_other_times_for_the_same_ask_are_asked_about_as_well(change: Change, which: int) -> None:
    with time_machine.travel(change.now, tick=False):
        seeker = make_seeker(time_zone=change.zone, date_joined=change.now - timedelta(days=30))
        four_days_ago = change.now - timedelta(days=4)  # the first of its times has passed
        sent = make_sent_invitation(make_contact(seeker), now=four_days_ago)
        client, path = signed_in(sent), f"/invitations/{sent.pk}/times/"
        typed = {"times": [change.typed, *change.later]}
        asked = client.post(path, typed | {"offer": "1"})
        assert asked.status_code == 422
        choice = offered(asked.content.decode())[which][0]
        chosen = client.post(path, typed | {"meant": choice}).content.decode()
        assert client.post(path, fields(chosen) | {"offer": "1"}).status_code == 302
    standing = sent.slots.filter(by=Side.SEEKER, withdrawn_at=None)
    assert standing.earliest("starts_at").starts_at == change.meant[which]


@TWO
@EITHER
def test_a_host_is_asked_which_time_is_meant(client: Client, change: Change, which: int) -> None:
    now = change.now + timedelta(days=10)
    with at(change.now):
        seeker = make_seeker(time_zone=change.zone, date_joined=change.now - timedelta(days=30))
        contact = make_contact(seeker, time_zone=change.zone)
        sent = make_sent_invitation(contact, times=[change.meant[0] + timedelta(days=2)], now=now)
    typed = {"time_1": change.typed, "way": "video", "zone": change.zone, "hours": "24"}
    with at(now):
        path = make_link(sent)
        asked = post(client, path, "propose", **typed)
        assert asked.status_code == 422
        page = unescape(asked.content.decode())
        readings = re.findall(r'name="time_1_offset" value="([^"]+)">([^<]+)<', page)
        assert [said.partition(": ")[2] for _, said in readings] == list(change.said)
        post(client, path, "propose", **typed, time_1_offset=readings[which][0])
    assert sent.slots.get(by=Side.HOST).starts_at == change.meant[which]


@TWO
@EITHER
def test_what_a_host_proposed_in_the_hour_that_comes_twice_is_shown_as_meant(
    change: Change, which: int
) -> None:
    with time_machine.travel(change.now, tick=False):
        seeker = make_seeker(time_zone=change.zone, date_joined=change.now - timedelta(days=30))
        sent = make_sent_invitation(make_contact(seeker), now=change.now)
        times = [change.meant[which]]
        by_link.propose(sent, times=times, way=Way.VIDEO, now=change.now)
        page = signed_in(sent).get(f"/invitations/{sent.pk}/times/")
    assert [time.starts_at for time in page.context["desk"].proposed] == times
    assert change.said[which] in page.content.decode()
