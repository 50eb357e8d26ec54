"""The prepared queries say exactly what the ORM's own would say."""

from datetime import timedelta

import pytest
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from chats.host import queries as host_queries
from chats.models import Link, Slot
from chats.states import Way
from chats.tokens import hash_of
from tests import by_link
from tests.factories import NOW, make_contact, make_link, make_sent_invitation

pytestmark = pytest.mark.django_db


def _fields(instance: Model) -> dict[str, object]:
    names = [field.attname for field in host_queries._fields(type(instance))]
    return {name: getattr(instance, name) for name in names}


def test_the_link_comes_with_the_same_invitation_seeker_and_contact(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    contact = make_contact(research="A private note", tags=["wind"])
    invitation = make_sent_invitation(contact, typed_times=[{"day": "1"}])
    token = make_link(invitation).split("/")[2]
    theirs = Link.objects.select_related("invitation__seeker", "invitation__contact")
    expected = theirs.get(token_hash=hash_of(token))

    with django_assert_num_queries(1):
        found = host_queries.link_with_all(hash_of(token), Link.Purpose.ANSWER)
        assert found is not None
        pairs: list[tuple[Model, Model]] = [
            (found, expected),
            (found.invitation, expected.invitation),
            (found.invitation.seeker, expected.invitation.seeker),
            (found.invitation.contact, expected.invitation.contact),
        ]
        for ours, own in pairs:
            assert type(ours) is type(own)
            assert _fields(ours) == _fields(own)


def test_what_the_seeker_noted_stays_in_the_database() -> None:
    invitation = make_sent_invitation(make_contact(research="A private note"))
    token_hash = hash_of(make_link(invitation).split("/")[2])
    found = host_queries.link_with_all(token_hash, Link.Purpose.ANSWER)
    assert found is not None
    assert found.invitation.contact.get_deferred_fields() == {"research"}
    assert found.invitation.seeker.get_deferred_fields() == {"password"}


def test_a_link_of_another_purpose_is_not_found() -> None:
    token_hash = hash_of(make_link(make_sent_invitation()).split("/")[2])
    assert host_queries.link_with_all(token_hash, Link.Purpose.OPT_OUT) is None


def test_the_slots_are_those_of_this_invitation_and_know_what_is_taken() -> None:
    first = make_sent_invitation()
    other = make_sent_invitation(make_contact(first.seeker))
    taken = first.slots.earliest("starts_at")
    by_link.take(first, taken.pk, way=Way.VIDEO, now=NOW)
    old = other.slots.latest("starts_at")
    Slot.objects.filter(pk=old.pk).update(withdrawn_at=NOW + timedelta(minutes=1))

    own = Slot.objects.filter(invitation=other, withdrawn_at=None).with_taken()
    assert [(slot.pk, slot.is_taken) for slot in host_queries.current_slots(other)] == [
        (slot.pk, slot.is_taken) for slot in own
    ]
    assert [slot.is_taken for slot in own] == [True, False]
    assert [slot.is_taken for slot in host_queries.current_slots(first)] == [False] * 3
