"""The questions page and the bank: method, stranger, effect, and that no word is lost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat
from preparation import lifecycle
from preparation.bank import BY_KEY
from preparation.models import BankQuestion, Question
from preparation.states import Theme
from tests.factories import make_chat, make_seeker

pytestmark = pytest.mark.django_db

PATH = "path-first-step"
HTMX = {"HX-Request": "true"}
VERBS = ["save_questions", "move_question", "remove_question", "pick_question"]
VERBS += ["fill_questions", "add_question"]
BANK_VERBS = ["add", "reword", "put_away", "bring_back", "forget"]


@pytest.fixture
def chat() -> Chat:
    return make_chat()


@pytest.fixture
def page(client: Client, chat: Chat) -> Client:
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def at(name: str, chat: Chat) -> str:
    return reverse(f"preparation:{name}", args=[chat.pk])


def ask(chat: Chat, *texts: str) -> list[Question]:
    return [
        Question.objects.create(chat=chat, text=text, position=place, minutes=5)
        for place, text in enumerate(texts)
    ]


def row(question: Question, **changed: str) -> dict[str, str]:
    """What the browser sends for one row."""
    typed = {"text": question.text, "minutes": str(question.minutes), **changed}
    return {f"question-{question.pk}-{name}": value for name, value in typed.items()}


def texts(chat: Chat) -> list[str]:
    return list(chat.questions.values_list("text", flat=True))


def test_the_page_says_the_minutes_and_offers_the_bank(page: Client, chat: Chat) -> None:
    ask(chat, "Why wind?", "What next?")
    shown = page.get(at("questions", chat)).content.decode()
    assert "10 of 25 minutes planned, 15 left for what comes up." in shown
    assert BY_KEY[PATH].text in shown


def test_a_mix_is_one_press_away(page: Client, chat: Chat) -> None:
    assert "Start with a good mix" in page.get(at("questions", chat)).content.decode()
    answer = page.post(at("fill_questions", chat))
    assert (answer.status_code, answer["Location"]) == (302, at("questions", chat))
    assert texts(chat)[-1] == BY_KEY["closing-who-else"].text


def test_a_row_is_saved_as_it_is_typed_with_the_new_sum(page: Client, chat: Chat) -> None:
    first, second = ask(chat, "Why wind?", "What next?")
    typed = row(first, text="Why water?", minutes="9", is_must="on")
    answer = page.post(at("save_questions", chat), typed, headers=HTMX)
    said = answer.content.decode()
    assert (answer.status_code, said.startswith("Saved\n")) == (200, True)
    assert "14 of 25 minutes planned" in said
    first.refresh_from_db()
    assert (first.text, first.minutes, first.is_must, first.is_public) == (
        "Why water?",
        9,
        True,
        False,
    )
    second.refresh_from_db()
    assert (second.text, second.minutes) == ("What next?", 5)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Please fill this in."),
        ({"text": "x" * 301}, "Please keep this to 300 characters"),
        ({"minutes": "0"}, "Please give it at least a minute."),
        ({"minutes": "61"}, "An hour at most."),
        ({"minutes": "soon"}, "Please give whole minutes."),
    ],
)
def test_what_cannot_be_kept_is_said_and_changes_nothing(
    page: Client, chat: Chat, wrong: dict[str, str], sentence: str
) -> None:
    first, second = ask(chat, "Why wind?", "What next?")
    typed = {**row(first, **wrong), **row(second, text="Typed beside it")}
    by_htmx = page.post(at("save_questions", chat), typed, headers=HTMX)
    assert (by_htmx.status_code, by_htmx["HX-Retarget"]) == (422, "#saved")
    assert sentence in by_htmx.content.decode()
    plain = page.post(at("save_questions", chat), typed)
    assert plain.status_code == 422
    assert sentence in plain.content.decode()
    assert "Typed beside it" in plain.content.decode()
    assert texts(chat) == ["Why wind?", "What next?"]


def test_one_press_moves_and_keeps_what_is_typed_in_the_list(page: Client, chat: Chat) -> None:
    first, second = ask(chat, "Why wind?", "What next?")
    typed = {**row(first, text="Why water?"), **row(second), "up": second.pk}
    answer = page.post(at("move_question", chat), typed)
    assert answer["Location"] == f"{at('questions', chat)}#question-{second.pk}"
    assert texts(chat) == ["What next?", "Why water?"]


def test_a_move_by_htmx_says_the_place(page: Client, chat: Chat) -> None:
    first, _ = ask(chat, "Why wind?", "What next?")
    answer = page.post(at("move_question", chat), {"move": first.pk, "place": 2}, headers=HTMX)
    said = answer.content.decode()
    assert "Moved to place 2 of 2." in said
    assert said.index("What next?") < said.index("Why wind?")


def test_one_press_down(page: Client, chat: Chat) -> None:
    first, *_ = ask(chat, "Why wind?", "What next?", "And then?")
    page.post(at("move_question", chat), {"down": first.pk})
    assert texts(chat) == ["What next?", "Why wind?", "And then?"]


@pytest.mark.parametrize("sent", ["", "0", "x", "9" * 30, ":", "-1"])
@pytest.mark.parametrize("name", ["up", "down", "move"])
def test_nonsense_moves_nothing(page: Client, chat: Chat, name: str, sent: str) -> None:
    ask(chat, "Why wind?", "What next?")
    sending = {name: sent, "place": sent}
    assert page.post(at("move_question", chat), sending).status_code == 302
    assert texts(chat) == ["Why wind?", "What next?"]


def test_picking_takes_it_out_of_the_suggestions(page: Client, chat: Chat) -> None:
    answer = page.post(at("pick_question", chat), {"source": PATH}, headers=HTMX)
    shown = re.sub(r'<input type="hidden"[^>]*>', "", answer.content.decode())
    assert shown.count(BY_KEY[PATH].text) == 1
    assert Question.objects.get().source == PATH


def test_removing_brings_it_back_to_the_suggestions(page: Client, chat: Chat) -> None:
    lifecycle.pick(chat, PATH, now=timezone.now())
    question = Question.objects.get()
    answer = page.post(at("remove_question", chat), {"remove": question.pk}, headers=HTMX)
    assert BY_KEY[PATH].text in answer.content.decode()
    assert Question.objects.count() == 0


def test_ones_own_is_added_and_kept_for_others_where_wished(page: Client, chat: Chat) -> None:
    typed = {"text": "Why wind?", "theme": Theme.PATH}
    page.post(at("add_question", chat), typed)
    assert (texts(chat), BankQuestion.objects.count()) == (["Why wind?"], 0)
    page.post(at("add_question", chat), {**typed, "text": "Why water?", "keep": "on"})
    kept = BankQuestion.objects.get()
    assert (kept.text, kept.theme) == ("Why water?", Theme.PATH)
    assert Question.objects.get(text="Why water?").source == f"own:{kept.pk}"


def test_an_empty_one_is_refused_at_its_field(page: Client, chat: Chat) -> None:
    answer = page.post(at("add_question", chat), {"text": " ", "theme": Theme.ADVICE})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.content.decode()


def test_too_many_is_said_and_keeps_what_was_typed(page: Client, chat: Chat) -> None:
    ask(chat, *[f"{number}?" for number in range(30)])
    answer = page.post(at("add_question", chat), {"text": "One more?", "theme": Theme.ADVICE})
    assert answer.status_code == 409
    assert "One more?" in answer.content.decode()
    by_htmx = page.post(at("pick_question", chat), {"source": PATH}, headers=HTMX)
    assert by_htmx.status_code == 409
    assert "enough for any chat" in by_htmx.content.decode()


@pytest.mark.parametrize("name", VERBS)
def test_a_stranger_finds_nothing(chat: Chat, name: str) -> None:
    (question,) = ask(chat, "Mine?")
    stranger = Client()
    stranger.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    sent = {"remove": question.pk, "move": question.pk, "place": 1, "source": PATH, "text": "x"}
    for answer in (stranger.post(at(name, chat), sent), stranger.get(at("questions", chat))):
        assert answer.status_code == 404
    assert texts(chat) == ["Mine?"]


@pytest.mark.parametrize("name", VERBS)
def test_reloading_an_answer_leads_to_the_page(page: Client, chat: Chat, name: str) -> None:
    answer = page.get(at(name, chat))
    assert (answer.status_code, answer["Location"]) == (302, at("questions", chat))


def test_many_questions_cost_no_more_queries(page: Client, chat: Chat) -> None:
    counts = []
    page.get(at("questions", chat))
    for number in (1, 20):
        ask(chat, *[f"{number} and {each}?" for each in range(number)])
        with CaptureQueriesContext(connection) as queries:
            page.get(at("questions", chat))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# -- The bank --------------------------------------------------------------------------------------


def bank(name: str) -> str:
    return reverse(f"preparation:bank_{name}")


def test_the_bank_shows_ours_and_what_was_put_away(page: Client, chat: Chat) -> None:
    lifecycle.put_away(chat.seeker, PATH)
    answer = page.get(reverse("preparation:bank"))
    assert [entry.source for entry in answer.context["put_away"]] == [PATH]
    assert len(answer.context["themes"]) == len(Theme)


def test_the_bank_is_changed_by_its_buttons(page: Client, chat: Chat) -> None:
    page.post(bank("reword"), {"source": PATH, "text": "Who opened the door?"})
    row = BankQuestion.objects.get()
    assert (row.seeker, row.key, row.text) == (chat.seeker, PATH, "Who opened the door?")
    page.post(bank("put_away"), {"source": PATH})
    assert BankQuestion.objects.get().is_hidden
    page.post(bank("bring_back"), {"source": PATH})
    assert not BankQuestion.objects.get().is_hidden
    page.post(bank("forget"), {"source": PATH})
    assert BankQuestion.objects.count() == 0
    answer = page.post(bank("add"), {"theme": Theme.PATH, "text": "Why wind?"})
    own = BankQuestion.objects.get()
    assert answer["Location"] == f"{reverse('preparation:bank')}#own:{own.pk}"


def test_empty_words_are_refused_and_the_rest_stays(page: Client) -> None:
    answer = page.post(bank("reword"), {"source": PATH, "text": ""})
    assert answer.status_code == 422
    assert "Please fill this in." in answer.content.decode()
    assert page.post(bank("add"), {"theme": "x", "text": "Why?"}).status_code == 422
    assert BankQuestion.objects.count() == 0


@pytest.mark.parametrize("name", BANK_VERBS)
def test_looking_at_a_verb_of_the_bank_leads_to_the_page(page: Client, name: str) -> None:
    answer = page.get(bank(name))
    assert (answer.status_code, answer["Location"]) == (302, reverse("preparation:bank"))


def test_many_own_questions_cost_no_more_queries(page: Client, chat: Chat) -> None:
    counts = []
    page.get(reverse("preparation:bank"))
    for number in (1, 20):
        for each in range(number):
            lifecycle.add_own(chat.seeker, Theme.PATH, f"{number} and {each}?")
        with CaptureQueriesContext(connection) as queries:
            page.get(reverse("preparation:bank"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
