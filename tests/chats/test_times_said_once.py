"""A time that cannot be offered says why in one place, beside where it was typed."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.factories import NOW, make_draft

pytestmark = pytest.mark.django_db

PAST = "2026-11-20T16:00"
TIMES = [PAST, "2026-11-26T16:00", "2026-11-27T16:00", "2026-11-30T16:00"]
SENTENCE = "This time has passed. Please choose a later one."


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "saved by itself"])
def test_what_is_wrong_with_a_time_is_said_once(headers: dict[str, str]) -> None:
    draft = make_draft()
    client = Client()
    client.force_login(draft.seeker, "django.contrib.auth.backends.ModelBackend")
    typed = {"minutes": "25", "times": TIMES}
    answer = client.post(reverse("chats:write", args=[draft.pk]), typed, headers=headers)
    page = answer.content.decode()
    assert page.count(SENTENCE) == 1
    assert f'name="remove" value="{PAST}"' in page
