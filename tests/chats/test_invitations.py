"""The seeker's invitations: the list, one as a letter, and what can be done about it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from chats import lifecycle
from chats.models import Chat, Invitation, Link, Slot
from chats.states import AnswerKind, ChatStatus, InvitationStatus, Way
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests import by_link
from tests.chats.busy import make_busy
from tests.expect import let_leave, queued, statuses
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db
LATER = [datetime(2026, 12, day, 15, 0, tzinfo=UTC) for day in (1, 2)]
TYPED_LATER = ["2026-12-08T16:00", "2026-12-09T16:00", "2026-12-10T16:00"]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def signed_in(seeker):
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def path(invitation, *rest):
    return "/".join(["/invitations", str(invitation.pk), *rest, ""])


def get(invitation):
    return signed_in(invitation.seeker).get(path(invitation))


def post(invitation, verb, **data):
    return signed_in(invitation.seeker).post(path(invitation, verb), data)


def countered(**fields):
    invitation = make_sent_invitation(**fields)
    let_leave(invitation)
    by_link.propose(invitation, times=LATER, way=Way.VIDEO, line="Next week is calmer.", now=NOW)
    invitation.refresh_from_db()
    return invitation


# -- The list ------------------------------------------------------------------------------------


def in_state(seeker, status):
    contact = make_contact(seeker, f"Host {status}")
    invitation = make_draft(contact)
    fields = {"status": status, "sent_at": NOW, "expires_at": NOW + timedelta(days=9)}
    Invitation.objects.filter(pk=invitation.pk).update(**fields)
    return invitation.pk


def test_each_tab_shows_its_states_newest_first():
    seeker = make_seeker()
    made = {status: in_state(seeker, status) for status in InvitationStatus}
    in_state(make_seeker(), InvitationStatus.SENT)
    client = signed_in(seeker)

    def shown(tab):
        return [row.pk for row in client.get("/invitations/", {"show": tab}).context["page"]]

    assert {tab: shown(tab) for tab in ("drafts", "waiting", "answered", "closed")} == {
        "drafts": [made["draft"]],
        "waiting": [made["undeliverable"], made["sent"]],
        "answered": [
            made["declined"],
            made["deferred"],
            made["booked"],
            made["answered"],
            made["countered"],
        ],
        "closed": [made["withdrawn"], made["expired"]],
    }


def test_tabs_count_and_the_first_with_something_is_shown():
    seeker = make_seeker()
    in_state(seeker, InvitationStatus.SENT)
    in_state(seeker, InvitationStatus.DECLINED)
    context = signed_in(seeker).get("/invitations/", {"show": "nonsense"}).context
    assert context["show"] == "waiting"
    assert [(tab["key"], tab["count"]) for tab in context["tabs"]] == [
        ("drafts", 0),
        ("planned", 0),
        ("waiting", 1),
        ("answered", 1),
        ("closed", 0),
    ]


def test_an_empty_list_says_how_to_begin():
    page = signed_in(make_seeker()).get("/invitations/").content.decode()
    assert "Choose a contact" in page


def test_fifty_rows_cost_as_many_queries_as_one(django_assert_num_queries):
    one, many = make_seeker(), make_seeker()
    in_state(one, InvitationStatus.SENT)
    contacts = [make_contact(many, f"Host {number}") for number in range(51)]
    Invitation.objects.bulk_create(
        Invitation(
            seeker=many,
            contact=contact,
            status=InvitationStatus.SENT,
            sent_at=NOW,
            expires_at=NOW,
        )
        for contact in contacts
    )
    for seeker, rows in ((one, 1), (many, 50)):
        client = signed_in(seeker)
        with django_assert_num_queries(5):  # session, user, tabs, count, rows
            response = client.get("/invitations/", {"show": "waiting"})
        assert len(response.context["page"]) == rows


# -- The letter ----------------------------------------------------------------------------------


def refused_at(invitation, said=""):
    """The ask's e-mail was refused; `said` is what that comes to."""
    emails = OutgoingEmail.objects.about(invitation.about).filter(kind="invitation")
    assert emails.update(status=Status.DEAD, delivery_result=said)


def test_a_refused_email_is_said_before_the_sweep_has_closed_the_invitation():
    sent = make_sent_invitation(make_contact(email="gone@example.com"))
    refused_at(sent)
    page = get(sent).content.decode()
    assert "Your e-mail to gone@example.com could not be delivered" in page
    assert "can answer until" not in page


