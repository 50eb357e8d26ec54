"""The sheet: what fits on one page, and a PDF in which every word is text."""

import re
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
import typst
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats.models import Chat
from contacts.models import Contact
from preparation.models import Question
from preparation.paper import pdf_of
from preparation.sheet import MAX_BRIEF_LENGTH, MAX_QUESTIONS, cut, sheet_of
from tests.factories import make_chat, make_seeker

pytestmark = pytest.mark.django_db

HOSTILE = (
    '#read("/etc/passwd") *bold* _em_ $x$ ] [ `code` <label> @ref // c \\ '
    '#import "@preview/x:1.0.0"'
)
UNICODE = "Ωμέγα Жанна Łukasz Ünal 陳大文 العربية 😀☕"


@pytest.fixture
def chat() -> Chat:
    return make_chat()


def ask(chat: Chat, *texts: str, **fields: Any) -> None:
    rows = [Question(chat=chat, text=text, position=0, **fields) for text in texts]
    Question.objects.bulk_create(rows)


def pdf(chat: Chat) -> bytes:
    return pdf_of(chat, sheet_of(chat))


def pages_of(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", _open(document)))


def _open(document: bytes) -> bytes:
    """The document with its compressed streams opened."""
    opened = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(opened)


def text_of(document: bytes) -> str:
    """Every letter that its fonts are asked for, by the maps from glyphs to letters they carry."""
    letters = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4,})>", _open(document))
    return "".join(bytes.fromhex(code.decode()).decode("utf-16-be") for _, code in letters)


def fill(chat: Chat, text: str) -> None:
    """That text in every field the sheet shows."""
    Contact.objects.filter(pk=chat.contact_id).update(
        name=text[:100],
        role=text[:100],
        company=text[:100],
        connection=text[:200],
        path=text,
        recent_work=text,
        common_ground=text,
        already_public=text,
        research=text,
    )
    User.objects.filter(pk=chat.seeker_id).update(name=text[:100], self_introduction=text[:700])
    Chat.objects.filter(pk=chat.pk).update(goal=text[:200], where=text[:200])


def fresh(chat: Chat) -> Chat:
    return Chat.objects.select_related("contact", "seeker", "invitation").get(pk=chat.pk)


def test_an_ordinary_sheet_is_one_page(chat: Chat) -> None:
    fill(chat, "A line of ordinary words that says something.")
    ask(chat, *[f"What is question {number} about?" for number in range(8)], minutes=3)
    document = pdf(fresh(chat))
    assert document.startswith(b"%PDF-")
    assert pages_of(document) == 1


def test_the_longest_sheet_is_two_pages_at_most(chat: Chat) -> None:
    fill(chat, "words " * 600)
    ask(chat, *["long question " * 20] * 30, minutes=3)
    assert pages_of(pdf(fresh(chat))) <= 2


def test_hostile_words_are_text_and_never_markup(chat: Chat) -> None:
    fill(chat, HOSTILE)
    ask(chat, HOSTILE)
    letters = set(text_of(pdf(fresh(chat))))
    assert set('#"*_$][`<@/\\') - letters == set()
    assert "root:" not in text_of(pdf(fresh(chat)))


def test_the_template_cannot_read_outside_its_folder(tmp_path: Path) -> None:
    """A negative control: as markup, the same words are refused rather than read."""
    with pytest.raises(typst.TypstError):
        typst.compile(b'#read("/etc/passwd")', root=str(tmp_path), format="pdf")


@pytest.mark.parametrize("name", [UNICODE, "\u202eevil", "a" * 100, "e\u0301" * 40])
def test_names_of_any_script_do_not_break_it(chat: Chat, name: str) -> None:
    fill(chat, name)
    ask(chat, name)
    assert pdf(fresh(chat)).startswith(b"%PDF-")


def test_latin_greek_and_cyrillic_are_there(chat: Chat) -> None:
    fill(chat, UNICODE)
    assert set("ΩμέγαЖанЁŁŪÜ") & set(text_of(pdf(fresh(chat)))) >= set("ΩμέγαЖанŁÜ")


