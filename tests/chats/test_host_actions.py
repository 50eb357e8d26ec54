"""What a host can do derives from one table: each row walks from the page to its effect."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from django import forms
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

import local.urls
from chats import lifecycle
from chats.host import actions as host_actions
from chats.host import answering
from chats.host.actions import ACTIONS, Action, Kind
from chats.host.forms import LineForm
from chats.host.urls import urls_of
from chats.host.visit import Visit
from chats.models import Answer, Chat, Invitation
from chats.states import Side
from contacts.models import Event
from outbox.models import OutgoingEmail
from tests.chats.hosts import NOW, at, form_token_in, post, soon
from tests.chats.test_host_free import open_ask
from tests.factories import make_chat, make_link, make_sent_invitation, three_times
from tests.links.copied import force

pytestmark = pytest.mark.django_db

FREE = "2026-12-01T14:00Z"
LATER_ON = three_times()[1]


def booked() -> Invitation:
    chat = make_chat(free_weeks=3)
    OutgoingEmail.objects.update(status="sent")
    return chat.invitation


def moved() -> Invitation:
    ask = booked()
    lifecycle.reschedule(Chat.objects.get(), starts_at=LATER_ON, by=Side.SEEKER, now=NOW)
    return ask


def first_slot() -> int:
    return Invitation.objects.get().slots.earliest("starts_at").pk


PRESSED: dict[str, tuple[Callable[[], Invitation], Callable[[], dict[str, object]]]] = {
    "take": (open_ask, lambda: {"slot": first_slot(), "way": "video"}),
    "free": (open_ask, lambda: {"starts_at": FREE, "way": "video"}),
    "propose": (open_ask, lambda: {"time_1": "2026-12-02T10:00", "way": "video"}),
    "decline": (open_ask, dict),
    "move": (booked, lambda: {"starts_at": "2026-12-02T10:00"}),
    "move_free": (booked, lambda: {"starts_at": FREE}),
    "keep": (moved, lambda: {"back_to": three_times()[0].isoformat()}),
    "settle": (booked, lambda: {"on": three_times()[0].isoformat()}),
    "cancel": (booked, dict),
}
"""What each button needs, and where it stands."""


def test_every_action_but_the_undo_is_pressed_here() -> None:
    assert set(PRESSED) == {action.name for action in ACTIONS if action.kind != Kind.UNDO}


@pytest.mark.parametrize("action", [a for a in ACTIONS if a.name in PRESSED], ids=lambda a: a.name)
def test_an_answer_can_be_taken_back_and_a_change_of_a_chat_can_not(action: Action) -> None:
    make, fields = PRESSED[action.name]
    link = make_link(make())
    with at(soon(20)):  # an answer of before cannot be undone any more
        assert force(link, action.address, **fields()).status_code == 303
        page = Client().get(link).content.decode()
    assert (f"{link}undo/" in page) == (action.kind == Kind.ANSWER)


# -- One more, registered here ---------------------------------------------------------------------


class LaterForm(LineForm):
    """When they may be asked again."""

    month = forms.ChoiceField(choices=[("march", "In March"), ("june", "In June")])


def _later(visit: Visit, form: LaterForm) -> None:
    said = form.cleaned_data
    reply = replace(visit.reply(said), line=f"Ask me again in {said['month'].title()}.")
    answering.decline(visit.invitation, reply, now=visit.now)


LATER = Action(
    "later",
    Kind.ANSWER,
    LaterForm,
    _later,
    not_done="Nobody was told yet when to ask you.",
    section="host/_later.html",
    path="later/on",
)
SECTION = """<form method="post" action="{{ page_url }}later/on/">{% include "host/_hidden.html" %}
{{ forms.later.errors.month.0 }}<input name="month" value="{{ forms.later.typed.month }}">
<button>Ask me later</button></form>"""


@pytest.fixture
def with_later(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """All that is done for it: its row, and the template of its section."""
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "_later.html").write_text(SECTION)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    monkeypatch.setattr(host_actions, "ACTIONS", (*ACTIONS, LATER))
    urls = ModuleType("urls_with_later")
    more = path("i/", include((urls_of([LATER]), "one_more")))
    urls.__dict__["urlpatterns"] = [more, *local.urls.urlpatterns]
    settings.ROOT_URLCONF = urls


@pytest.mark.usefixtures("with_later")
def test_one_more_answer_needs_its_row_and_its_section(client: Client) -> None:
    link = make_link(make_sent_invitation())
    with at(soon()):
        page = client.get(link)
        assert "Ask me later" in page.content.decode()
        sent = {"form_token": form_token_in(page), "month": "june"}
        assert client.post(f"{link}later/on/", sent).headers["Location"] == link
        assert "Ask me again in June." in client.get(link).content.decode()
    assert Answer.objects.get().line == "Ask me again in June."
    assert OutgoingEmail.objects.filter(kind="declined_seeker").exists()
    assert Event.objects.filter(kind="declined").exists()
    with at(soon(2)):
        assert post(client, link, "undo").status_code == 303
    assert Answer.objects.get().undone_at == soon(2)


@pytest.mark.usefixtures("with_later")
def test_its_form_is_refused_like_any_other(client: Client, settings: Settings) -> None:
    settings.LINK_POSTS_RATE = "1/h"
    link = make_link(make_sent_invitation())
    with at(soon()):
        wrong = post(client, link, "later/on", month="never")
        assert force(link, "later/on", month="june").status_code == 429
        assert client.get(f"{link}later/on/").headers["Location"] == link
    assert wrong.status_code == 422
    assert "Nobody was told yet when to ask you." in wrong.content.decode()
    assert 'value="never"' in wrong.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.usefixtures("with_later")
def test_it_stands_where_there_is_something_to_answer(client: Client) -> None:
    link = make_link(booked())
    with at(soon()):
        page = client.get(link).content.decode()
    assert ("Cancel the chat" in page, "Ask me later" in page) == (True, False)