def test_what_did_not_arrive_is_said_of_the_address_it_went_to():
    sent = make_sent_invitation(make_contact(email="gone@example.com"))
    refused_at(sent)
    lifecycle.undeliverable(sent, reason="550 No such user", now=NOW)
    assert "did not reach gone@example.com. Please" in get(sent).content.decode()
    sent.contact.email = "right@example.com"
    sent.contact.save()
    page = get(sent).content.decode()
    assert "did not reach gone@example.com. Nothing has gone to right@example.com yet" in page


def test_beside_a_link_just_made_there_is_no_second_button_to_make_one():
    sent = make_sent_invitation(make_contact(email=""))
    assert "Copy the link" in get(sent).content.decode()
    assert "Copy the link" not in post(sent, "link").content.decode()


def test_a_draft_is_written_not_read():
    draft = make_draft()
    response = get(draft)
    assert (response.status_code, response.url) == (302, path(draft, "write"))


def test_the_letter_shows_message_times_in_both_zones_and_where_it_stands():
    page = get(make_sent_invitation()).content.decode()
    for words in (
        "your talk on turbine data made me think.",
        "Thursday 26 November 2026, 16:00 (Berlin, UTC+1)",
        "For Dana: Thursday 26 November 2026, 10:00 (New York, UTC−5)",
        "Waiting for an answer",
        "Your e-mail is about to leave.",
        "Invited with 3 times",
    ):
        assert page.count(words) == 1, words


def test_the_history_holds_a_chat_that_was_called_off_and_the_one_after_it():
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    ask = chat.invitation
    lifecycle.cancel(chat, by="host", line="Ill, sorry.", now=now)
    slot = ask.slots.earliest("starts_at")
    by_link.take(ask, slot.pk, way="video", now=now + timedelta(minutes=1))
    ask.refresh_from_db()
    page = get(ask).content.decode()
    history = page[page.index(">History<") :]
    assert (history.count("Chat booked"), history.count("Ill, sorry.")) == (2, 1)


@pytest.mark.parametrize(
    ("weeks", "last"), [(1, "Monday 30 November 2026"), (3, "Monday 14 December 2026")]
)
def test_any_free_time_that_was_offered_stands_beside_the_times(weeks, last):
    page = get(make_sent_invitation(free_weeks=weeks)).content.decode()
    assert f"And any free time of yours up to {last}." in page
    assert "any free time of yours" not in get(make_sent_invitation()).content.decode()


def test_times_that_are_taken_or_past_are_marked(clock):
    invitation = make_sent_invitation()
    first, second, _ = three_times()
    make_chat(make_contact(invitation.seeker, "Mei Lin"), starts_at=second)
    clock.move_to(first + timedelta(minutes=1))
    page = get(invitation).content.decode()
    assert (page.count("slot--past"), page.count("slot--taken")) == (1, 1)


def test_a_slot_says_of_itself_what_the_query_says(clock):
    seeker = make_seeker()
    sent = make_sent_invitation(make_contact(seeker))
    make_chat(make_contact(seeker), starts_at=three_times()[1])
    clock.move_to(three_times()[0])
    slots = sent.slots.with_taken()
    assert [slot.is_open(timezone.now()) for slot in slots] == [False, False, True]
    assert [slot for slot in slots if slot.is_open(timezone.now())] == list(
        sent.slots.open(timezone.now())
    )


def test_after_a_proposal_nobody_is_said_to_have_kept_silent(clock):
    sent = make_sent_invitation()
    by_link.propose(sent, times=LATER, way=Way.VIDEO, line="One of these?", now=NOW)
    clock.move_to(NOW + timedelta(days=60))
    lifecycle.expire(sent, now=timezone.now())
    page = signed_in(sent.seeker).get(sent.get_absolute_url()).content.decode()
    assert "The days to answer are over." in page
    assert "without a word" not in page


def test_with_no_time_left_the_page_asks_for_others(clock):
    invitation = make_sent_invitation()
    assert get(invitation).context["none_left"] is False
    clock.move_to(three_times()[2])
    response = get(invitation)
    assert (response.context["none_left"], response.context["may_offer"]) == (True, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": Status.PENDING}, "Your e-mail is about to leave."),
        ({"status": Status.PENDING, "attempts": 2}, "Their mail server asked us to wait."),
        (
            {"status": Status.PENDING, "blocked_since": NOW},
            "Your e-mail has not left yet, for a reason that is ours to mend.",
        ),
        (
            {"status": Status.SENT, "sent_at": NOW},
            "Your e-mail left on Monday 23 November 2026, 10:00 (Berlin, UTC+1).",
        ),
        ({"status": Status.UNCERTAIN}, "we cannot tell whether it arrived"),
        (
            {"status": Status.HELD, "last_error": "the address does not exist"},
            "We do not write to Dana any more: the address does not exist.",
        ),
        ({"status": Status.DEAD}, "this page then says why, and what you can do"),
    ],
)
def test_how_far_the_e_mail_has_come_is_said_kindly(fields, words):
    invitation = make_sent_invitation()
    OutgoingEmail.objects.about(invitation.about).update(**fields)
    assert words in get(invitation).content.decode()


