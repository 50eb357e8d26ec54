"""The table of kinds: what each event says, where it leads, and that none is missing in it."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from django.utils.functional import Promise

from chats import event_kinds as chats
from contacts import events
from contacts.event_kinds import LED_ON, NOTE
from contacts.events import EventKind, Target, register
from contacts.models import Event, record
from contacts.states import Side
from followups import kinds
from outcomes.event_kinds import CAME_OF_IT
from tests.factories import NOW, make_chat, make_contact
from tests.upgrade.timelines.every_event import every_event

APPS = ["contacts", "chats", "followups", "outcomes"]


def kinds_in(app: str) -> Iterator[EventKind]:
    for value in vars(import_module(f"{app}.event_kinds")).values():
        yield from value.values() if isinstance(value, Mapping) else [value]


def sentences_of(kind: EventKind) -> Iterator[Any]:
    for sentence in (kind.sentence, kind.quoting):
        yield from sentence.values() if isinstance(sentence, Mapping) else [sentence]


def test_every_kind_that_is_written_down_is_registered() -> None:
    written = {kind.name for app in APPS for kind in kinds_in(app) if isinstance(kind, EventKind)}
    written |= {event.name for spec in kinds.SPECS.values() for event in kinds.events(spec)}
    assert written == {kind.name for kind in events.registered()}


def test_two_kinds_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="Two kinds of event are called booked"):
        register(EventKind("booked", "Something else"))


def test_one_type_has_one_page() -> None:
    move = Target("chat", model="chats.Chat", page="chats:move")
    with pytest.raises(ValueError, match="Two targets of events are called chat"):
        register(EventKind("another", "Something", target=move))


def test_every_sentence_can_be_translated() -> None:
    fixed = [
        sentence
        for kind in events.registered()
        for sentence in sentences_of(kind)
        if kind is not NOTE and sentence is not None and not isinstance(sentence, Promise)
    ]
    assert fixed == []


@pytest.mark.parametrize(
    ("kind", "side", "data", "said"),
    [
        (chats.INVITED, "", {"times": 1}, "Invited with 1 time"),
        (chats.INVITED, "", {"times": 3}, "Invited with 3 times"),
        (chats.CANCELLED, "host", {}, "Chat cancelled by them"),
        (chats.CANCELLED, "host", {"words": "100% ill"}, "Chat cancelled by them: 100% ill"),
        (chats.NOT_HELD, "", {}, "The chat did not happen"),
        (LED_ON, "", {"name": "Mei Lin"}, "Led you to Mei Lin"),
        (LED_ON, "", {"name": "דנה"}, "Led you to \u2068דנה\u2069"),
        (CAME_OF_IT, "", {"outcome": "offer"}, "What came of it: An offer"),
        (
            CAME_OF_IT,
            "",
            {"outcome": "offer", "words": "In May"},
            "What came of it: An offer: In May",
        ),
    ],
)
def test_a_sentence_is_made_of_facts(
    kind: EventKind, side: str, data: dict[str, Any], said: str
) -> None:
    assert kind.say(side, data) == said


@pytest.mark.django_db
def test_the_verbs_write_every_kind_on_every_side() -> None:
    every_event()
    rows = list(Event.objects.all())
    assert {kind.name for kind in events.registered()} - {row.kind for row in rows} == {NOTE.name}
    by_side = {
        (kind.name, side)
        for kind in events.registered()
        if isinstance(kind.sentence, Mapping)
        for side in kind.sentence
    }
    assert by_side - {(row.kind, row.side) for row in rows} == set()
    assert [row.sentence for row in rows if not row.sentence or "%(" in row.sentence] == []


@pytest.mark.django_db
def test_an_event_is_kept_as_facts() -> None:
    chat = make_chat()
    record(chat.contact, chats.CANCELLED, at=NOW, side=Side.HOST, target=chat, words="Ill today")
    event = chat.contact.events.of_kind(chats.CANCELLED).get()
    assert (event.side, event.data) == ("host", {"words": "Ill today"})
    assert (event.target_type, event.target_id) == ("chat", chat.pk)
    assert event.link == chat.get_absolute_url()


@pytest.mark.django_db
def test_a_line_of_the_release_before_is_shown_as_it_wrote_it() -> None:
    event = Event.objects.create(
        contact=make_contact(), at=NOW, text="Chat booked", url="/chats/7/"
    )
    assert (event.sentence, event.link) == ("Chat booked", "/chats/7/")


def test_what_was_kept_before_leads_nowhere_once_it_is_gone() -> None:
    assert Event(kind="started", text="Started an invitation", url="/invitations/7/").link == ""


@pytest.mark.django_db
def test_what_is_blank_is_no_fact() -> None:
    chat = make_chat()
    record(chat.contact, chats.CONFIRMED, at=NOW, target=chat, words="")
    assert chat.contact.events.of_kind(chats.CONFIRMED).get().data == {}


@pytest.mark.django_db
def test_an_event_about_nothing_or_about_something_else_is_refused() -> None:
    contact = make_contact()
    with pytest.raises(ValueError, match="is about"):
        record(contact, chats.BOOKED, at=NOW)
    with pytest.raises(ValueError, match="is about"):
        record(contact, chats.DISCARDED, at=NOW, target=contact)
    with pytest.raises(ValueError, match="is about"):
        record(contact, chats.BOOKED, at=NOW, target=contact)
    assert not contact.events.exists()
