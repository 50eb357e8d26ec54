"""Times that no other zone has, or that nobody plans for: a sentence wherever they are typed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats.models import Chat, Invitation
from tests.factories import make_chat, make_contact, make_draft, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db

TIMES = ["0001-01-01T00:00", "0001-01-02T00:00", "2226-11-24T10:00", "9999-12-31T23:59"]
ZONES = ["Pacific/Auckland", "America/New_York"]
"""On either side of the seeker's Berlin, so that each end of the calendar is beyond one of them."""


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def pages_of(draft: Invitation) -> list[str]:
    names = ["write", "preview_email", "preview_page"]
    return [reverse(f"chats:{name}", args=[draft.pk]) for name in names]


def typed(**fields: Any) -> dict[str, Any]:
    first = timezone.now() + timedelta(days=3)
    good = [f"{first + timedelta(days=day):%Y-%m-%dT%H:00}" for day in range(3)]
    return {
        "subject": "25 minutes?",
        "message": "Hello Dana, could we talk for 25 minutes about wind?",
        "minutes": "25",
        "ways": ["phone"],
        "phone": "+49 30 1",
        "times": good,
        **fields,
    }


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", TIMES)
def test_in_the_composer(time: str, zone: str) -> None:
    draft = make_draft(make_contact(time_zone=zone))
    client = client_of(draft.seeker)
    assert client.post(pages_of(draft)[0], typed(times=[time])).status_code == 200
    assert [client.get(page).status_code for page in pages_of(draft)] == [200, 200, 200]
    sent = client.post(pages_of(draft)[0], typed(times=[time], send="yes"))
    assert sent.status_code == 422
    assert [row.raw for row in sent.context["desk"].times] == [time]
    assert [bool(row.problem) for row in sent.context["desk"].times] == [True]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", ["0001-01-01", "2226-11-24", "9999-12-31"])
def test_as_the_last_day_to_answer(day: str, zone: str) -> None:
    draft = make_draft(make_contact(time_zone=zone))
    client = client_of(draft.seeker)
    answer = client.post(pages_of(draft)[0], typed(expires_on=day))
    assert answer.status_code == 422
    assert answer.context["desk"].form.errors == {
        "expires_on": ["Please choose a day within the next year."]
    }
    assert f'value="{day}"' in answer.content.decode()
    assert [client.get(page).status_code for page in pages_of(draft)] == [200, 200, 200]
    sent = client.post(pages_of(draft)[0], typed(expires_on=day, send="yes"))
    assert sent.status_code == 422


@pytest.mark.parametrize("time", TIMES)
def test_when_the_seeker_moves_the_chat(time: str) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=3), now=now)
    answer = client_of(chat.seeker).post(reverse("chats:move", args=[chat.pk]), {"starts_at": time})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["starts_at"]
    assert Chat.objects.get().sequence == 0


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("time", TIMES)
def test_when_the_host_proposes_or_moves(time: str, zone: str) -> None:
    now = timezone.now()
    asked = make_sent_invitation(now=now)
    booked = make_chat(starts_at=now + timedelta(days=3), now=now).invitation
    for invitation, verb, name in ((asked, "propose", "time_1"), (booked, "move", "starts_at")):
        path, client = make_link(invitation), Client()
        form_token = client.get(path).context["form_token"]
        answer = client.post(
            f"{path}{verb}/", {"form_token": form_token, name: time, "way": "video", "zone": zone}
        )
        assert answer.status_code == 422
        assert list(answer.context["forms"][verb]["errors"]) == [name]
        assert time in answer.content.decode()
