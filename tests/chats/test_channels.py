"""A copied link for other channels: texts that fit, and a code that shows it to nobody else."""

import pytest
import segno
from django.test import Client

from chats.compose.channels import LINKEDIN_NOTE, channels, code
from tests.factories import make_chat, make_contact, make_seeker, make_sent_invitation

pytestmark = pytest.mark.django_db

LINK = "https://coffee.example.org/i/" + "x" * 43 + "/"


def words(**contact: str) -> dict[str, str]:
    sent = make_sent_invitation(make_contact(make_seeker(), **contact))
    return {channel.name: channel.words for channel in channels(sent, LINK)}


@pytest.mark.parametrize("link", [LINK, "https://" + "a" * 200 + ".example/i/" + "x" * 43 + "/"])
@pytest.mark.parametrize("company", ["", "Windpark", "Gesellschaft für " + "Wind" * 20])
@pytest.mark.parametrize("name", ["Jo", "Dana Okafor", "Wolfeschlegelsteinhausen" * 4])
def test_a_note_on_linkedin_fits_whole_with_its_link(name: str, company: str, link: str) -> None:
    sent = make_sent_invitation(make_contact(make_seeker(), name=name, company=company))
    note = channels(sent, link)[0].words
    assert len(note) <= LINKEDIN_NOTE
    assert link in note


def test_the_note_names_their_company_where_there_is_one() -> None:
    assert "your work at Windpark" in words()["linkedin"]
    assert "about your work" in words(company="")["linkedin"]


def test_a_direct_message_is_the_letter_itself() -> None:
    message = words()["message"]
    assert message.startswith("Hello Dana, your talk on turbine data made me think.")
    assert message.endswith(LINK)


def test_a_text_message_says_who_it_is() -> None:
    assert "this is Sam Rivera" in words()["sms"]


def test_the_code_is_of_the_link_and_is_drawn_here() -> None:
    drawn = code(LINK)
    assert drawn.startswith("<svg ")
    assert "http" not in drawn
    assert "style" not in drawn
    lines = segno.make(LINK, error="m", micro=False).matrix
    assert f"0 0 {len(lines) + 8} {len(lines) + 8}" in drawn


def test_they_stand_beside_the_link_this_once() -> None:
    sent = make_sent_invitation()
    client = Client()
    client.force_login(sent.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.post(f"{sent.get_absolute_url()}link/").content.decode()
    link = page.partition('id="private-link" readonly value="')[2].partition('"')[0]
    assert page.count(link) == 4, "the link, and three texts"
    assert "<svg viewBox" in page
    assert "for-linkedin" not in client.get(sent.get_absolute_url()).content.decode()


def test_once_they_have_answered_a_link_comes_without_words_that_ask() -> None:
    chat = make_chat()
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.post(f"{chat.invitation.get_absolute_url()}link/").content.decode()
    assert 'id="private-link"' in page
    assert "for-linkedin" not in page
