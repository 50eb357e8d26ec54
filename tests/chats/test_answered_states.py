"""A yes without a time, "not now" and words of their own: states, and what any row must hold."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from chats import lifecycle
from chats.errors import Refused
from chats.models import Answer, Invitation
from chats.states import (
    ANSWERABLE,
    INVITATION_STEPS,
    OFFERABLE,
    OPEN,
    REACHABLE,
    STATUS_AFTER,
    WITHDRAWABLE,
    AnswerKind,
    InvitationStatus,
    Way,
    closes,
)
from tests import by_link
from tests.factories import NOW, make_contact, make_draft, make_sent_invitation, three_times

ANSWERED, DEFERRED = InvitationStatus.ANSWERED, InvitationStatus.DEFERRED
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(seeker):
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def in_status(status, **fields):
    invitation = make_sent_invitation()
    Invitation.objects.filter(pk=invitation.pk).update(status=status, **fields)
    invitation.refresh_from_db()
    return invitation


def answer(invitation, kind=AnswerKind.AGREE, **fields):
    kept = {"before": invitation.status, "at": NOW, **fields}
    return Answer.objects.create(invitation=invitation, kind=kind, **kept)


def test_what_each_says_is_what_the_ask_becomes():
    assert STATUS_AFTER[AnswerKind.AGREE] == STATUS_AFTER[AnswerKind.WORDS] == ANSWERED
    assert STATUS_AFTER[AnswerKind.LATER] == DEFERRED
    assert {kind for kind in AnswerKind if closes(kind)} == {AnswerKind.DECLINE, AnswerKind.OPT_OUT}


def test_from_both_the_seeker_offers_times_and_the_host_answers():
    assert {ANSWERED, DEFERRED} <= {*ANSWERABLE} & {*OFFERABLE}
    assert ANSWERED in {*OPEN} & {*REACHABLE} & {*WITHDRAWABLE}
    assert DEFERRED not in {*OPEN, *REACHABLE, *WITHDRAWABLE}
    assert InvitationStatus.EXPIRED not in INVITATION_STEPS[ANSWERED] | INVITATION_STEPS[DEFERRED]


@pytest.mark.parametrize("status", [ANSWERED, DEFERRED])
def test_neither_ever_expires(db, status):
    invitation = in_status(status)
    late = invitation.expires_at + timedelta(days=1)
    assert not Invitation.objects.to_expire(late).exists()
    lifecycle.expire(invitation, now=late)
    invitation.refresh_from_db()
    assert invitation.status == status


@pytest.mark.parametrize("status", [ANSWERED, DEFERRED])
def test_a_host_may_still_take_a_time_on_their_page(db, status):
    invitation = in_status(status)
    slot = invitation.slots.earliest("starts_at")
    chat = by_link.take(invitation, slot.pk, way=Way.VIDEO, now=NOW)
    assert chat.starts_at == slot.starts_at


@pytest.mark.parametrize("status", [ANSWERED, DEFERRED])
def test_the_seeker_may_offer_times(db, status):
    invitation = in_status(status)
    later = [start + timedelta(days=7) for start in three_times()]
    lifecycle.offer_times(invitation, times=later, now=NOW)
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.SENT


def test_after_not_now_no_times_are_offered_until_it_has_rested(db):
    invitation = in_status(DEFERRED, answered_at=NOW)
    answer(invitation, AnswerKind.LATER)
    later = NOW + timedelta(days=184)
    with pytest.raises(Refused, match="said not now"):
        lifecycle.offer_times(invitation, times=three_times(), now=NOW)
    page = signed_in(invitation.seeker).get(invitation.get_absolute_url()).content.decode()
    assert "Offer other times" not in page
    assert "asked again on Tuesday 25 May 2027 at the earliest" in page
    assert "Thank them for the quick answer instead" in page
    offered = lifecycle.offer_times(invitation, times=three_times(later), now=later)
    assert offered.status == InvitationStatus.SENT


def test_nothing_is_asked_beside_one_that_was_answered(db):
    open_one = in_status(ANSWERED)
    draft = make_draft(open_one.contact)
    with pytest.raises(Refused, match="another open invitation"):
        lifecycle.send(draft, times=three_times(), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=draft.pk).update(
            status=InvitationStatus.SENT, sent_at=NOW, expires_at=NOW
        )


def test_not_now_lets_another_ask_be_open_one_day(db):
    contact = in_status(DEFERRED).contact
    lifecycle.send(make_draft(contact), times=three_times(), now=NOW)


@pytest.mark.parametrize("status", [ANSWERED, DEFERRED])
def test_never_again_is_also_a_no(db, status):
    invitation = in_status(status)
    lifecycle.opt_out(invitation, invitation.contact.email, now=NOW)
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.DECLINED


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (AnswerKind.AGREE, {"told_by_seeker": True}),
        (AnswerKind.AGREE, {"came_on": TODAY}),
        (AnswerKind.AGREE, {"told_by_seeker": True, "came_on": TODAY, "address": "a@example.com"}),
        (AnswerKind.AGREE, {"until": TODAY}),
        (AnswerKind.OPT_OUT, {"told_by_seeker": True, "came_on": TODAY}),
    ],
)
def test_no_row_speaks_for_an_address_it_did_not_come_from(db, kind, fields):
    invitation = make_sent_invitation()
    with pytest.raises(IntegrityError), transaction.atomic():
        answer(invitation, kind, **fields)


def test_what_the_seeker_notes_has_its_day(db):
    invitation = make_sent_invitation()
    told = {"told_by_seeker": True, "came_on": TODAY}
    answer(invitation, AnswerKind.LATER, until=TODAY + timedelta(days=30), **told)


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (ANSWERED, AnswerKind.AGREE, "said yes. What is missing is a time"),
        (ANSWERED, AnswerKind.WORDS, "answered in their own words"),
        (DEFERRED, AnswerKind.LATER, "said not now"),
    ],
)
def test_the_page_of_each_says_how_things_stand(db, status, kind, said):
    invitation = in_status(status, answered_at=NOW)
    answer(invitation, kind)
    page = signed_in(invitation.seeker).get(invitation.get_absolute_url()).content.decode()
    assert said in page
    assert "waits" not in page.split("<h1>")[1].split("</p>")[0]


def test_today_leads_to_what_was_answered(db):
    invitation = in_status(ANSWERED, answered_at=NOW)
    page = signed_in(invitation.seeker).get("/").content.decode()
    assert f"{invitation.contact.name} has answered" in page


def test_a_chat_cancelled_after_a_yes_elsewhere_is_not_a_no(db):
    contact = make_contact()
    invitation = make_sent_invitation(contact)
    answer(invitation, AnswerKind.AGREE)
    Invitation.objects.filter(pk=invitation.pk).update(status=InvitationStatus.DECLINED)
    page = signed_in(contact.seeker).get("/invitations/", {"show": "answered"}).content.decode()
    assert "Cancelled" in page
