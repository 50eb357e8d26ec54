"""The one next step never leads to a letter that would not leave."""

import pytest

from chats import lifecycle
from contacts.next_step import next_step
from contacts.states import Stage
from outbox.models import Suppression
from outbox.suppression import suppress
from tests.factories import NOW, make_contact, make_draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("reason", "why", "instead"),
    [
        (
            Suppression.Reason.OPT_OUT,
            "they asked not to be written to. Please leave it there.",
            'href="/contacts/">Ask someone else</a>',
        ),
        (
            Suppression.Reason.BOUNCE,
            "the address does not exist.",
            'edit/">Check the address</a>',
        ),
    ],
)
@pytest.mark.parametrize("stage", [Stage.TO_ASK, Stage.THANKED, Stage.CLOSED])
def test_nobody_is_led_to_write_a_letter_in_vain(client, stage, reason, why, instead) -> None:
    contact = make_contact(stage=stage)
    suppress(contact.email, reason)
    client.force_login(contact.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(contact.get_absolute_url()).content.decode()
    assert f"We do not write to {contact.email} any more: {why}" in page
    assert instead in page
    assert f"/contacts/{contact.pk}/invite/" not in page


def test_with_another_address_or_none_they_can_be_asked_again() -> None:
    contact = make_contact(stage=Stage.CLOSED)
    suppress("somebody@example.com", Suppression.Reason.OPT_OUT)
    assert next_step(contact).label == "Invite them again"
    suppress(contact.email, Suppression.Reason.OPT_OUT)
    contact.email = ""
    assert next_step(contact).label == "Invite them again"


def test_what_is_open_already_is_gone_on_with() -> None:
    draft = make_draft()
    lifecycle.start(draft.seeker, draft.contact, now=NOW)
    suppress(draft.contact.email, Suppression.Reason.OPT_OUT)
    assert next_step(draft.contact).label == "Finish your invitation"
