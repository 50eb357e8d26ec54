"""What a thank-you starts from, and what keeps it from leaving."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat
from coach.places import places
from followups.models import FollowUp
from followups.states import Status
from followups.thank_you.drafting import SPECIFIC, first_draft
from outbox.models import OutgoingEmail
from tests.factories import make_ended_chat

pytestmark = pytest.mark.django_db


def chat_with(notes: str) -> Chat:
    chat = make_ended_chat(ended_at=timezone.now() - timedelta(hours=1))
    chat.notes = notes
    chat.save()
    return chat


@pytest.mark.parametrize(
    ("notes", "standing"),
    [
        (
            "- start with the cheapest part\nmore",
            "[in your own words: start with the cheapest part]",
        ),
        ("[ ] ask [him] about x]y", "[in your own words: ask him about xy]"),
        (" \n[]\n", SPECIFIC),
        ("", SPECIFIC),
    ],
)
def test_a_draft_says_what_must_be_put_in_own_words(notes: str, standing: str) -> None:
    draft = first_draft(chat_with(notes))
    assert f"most: {standing}\n" in draft
    assert places(draft) == [standing]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Your book [1] stays with me.", []),
        ("[in your own words: half of it", ["[in your own words: half of it"]),
        (
            "First [in your own words: a] and [in your own words: b]",
            ["[in your own words: a]", "[in your own words: b]"],
        ),
    ],
)
def test_our_own_brackets_wait_for_words(text: str, left: list[str]) -> None:
    assert places(text) == left


def test_a_raw_note_never_leaves_and_says_so_at_the_field() -> None:
    chat = chat_with("he seemed tired")
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    answer = client.post(
        reverse("followups:thank_you", args=[chat.pk]), {"text": first_draft(chat), "send": "yes"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"] == [
        "Please replace [in your own words: he seemed tired] with your own words. "
        "A note to yourself is not yet said to somebody."
    ]
    assert FollowUp.objects.get().status == Status.OPEN
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()