def test_it_is_set_in_well_under_a_second(chat: Chat) -> None:
    fill(chat, "words " * 600)
    ask(chat, *["long question " * 20] * 30)
    chat, sheet = fresh(chat), sheet_of(chat)
    pdf_of(chat, sheet)
    began = time.process_time()
    for _ in range(3):
        pdf_of(chat, sheet)
    assert (time.process_time() - began) / 3 < 0.5


def test_an_american_prints_on_letter(chat: Chat) -> None:
    assert b"595." in _open(pdf(chat))
    chat.seeker.time_zone = "America/Chicago"
    User.objects.filter(pk=chat.seeker_id).update(time_zone="America/Chicago")
    assert b"[0 0 612 792]" in _open(pdf(fresh(chat)))


# -- What goes on it -------------------------------------------------------------------------------


def test_questions_keep_their_order_and_what_is_public_stays_away(chat: Chat) -> None:
    ask(chat, "first")
    ask(chat, "second", is_must=True, minutes=4)
    ask(chat, "public", is_public=True)
    sheet = sheet_of(chat)
    assert [(one.text, one.note) for one in sheet.questions] == [
        ("first", ""),
        ("second", "must ask, 4 min"),
    ]
    assert [one.text for one in sheet.must_first] == ["second", "first"]


def test_what_must_be_asked_is_never_left_out(chat: Chat) -> None:
    ask(chat, *[f"{number}?" for number in range(MAX_QUESTIONS)])
    ask(chat, "must", is_must=True)
    assert [one.text for one in sheet_of(chat).questions][-2:] == [f"{MAX_QUESTIONS - 2}?", "must"]


def test_what_is_left_out_is_said(chat: Chat) -> None:
    ask(chat, *[f"{number}?" for number in range(MAX_QUESTIONS + 3)])
    sheet = sheet_of(chat)
    assert (len(sheet.questions), sheet.left_out) == (MAX_QUESTIONS, "3 more on the chat’s page.")


def test_a_long_brief_is_cut_at_a_word(chat: Chat) -> None:
    fill(chat, "words " * 600)
    brief = sheet_of(fresh(chat)).brief
    assert sum(len(text) for _, text in brief) <= MAX_BRIEF_LENGTH
    assert brief[1][1].endswith("words…")


@pytest.mark.parametrize(
    ("text", "said"),
    [("a b", "a b"), ("a\n b", "a b"), ("abc defg", "abc…"), ("abcdefgh", "abcde…")],
)
def test_cutting(text: str, said: str) -> None:
    assert cut(text, 6) == said


# -- The pages -------------------------------------------------------------------------------------


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_and_the_pdf(chat: Chat) -> None:
    ask(chat, "Why wind?")
    client = client_of(chat.seeker)
    page = client.get(reverse("preparation:sheet", args=[chat.pk]))
    assert "Why wind?" in page.content.decode()
    kept = chat.ends_at.timestamp() + 12 * 3600
    assert page["Keep-Offline-For"] in page.content.decode()
    assert page["Keep-Offline-Until"] == str(int(kept))
    answer = client.get(reverse("preparation:sheet_pdf", args=[chat.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_sheet_of_a_cancelled_chat_is_not_kept(chat: Chat) -> None:
    Chat.objects.update(status="cancelled")
    page = client_of(chat.seeker).get(reverse("preparation:sheet", args=[chat.pk]))
    assert page["Keep-Offline-Until"] == "0"


@pytest.mark.parametrize("name", ["sheet", "sheet_pdf"])
def test_a_stranger_finds_nothing(chat: Chat, name: str) -> None:
    url = reverse(f"preparation:{name}", args=[chat.pk])
    assert client_of(make_seeker()).get(url).status_code == 404


def test_many_questions_cost_no_more_queries(chat: Chat, django_assert_num_queries: Any) -> None:
    client, url = client_of(chat.seeker), reverse("preparation:sheet", args=[chat.pk])
    for number in (1, 20):
        ask(chat, *["Why?"] * number)
        with django_assert_num_queries(5):
            client.get(url)


def test_each_seeker_gets_a_worker_of_their_own(chat: Chat) -> None:
    mine, other = (client_of(one).get("/chats/worker.js") for one in (chat.seeker, make_seeker()))
    assert mine["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in mine["Cache-Control"]
    assert mine.content != other.content
    assert chat.seeker.email not in mine.content.decode()
