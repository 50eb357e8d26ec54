"""Erased at once and for good: no table keeps a word, and whoever waits for a chat hears first."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import User
from archive import lifecycle, rules
from chats.models import Link
from chats.tasks import forget_links
from contacts import lifecycle as contacts
from outbox import queue
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests import by_link
from tests.archive.world import everything
from tests.factories import NOW, make_chat, make_contact, make_seeker, make_sent_invitation
from tests.outbox.rendered import enqueued

pytestmark = pytest.mark.django_db


def tables_with(word: str) -> dict[str, int]:
    """Every table in which some column of some row, written as text, holds the word."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"]
            )
            if number := cursor.fetchone()[0]:
                found[table] = number
    return found


def test_the_search_of_this_test_would_find_something() -> None:
    everything("zuleika")
    assert len(tables_with("zuleika")) > 20


def test_no_word_of_an_erased_account_is_left_anywhere() -> None:
    zuleika = everything("zuleika")
    everything("benedetta")  # so long that no ciphertext holds it by chance
    before = tables_with("benedetta")
    lifecycle.erase(zuleika, now=NOW)
    OutgoingEmail.objects.filter(about=queue.ERASED).update(status=Status.SENT)
    queue.forget_erased()
    assert tables_with("zuleika") == {}
    assert tables_with("benedetta") == before


def test_of_a_hosts_address_a_keyed_hash_is_all_that_stays() -> None:
    seeker = make_seeker()
    make_chat(make_contact(seeker, email="Dana.Host@example.com"))
    OutgoingEmail.objects.update(status=Status.SENT, started_at=NOW)
    lifecycle.erase(seeker, now=NOW)
    assert set(tables_with("dana.host")) == {"outbox_outgoingemail"}  # that it is called off
    OutgoingEmail.objects.update(status=Status.SENT)
    queue.forget_erased()
    assert tables_with("dana.host") == {}
    kept = {*Link.objects.values_list("address", flat=True)} - {""}
    assert kept == {address_hash("dana.host@example.com")}


def test_no_address_is_left_of_somebody_who_was_deleted_before() -> None:
    seeker = make_seeker(email="zuleika@example.org")
    invitation = make_sent_invitation(make_contact(seeker, email="dana.host@example.com"))
    by_link.decline(invitation, now=NOW)
    OutgoingEmail.objects.update(status=Status.SENT, started_at=NOW)
    contacts.delete(invitation.contact)
    lifecycle.erase(seeker, now=NOW)
    forget_links()  # as the sweep does twice a minute
    assert (tables_with("dana.host"), tables_with("zuleika")) == ({}, {})


def test_nor_of_what_was_about_somebody_long_gone() -> None:
    seeker = make_seeker(email="zuleika@example.org")
    gone, dana = "invitation:99999", "dana.host@example.com"
    enqueued(to=dana, about=gone, reply_to="Zuleika@example.org", outreach=True)
    enqueued(to=seeker.email, about=gone, subject=f"From {dana}")
    lifecycle.erase(seeker, now=NOW)
    assert (tables_with("dana.host"), tables_with("zuleika")) == ({}, {})


def test_each_rule_is_kept() -> None:
    zuleika = everything("zuleika")
    erased = [rule for rule in rules.RULES if rule.mine and rule.erased and not goes_later(rule)]
    before = {rule.name: rule.mine(zuleika).count() for rule in erased if rule.mine}
    lifecycle.erase(zuleika, now=NOW)
    after = {rule.name: rule.mine(zuleika).count() for rule in erased if rule.mine}
    assert [name for name, number in before.items() if number == 0] == []
    assert {name: number for name, number in after.items() if number} == {}


def test_what_operators_did_to_the_account_names_nobody_any_more() -> None:
    zuleika, operator = make_seeker("Zuleika"), make_seeker(is_staff=True)
    accounts = ContentType.objects.get_for_model(User)
    of_others = {"user": operator, "action_flag": CHANGE, "content_type": accounts}
    LogEntry.objects.create(object_id=zuleika.pk, object_repr=str(zuleika), **of_others)
    kept = LogEntry.objects.create(object_id=operator.pk, object_repr="Sam", **of_others)
    lifecycle.erase(zuleika, now=NOW)
    assert list(LogEntry.objects.all()) == [kept]


def test_nor_does_what_they_did_to_anything_of_theirs() -> None:
    zuleika, operator = everything("zuleika"), make_seeker(is_staff=True)
    for model, path in rules.FOR_OPERATORS.items():
        mine = model._default_manager.filter(**{path: zuleika.pk})
        LogEntry.objects.log_actions(operator.pk, mine, CHANGE)
    lifecycle.erase(zuleika, now=NOW)
    assert not LogEntry.objects.exists()


def goes_later(rule: rules.Rule) -> bool:
    """The last e-mails, once they have left."""
    return rule.name == "outbox_outgoingemail"


def test_whoever_waits_for_a_chat_hears_of_it_first() -> None:
    seeker = make_seeker()
    chat = make_chat(make_contact(seeker, email="dana@example.com"))
    # The confirmations have left.
    OutgoingEmail.objects.update(status=Status.SENT, started_at=NOW)
    lifecycle.erase(seeker, now=NOW)
    left = OutgoingEmail.objects.filter(status=Status.PENDING)
    assert sorted(left.values_list("kind", "to", "about")) == [
        ("cancelled_host", "dana@example.com", "erased"),
        ("cancelled_seeker", seeker.email, "erased"),
    ]
    assert {email.ics_method for email in left} == {"CANCEL"}
    assert all(chat.uid in email.ics for email in left)


def test_what_had_not_left_never_leaves() -> None:
    seeker = make_seeker()
    make_chat(make_contact(seeker))
    assert OutgoingEmail.objects.filter(status=Status.PENDING).exists()
    lifecycle.erase(seeker, now=NOW)
    assert not OutgoingEmail.objects.exists()


def test_twice_is_quiet_and_others_stay() -> None:
    ben = everything("ben")
    zuleika = everything("zuleika")
    lifecycle.erase(zuleika, now=NOW)
    lifecycle.erase(zuleika, now=NOW)
    assert list(User.objects.all()) == [ben]
    assert Session.objects.get() in rules.sessions_of(ben)


def test_what_others_wrote_to_the_same_person_is_theirs_and_stays() -> None:
    zuleika, ben = make_seeker(email="zuleika@example.org"), make_seeker()
    chat = make_chat(make_contact(ben, email=zuleika.email))
    theirs = set(OutgoingEmail.objects.all())
    assert {email.to for email in theirs} == {zuleika.email, ben.email}
    assert not rules.emails_of(zuleika).exists()
    lifecycle.erase(zuleika, now=NOW)
    assert set(OutgoingEmail.objects.all()) == theirs
    assert set(rules.emails_of(chat.seeker)) == theirs


def test_a_hosts_wish_outlives_the_seeker() -> None:
    seeker = make_seeker()
    suppress("dana@example.com", Suppression.Reason.OPT_OUT)
    lifecycle.erase(seeker, now=timezone.now())
    assert Suppression.objects.count() == 1
