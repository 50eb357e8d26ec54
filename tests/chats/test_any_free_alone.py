"""Any free time, and none picked: it can be sent, read and answered."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.compose.asking import ANSWER_WITHIN
from chats.models import Chat, Invitation, Slot
from chats.states import InvitationStatus
from chats.times.typed import TOO_FEW
from outbox.models import OutgoingEmail
from tests.chats.hosts import post
from tests.chats.test_compose import TYPED
from tests.factories import NOW, make_contact, make_link, make_seeker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def send(weeks: str) -> tuple[Client, str]:
    contact = make_contact(make_seeker())
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    client = Client()
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    typed = {**TYPED, "times": [], "free_weeks": weeks, "send": "yes"}
    return client, client.post(reverse("chats:write", args=[draft.pk]), typed).content.decode()


def test_without_any_free_time_three_are_asked_for() -> None:
    _, page = send("")
    assert TOO_FEW in page
    assert Invitation.objects.get().status == InvitationStatus.DRAFT


@pytest.mark.parametrize("script", [False, True])
@pytest.mark.parametrize(("weeks", "three"), [("", True), ("2", False)])
def test_three_are_asked_for_only_where_they_are_needed(
    weeks: str, three: bool, script: bool
) -> None:
    contact = make_contact(make_seeker())
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    client, url = Client(), reverse("chats:write", args=[draft.pk])
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    typed = {**TYPED, "times": [], "free_weeks": weeks}
    page = client.post(url, typed, headers={"HX-Request": "true"} if script else {}).text
    assert ("Three or more, on different days." in page) is three
    assert ("Offer times on three days" in page) is three
    assert ("You offer any free time, so none is needed here." in page) is not three
    assert ("14 days after the last time you offer" in page) is three


def test_with_it_none_needs_to_be_picked() -> None:
    client, page = send("2")
    sent = Invitation.objects.get()
    assert (page, sent.status, Slot.objects.count()) == ("", InvitationStatus.SENT, 0)
    assert sent.free_until is not None
    assert sent.expires_at == sent.free_until + ANSWER_WITHIN
    shown = client.get(sent.get_absolute_url()).content.decode()
    assert "Any free time of yours up to" in shown
    assert "None of the times" not in shown
    listed = client.get(reverse("chats:invitations")).content.decode()
    assert "No time is left" not in listed


def test_the_e_mail_and_the_page_lead_to_the_free_times() -> None:
    send("2")
    mail = OutgoingEmail.objects.get(kind="invitation")
    name = Invitation.objects.get().seeker.first_name
    for text in (mail.text, mail.html):
        assert "Which of these times" not in text
        assert f"Any at which {name} is free is yours to take." in text
        assert "ny other time" not in text
    path = make_link(Invitation.objects.get())
    page = Client().get(path).content.decode()
    assert "Every time is gone" not in page
    assert f"See any time {name} is free" in page


def test_the_host_takes_one() -> None:
    send("2")
    invitation = Invitation.objects.get()
    starts_at = (NOW + timedelta(days=3)).replace(hour=10, minute=0)
    typed = {"way": "video", "starts_at": f"{starts_at:%Y-%m-%dT%H:%MZ}"}
    answer = post(Client(), make_link(invitation), "free", **typed)
    assert answer.status_code == 303
    assert Chat.objects.get().starts_at == starts_at
