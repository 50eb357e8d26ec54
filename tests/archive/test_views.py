"""My data: method, stranger, effect; and a fresh sign-in before anything that matters."""

import time

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from archive import lifecycle
from archive.models import Export
from archive.states import Status
from outbox.models import OutgoingEmail
from tests.factories import make_chat, make_contact, make_seeker

pytestmark = pytest.mark.django_db

MY_DATA, ASK, ERASE = (reverse(f"archive:{name}") for name in ("my_data", "ask", "erase"))


def signed_in(seeker: User, ago: float = 10) -> Client:
    """As after a code by e-mail, so many seconds ago."""
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(seeker.pk)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - ago}]
    session.save()
    return client


@pytest.fixture
def seeker() -> User:
    return make_seeker()


def built(seeker: User) -> Export:
    export = lifecycle.ask(seeker)
    lifecycle.build_next(timezone.now())
    return export


def test_an_archive_is_asked_for_and_its_progress_shown(seeker) -> None:
    client = signed_in(seeker)
    assert client.post(ASK)["Location"] == MY_DATA
    page = client.get(MY_DATA).content.decode()
    assert "next in line" in page
    Export.objects.update(status=Status.BUILDING, percent=40)
    part = client.get(MY_DATA, headers={"HX-Request": "true"}).content.decode()
    assert '<progress max="100" value="40"' in part
    assert "<html" not in part


def test_the_archive_arrives_whole(seeker) -> None:
    export = built(seeker)
    answer = signed_in(seeker).get(reverse("archive:download", args=[export.pk]))
    data = b"".join(answer.streaming_content)
    assert data.startswith(b"PK")
    assert len(data) == int(answer["Content-Length"])
    assert answer["Cache-Control"] == "no-store"


def test_a_stranger_sees_404(seeker) -> None:
    url = reverse("archive:download", args=[built(seeker).pk])
    assert signed_in(make_seeker()).get(url).status_code == 404


def test_sample_data_has_nothing_to_take_along() -> None:
    client = signed_in(make_seeker(is_sample=True))
    assert client.get(MY_DATA).status_code == 404
    assert client.post(ASK).status_code == 404
    assert client.get(ERASE).status_code == 404


def test_an_open_laptop_is_not_enough(seeker) -> None:
    download = reverse("archive:download", args=[built(seeker).pk])
    client = signed_in(seeker, ago=400)
    again = reverse("accounts:again")
    assert client.get(MY_DATA).status_code == 200
    for answer in (client.get(download), client.get(ERASE)):
        assert answer["Location"].startswith(again)
    for url in (ASK, ERASE):
        assert client.post(url, {"address": seeker.email})["Location"].startswith(again)
    assert User.objects.filter(pk=seeker.pk).exists()


def test_signing_in_again_leads_back_to_where_one_was(seeker) -> None:
    client = signed_in(seeker, ago=400)
    page = client.get(client.get(ERASE)["Location"])
    assert page.context["next"] == ERASE
    answer = client.post(reverse("accounts:again"), {"next": ERASE})
    code = reverse("account_confirm_login_code")
    assert answer["Location"] == f"{code}?next=%2Fmy-data%2Ferase%2F"
    assert client.get(MY_DATA).status_code == 302  # signed out


@pytest.mark.parametrize(
    ("pressed_on", "back"),
    [("http://testserver/my-data/", MY_DATA), ("https://evil.example/x", "/")],
)
def test_a_button_leads_back_to_its_page_and_a_code_is_under_way(
    seeker, pressed_on: str, back: str
) -> None:
    client = signed_in(seeker, ago=400)
    page = client.get(client.post(ASK, headers={"Referer": pressed_on})["Location"])
    assert page.context["next"] == back
    answer = client.post(reverse("accounts:again"), {"next": back}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_confirm_login_code")
    assert f'name="next" value="{back}"' in answer.text
    assert OutgoingEmail.objects.get().kind == "login_code"


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(seeker, to: str) -> None:
    answer = signed_in(seeker).post(reverse("accounts:again"), {"next": to})
    assert answer["Location"].endswith("?next=%2F")


def test_whoever_has_a_password_is_asked_for_it(seeker) -> None:
    seeker.set_password("a long enough password")
    seeker.save()
    assert signed_in(seeker, ago=10).get(ERASE).status_code == 200
    answer = signed_in(seeker, ago=400).get(ERASE)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_erasing_wants_the_address_typed(seeker) -> None:
    client = signed_in(seeker)
    make_chat(make_contact(seeker), starts_at=timezone.now() + timezone.timedelta(days=3))
    page = client.get(ERASE)
    assert page.context["chats"] == 1
    answer = client.post(ERASE, {"address": "someone@example.org"})
    assert answer.status_code == 422
    assert "someone@example.org" in answer.content.decode()
    assert User.objects.filter(pk=seeker.pk).exists()


def test_erasing_signs_out_and_says_so(seeker) -> None:
    client = signed_in(seeker)
    answer = client.post(ERASE, {"address": seeker.email.upper()}, follow=True)
    assert not User.objects.filter(pk=seeker.pk).exists()
    assert "Everything of yours is erased." in answer.content.decode()
    assert client.get(MY_DATA).status_code == 302


def test_settings_leads_here(seeker) -> None:
    assert MY_DATA in signed_in(seeker).get(reverse("accounts:settings")).content.decode()
