"""Thirty seconds about oneself."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from preparation.speaking import say_length, seconds_of, starter
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

PAGE = "/self-introduction/"


@pytest.fixture
def seeker() -> User:
    return make_seeker()


@pytest.fixture
def page(client: Client, seeker: User) -> Client:
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (0, "Nothing yet. About 70 words fill 30 seconds."),
        (1, "1 word, about 0 seconds."),
        (70, "70 words, about 30 seconds."),
        (
            90,
            "90 words, about 39 seconds. A little shorter leaves more of the chat to them.",
        ),
    ],
)
def test_the_length_is_counted(words: int, said: str) -> None:
    assert say_length("word " * words) == said


def test_a_minute_holds_as_many_words_as_we_say() -> None:
    assert seconds_of("word " * 140) == 60


def test_it_saves_as_it_is_typed_and_counts(page: Client, seeker: User) -> None:
    typed = {"self_introduction": "I’m Sam.\n\nI count turbines."}
    answer = page.post(PAGE, typed, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert said.startswith("Saved\n")
    assert "5 words, about 2 seconds." in said
    seeker.refresh_from_db()
    assert seeker.self_introduction == typed["self_introduction"]


def test_without_script_it_is_kept_too(page: Client, seeker: User) -> None:
    answer = page.post(PAGE, {"self_introduction": "I’m Sam."})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_too_long_is_refused_and_shown_again(page: Client, seeker: User) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = page.post(PAGE, {"self_introduction": "x" * 701}, headers=headers)
        assert answer.status_code == 422
        assert "Please keep this to 700 characters" in answer.content.decode()
    seeker.refresh_from_db()
    assert seeker.self_introduction == ""


def test_a_start_is_offered_from_the_profile_while_there_is_nothing(
    page: Client, seeker: User
) -> None:
    shown = page.get(reverse("preparation:self_introduction"))
    assert "Data analyst, on my way to climate work." in shown.content.decode()
    User.objects.filter(pk=seeker.pk).update(self_introduction="Hello.")
    assert page.get(PAGE).context["starter"] == ""


def test_a_start_without_a_profile_has_gaps() -> None:
    assert starter(User(email="a@example.org")) == (
        "Hello, I’m … At the moment I …\n\nWhat brought me here: …\n\n"
        "I asked you because …, and I would love to hear how that looks from where you are."
    )
