"""A letter that is sent to oneself first: the very letter and page, with links that do nothing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from archive import lifecycle as lifecycle_of_data
from chats import lifecycle, tasks
from chats.compose.desk import Desk
from chats.compose.rehearsing import MOST_A_DAY
from chats.compose.taking_back import TAKE_BACK_WITHIN
from chats.errors import Refused, TooMany
from chats.models import Invitation, Letter, Link, Slot
from contacts.states import Stage
from outbox.models import OutgoingEmail
from outbox.states import Status
from progress.figures import figures_of
from tests.expect import stage, timeline
from tests.factories import (
    NOW,
    make_contact,
    make_draft,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

TIMES = ["2026-11-26T16:00", "2026-11-27T16:00", "2026-11-28T16:00"]
FORM = {
    "subject": "25 minutes about wind?",
    "message": "Hello Dana,\n\nyour talk stayed with me. Could we talk for 25 minutes?",
    "minutes": "25",
    "ways": ["phone"],
    "phone": "+49 30 1234567",
    "times": TIMES,
}


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft() -> Invitation:
    return make_draft(typed_times=TIMES)


def rehearse(draft: Invitation) -> OutgoingEmail:
    desk = Desk.opened(draft, NOW)
    lifecycle.rehearse(draft, desk.slots, now=NOW)
    return OutgoingEmail.objects.latest("pk")


def link_in(email: OutgoingEmail) -> str:
    found = re.search(r"/rehearsals/[\w-]+/", email.text)
    assert found
    return found[0]


def client_of(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_letter_comes_to_oneself_as_it_would_to_them(draft: Invitation) -> None:
    email = rehearse(draft)
    assert (email.kind, email.to) == ("rehearsal", draft.seeker.email)
    assert email.subject == f"Rehearsal: {draft.subject}"
    assert email.from_name == "Sam Rivera via CoffeeChat"
    assert "This is a rehearsal, sent to you alone. Dana has not heard of it" in email.text
    assert draft.message in email.text
    assert "Thursday 26 November 2026, 10:00 am (New York, UTC−5)" in email.text
    assert (email.outreach, email.expects_reply) == (False, False)


def test_it_is_no_ask_and_counts_towards_practice(draft: Invitation) -> None:
    rehearse(draft)
    rehearse(draft)
    figures = figures_of(draft.seeker, NOW)
    assert (figures["rehearsed"], figures["asks"]["sent"]) == (2, 0)
    assert not Letter.objects.exists()
    assert not Slot.objects.exists()
    assert stage(draft.contact) == Stage.DRAFT
    assert timeline(draft.contact)[-1] == "Sent it to yourself first"
    fresh = Invitation.objects.get(pk=draft.pk)
    assert (fresh.status, fresh.emails_sent, fresh.sent_at) == ("draft", 0, None)


def test_its_links_show_the_page_and_do_nothing(draft: Invitation) -> None:
    link = link_in(rehearse(draft))
    for path in (link, f"{link}?time=None", f"{link}free/", f"{link}opt-out/"):
        response = Client().get(path)
        page = response.content.decode()
        assert response.status_code == 200
        assert "This is a rehearsal: Dana has not heard of it" in page
        assert "inert" in page
        assert response["Referrer-Policy"] == "no-referrer"
        assert Client().post(path).status_code == 405


def test_it_opens_nothing_of_the_hosts(draft: Invitation) -> None:
    link = link_in(rehearse(draft))
    token = link.split("/")[2]
    for path in (f"/i/{token}/", f"/i/{token}/take/", f"/i/{token}/opt-out/"):
        assert Client().get(path).status_code == 404
    sent = make_sent_invitation(make_contact(draft.seeker))
    url = lifecycle.copy_link(sent)
    assert Client().get(f"/rehearsals/{url.split('/')[-2]}/").status_code == 404


def test_a_link_ends_and_goes_with_its_draft(draft: Invitation) -> None:
    link = link_in(rehearse(draft))
    Link.objects.update(expires_at=NOW)
    assert Client().get(link).status_code == 404
    link = link_in(rehearse(draft))
    lifecycle.discard(draft, now=NOW)
    assert Client().get(link).status_code == 404


def test_ten_a_day_are_enough(draft: Invitation) -> None:
    for _ in range(MOST_A_DAY):
        rehearse(draft)
    other = make_draft(make_contact(draft.seeker), typed_times=TIMES)
    with pytest.raises(TooMany, match="ten rehearsals"):
        rehearse(other)
    lifecycle.rehearse(other, [], now=NOW + timedelta(days=1, minutes=1))


def test_what_has_left_needs_no_rehearsal() -> None:
    with pytest.raises(Refused, match="left already"):
        lifecycle.rehearse(make_sent_invitation(), [], now=NOW)


def test_nobody_is_written_to_whose_address_is_not_their_own() -> None:
    draft = make_draft(make_contact(make_seeker(verified=False)))
    with pytest.raises(Refused, match="confirm your e-mail address"):
        lifecycle.rehearse(draft, [], now=NOW)


def test_the_button_keeps_what_was_typed_and_sends_that(draft: Invitation) -> None:
    path = f"{draft.get_absolute_url()}write/"
    response = client_of(draft).post(path, {**FORM, "rehearse": "yes"})
    assert (response.status_code, response.url) == (302, path)
    email = OutgoingEmail.objects.get()
    assert email.subject == "Rehearsal: 25 minutes about wind?"


def test_what_it_lacks_is_said_first(draft: Invitation) -> None:
    typed = {**FORM, "subject": "", "rehearse": "yes"}
    response = client_of(draft).post(f"{draft.get_absolute_url()}write/", typed)
    assert (response.status_code, OutgoingEmail.objects.count()) == (422, 0)


def test_its_link_keeps_nobodys_address_and_goes_with_the_account(draft: Invitation) -> None:
    rehearse(draft)
    assert list(Link.objects.values_list("purpose", "address")) == [("rehearse", "")]
    lifecycle_of_data.erase(draft.seeker, now=NOW)
    assert not Link.objects.exists()


def test_a_rehearsal_before_it_keeps_nobody_from_taking_the_letter_back(draft: Invitation) -> None:
    link = link_in(rehearse(draft))
    sent = lifecycle.send(draft, times=three_times(), waits=TAKE_BACK_WITHIN, now=NOW)
    assert lifecycle.take_back(sent, now=NOW).status == "draft"
    assert Client().get(link).status_code == 200


def test_a_rehearsal_that_comes_back_closes_nothing(draft: Invitation) -> None:
    rehearse(draft)
    sent = lifecycle.send(draft, times=three_times(), now=NOW)
    rehearsals = OutgoingEmail.objects.filter(kind="rehearsal")
    rehearsals.update(status=Status.DEAD, last_error="550 No", expires_at=sent.expires_at)
    tasks.report_undeliverable()
    assert Invitation.objects.get(pk=sent.pk).status == "sent"


def test_once_the_letter_is_sent_its_page_says_no_more_that_nobody_has_heard(
    draft: Invitation,
) -> None:
    link = link_in(rehearse(draft))
    lifecycle.send(draft, times=three_times(), now=NOW)
    page = Client().get(link).content.decode()
    assert "has not heard of it" not in page
    assert "This was a rehearsal: the letter itself has been sent since." in page
