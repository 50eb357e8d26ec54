"""What was kept as typed comes to the rule of today; what is counted sees through spellings."""

from datetime import timedelta
from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client

from accounts.models import User
from chats import lifecycle
from chats.errors import TooMany
from chats.models import Attendance, Chat, Letter, Link
from contacts.models import Contact
from outbox.addresses import address_hash, older_hash
from outbox.models import OutgoingEmail
from tests.chats.hosts import at, post
from tests.expect import let_leave
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_link,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db

HOST, KEPT = "dana@straße.example", "dana@xn--strae-oqa.example"
ANA, ANA_KEPT = "ana@bücher.example", "ana@xn--bcher-kva.example"


def bring_over() -> None:
    import_module("chats.migrations.0003_one_rule_for_an_address").to_one_rule(apps, None)


@pytest.fixture
def before() -> Chat:
    """A chat as it was kept before, by the rule of before."""
    chat = make_chat(make_contact(make_seeker(email=ANA), email=HOST))
    make_link(chat.invitation)
    User.objects.update(email=ANA, person_key=older_hash(ANA))
    EmailAddress.objects.update(email=ANA)
    Contact.objects.update(email=HOST)
    Chat.objects.update(host_address=HOST)
    Link.objects.exclude(address="").update(address=HOST)
    OutgoingEmail.objects.filter(to=KEPT).update(to=HOST)
    Attendance.objects.filter(person=address_hash(HOST)).update(person=older_hash(HOST))
    return chat


def test_all_of_it_is_kept_as_it_is_compared(before: Chat) -> None:
    bring_over()
    chat = Chat.objects.get()
    assert (chat.host_address, chat.contact.email, chat.seeker.email) == (KEPT, KEPT, ANA_KEPT)
    assert chat.seeker.person_key == address_hash(ANA)
    assert chat.seeker.has_verified_email
    assert set(Attendance.objects.values_list("person", flat=True)) == {
        address_hash(HOST),
        address_hash(ANA),
    }
    assert set(Link.objects.values_list("address", flat=True)) == {KEPT}
    assert set(OutgoingEmail.objects.values_list("to", flat=True)) == {KEPT, ANA_KEPT}


def test_whoever_shares_the_older_hash_keeps_their_own(before: Chat) -> None:
    """`strasse` is what `straße` was taken for."""
    other = make_contact(email="dana@strasse.example")
    theirs = make_chat(other, starts_at=before.starts_at + timedelta(days=1))
    bring_over()
    assert theirs.attendances.filter(person=address_hash("dana@strasse.example")).exists()


def test_what_is_there_already_in_the_other_form_stays_as_typed(before: Chat) -> None:
    make_contact(before.seeker, email=KEPT)
    bring_over()
    assert set(Contact.objects.values_list("email", flat=True)) == {HOST, KEPT}


def test_letters_counted_by_the_older_rule_count_until_they_are_forgotten() -> None:
    seeker = make_seeker()
    for _ in range(3):
        letter = {"seeker": address_hash(seeker.email), "host": older_hash(HOST)}
        Letter.objects.create(**letter, is_first=False, sent_at=NOW - timedelta(days=9))
    draft = make_draft(make_contact(seeker, email=KEPT))
    with pytest.raises(TooMany):
        lifecycle.send(draft, times=[NOW + timedelta(days=4)], now=NOW)


def test_a_link_from_before_still_undoes_its_own_opt_out() -> None:
    sent = make_sent_invitation(make_contact(email=KEPT))
    let_leave(sent)
    with at(NOW):
        path = make_link(sent)
        Link.objects.update(address="Dana@xn--STRAE-oqa.example")
        post(Client(), path, "opt-out")
        sent.answers.update(opted_out=KEPT)
        page = Client().get(f"{path}opt-out/")
    assert page.context["may_undo"]


def test_the_page_speaks_of_another_address_only_where_it_is_another(before: Chat) -> None:
    bring_over()
    chat = Chat.objects.get()
    assert not chat.writes_elsewhere
    chat.contact.email = "DANA@STRAße.example"
    assert not chat.writes_elsewhere
    chat.contact.email = "dana@strasse.example"
    assert chat.writes_elsewhere
