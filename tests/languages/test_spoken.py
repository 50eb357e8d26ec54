"""In which language an e-mail is written, and that its row and its message know it."""

from typing import Any

import pytest
from django.utils import translation

from chats import samples
from chats.meeting.emails import booked_host
from followups import kinds
from followups.keep_in_touch import samples as of_keeping
from followups.keep_in_touch.emails import in_touch
from outbox import queue
from outbox.message import compose
from outbox.models import OutgoingEmail
from outbox.rendered import RenderedEmail


def booked() -> RenderedEmail:
    return booked_host(samples.chat(), link=samples.LINK, now=samples.NOW)


def test_an_email_is_in_the_language_of_the_instance_whatever_page_caused_it() -> None:
    """Its calendar entry and its sender's name too."""
    told = booked()
    with translation.override("de"):
        assert (booked().subject, booked().language) == (told.subject, "en-gb")
        assert booked().text == told.text
        spec = next(spec for spec in kinds.SPECS.values() if spec.email)
        draft = in_touch(*of_keeping.keeping(spec), one_click=of_keeping.ONE_CLICK)
        assert draft.language == "en-gb"


@pytest.mark.usefixtures("_marked")
def test_an_instance_may_speak_another() -> None:
    draft = booked()
    assert draft.language == "de"
    assert draft.from_name == "⟦Amara Osei via CoffeeChat⟧"
    assert '<html lang="de"' in draft.html
    assert "SUMMARY:⟦Coffee chat: Jonas Weber and Amara Osei⟧" in draft.ics


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("en-gb", "en-GB"), ("de", "de")])
def test_a_queued_email_knows_its_language(settings: Any, language: str, said: str) -> None:
    settings.LANGUAGE_CODE = language
    queue.enqueue([booked()])
    row = OutgoingEmail.objects.get()
    assert row.language == language
    assert compose(row).message()["Content-Language"] == said