@pytest.mark.parametrize(
    ("delivery_result", "words"),
    [
        ("email", "did not let this one e-mail in"),
        ("later", "asked us to wait"),
        ("address", "correct the address"),
        ("", "correct the address"),
    ],
)
def test_what_did_not_arrive_is_said_in_words_that_fit(delivery_result, words):
    invitation = make_sent_invitation()
    OutgoingEmail.objects.about(invitation.about).update(
        status=Status.DEAD, delivery_result=delivery_result
    )
    lifecycle.undeliverable(invitation, reason="554 No", delivery_result=delivery_result, now=NOW)
    assert words in get(invitation).content.decode()


def test_the_hosts_line_is_shown_and_escaped():
    invitation = make_sent_invitation()
    by_link.decline(invitation, line="Not <b>now</b>\nsorry", now=NOW)
    page = get(invitation).content.decode()
    assert "Not &lt;b&gt;now&lt;/b&gt;<br>sorry" in page


def test_a_booked_invitation_leads_to_its_chat():
    chat = make_chat()
    page = get(chat.invitation).content.decode()
    assert f'href="{chat.get_absolute_url()}"' in page
    assert page.count("slot--booked") == 1


# -- Accepting -----------------------------------------------------------------------------------


def test_accepting_a_proposed_time_books_the_chat():
    invitation = countered()
    slot = invitation.slots.proposed().first()
    response = post(invitation, "accept", slot=slot.pk)
    chat = Chat.objects.get()
    assert (response.status_code, response.url) == (302, chat.get_absolute_url())
    assert (chat.starts_at, chat.way) == (LATER[0], Way.VIDEO)
    assert {"booked_host", "booked_seeker"} <= set(queued(chat))


def test_a_proposed_time_that_was_taken_meanwhile_is_said_with_the_rest():
    invitation = countered()
    first, second = invitation.slots.proposed()
    make_chat(make_contact(invitation.seeker, "Mei Lin"), starts_at=LATER[0])
    response = post(invitation, "accept", slot=first.pk)
    page = response.content.decode()
    assert (response.status_code, Chat.objects.count()) == (409, 1)
    assert "You or they have another chat at that time by now." in page
    assert (page.count(f'value="{first.pk}"'), page.count(f'value="{second.pk}"')) == (0, 1)


def test_what_came_into_the_calendar_since_the_look_is_asked_about_once():
    invitation = countered()
    slot = invitation.slots.proposed().first()
    assert "though_busy" not in get(invitation).content.decode()
    make_busy(invitation.seeker, slot.starts_at)
    response = post(invitation, "accept", slot=slot.pk)
    page = response.content.decode()
    assert (response.status_code, Chat.objects.count()) == (409, 0)
    assert "Something has come into your calendar at that time." in page
    assert page.count('name="though_busy" value="yes"') == 1
    post(invitation, "accept", slot=slot.pk, though_busy="yes")
    assert Chat.objects.get().starts_at == slot.starts_at


@pytest.mark.parametrize("slot", ["", "x", "0", "9" * 30, "-1", "²"])
def test_a_slot_that_is_not_proposed_is_refused(slot):
    response = post(countered(), "accept", slot=slot)
    assert (response.status_code, Chat.objects.count()) == (409, 0)


def test_another_invitations_proposal_is_refused():
    other = countered().slots.proposed().first()
    response = post(countered(), "accept", slot=other.pk)
    assert (response.status_code, Chat.objects.count()) == (409, 0)


# -- Link, withdrawal ----------------------------------------------------------------------------


def test_a_copied_link_opens_the_hosts_page_and_is_shown_once():
    invitation = make_sent_invitation()
    links = Link.objects.count()
    response = post(invitation, "link")
    link = response.context["link"]
    assert (response.status_code, Link.objects.count()) == (200, links + 1)
    assert "no-store" in response["Cache-Control"]
    assert Client().get(link[link.index("/i/") :]).status_code == 200
    assert "/i/" not in get(invitation).content.decode()


def test_a_closed_invitation_has_no_link_to_copy():
    invitation = make_sent_invitation()
    lifecycle.withdraw(invitation, now=NOW)
    links = Link.objects.count()
    assert post(invitation, "link").status_code == 409
    assert Link.objects.count() == links


def test_withdrawing_takes_it_back_with_its_e_mail():
    invitation = make_sent_invitation()
    response = post(invitation, "withdraw")
    invitation.refresh_from_db()
    assert (response.url, invitation.status) == (path(invitation), InvitationStatus.WITHDRAWN)
    assert statuses(invitation) == {"invitation": Status.CANCELLED}


def test_a_booked_invitation_cannot_be_withdrawn():
    chat = make_chat()
    response = post(chat.invitation, "withdraw")
    assert (response.status_code, Chat.objects.get().status) == (409, ChatStatus.SCHEDULED)
    assert "You can cancel it on its page." in response.content.decode()


# -- Other times ---------------------------------------------------------------------------------


def test_other_times_after_a_proposal_go_out_in_the_same_thread():
    invitation = countered()
    response = post(invitation, "times", offer="1", times=TYPED_LATER)
    invitation.refresh_from_db()
    assert (response.url, invitation.status) == (path(invitation), InvitationStatus.SENT)
    assert list(Slot.objects.offered().values_list("starts_at", flat=True)) == [
        datetime(2026, 12, day, 15, 0, tzinfo=UTC) for day in (8, 9, 10)
    ]
    assert queued(invitation)["new_times"].headers["In-Reply-To"] == invitation.thread_id


def test_too_few_other_times_are_kept_and_asked_for():
    invitation = countered()
    response = post(invitation, "times", offer="1", times=TYPED_LATER[:2])
    assert (response.status_code, response.context["desk"].problems) == (
        422,
        [("times", "Please offer three times or more, so that one of them fits.")],
    )
    assert [time.raw for time in response.context["desk"].times] == TYPED_LATER[:2]
    assert "new_times" not in statuses(invitation)


def test_turning_the_week_of_other_times_offers_nothing():
    invitation = countered()
    response = post(invitation, "times", go="2026-12-14", times=TYPED_LATER)
    assert response.status_code == 200
    assert [row.raw for row in response.context["desk"].rows[:3]] == TYPED_LATER
    assert "new_times" not in statuses(invitation)


def test_other_times_wait_while_some_are_still_free():
    response = post(make_sent_invitation(), "times", offer="1", times=TYPED_LATER)
    assert response.status_code == 409
    assert "There are still free times to choose from" in response.content.decode()


def test_other_times_can_be_offered_when_none_is_left(clock):
    invitation = make_sent_invitation()
    clock.move_to(three_times()[2])
    assert post(invitation, "times", offer="1", times=TYPED_LATER).status_code == 302
    assert Slot.objects.open(timezone.now()).count() == 3


# -- Strangers -----------------------------------------------------------------------------------

PAGES = [
    ("", "get"),
    ("times", "get"),
    ("times", "post"),
    ("accept", "post"),
    ("withdraw", "post"),
    ("link", "post"),
]


@pytest.mark.parametrize(("page", "method"), PAGES)
def test_strangers_find_nothing_and_change_nothing(page, method):
    invitation = countered()
    before = (Invitation.objects.values().get(pk=invitation.pk), Link.objects.count())
    target = path(invitation, page) if page else path(invitation)
    data = {"slot": invitation.slots.proposed().first().pk, "offer": "1", "times": TYPED_LATER}
    assert getattr(signed_in(make_seeker()), method)(target, data).status_code == 404
    signed_out = getattr(Client(), method)(target)
    assert (signed_out.status_code, signed_out.url[:16]) == (302, "/accounts/login/")
    assert (Invitation.objects.values().get(pk=invitation.pk), Link.objects.count()) == before


def test_looking_changes_nothing():
    invitation = countered()
    client = signed_in(invitation.seeker)
    before = (Invitation.objects.values().get(pk=invitation.pk), Link.objects.count())
    for target in (path(invitation), path(invitation, "times"), "/invitations/"):
        assert client.get(target).status_code == 200
        assert client.head(target).status_code == 200
    assert (Invitation.objects.values().get(pk=invitation.pk), Link.objects.count()) == before
    assert invitation.answers.get().kind == AnswerKind.COUNTER
