"""A chat that was agreed elsewhere, or that has been: added in three fields, and then like any."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.errors import Refused, TimeTaken
from chats.meeting.by_hand import AnotherThen, Meeting
from chats.models import Answer, Attendance, Chat, Invitation
from chats.states import ChatStatus, InvitationStatus, Side, Way
from contacts.models import Contact
from contacts.states import Stage
from followups.models import FollowUp
from followups.tasks import sweep
from outbox.models import OutgoingEmail
from outbox.states import Status
from progress.figures import figures_of
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)
SOON = datetime.fromisoformat("2026-12-03T14:00+00:00")
LAST_WEEK = NOW - timedelta(days=10)
ADD = reverse("chats:add")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(LATER, tick=False) as traveller:
        yield traveller


def meeting(starts_at=SOON, **fields):
    return Meeting(starts_at, **{"minutes": 25, "way": Way.VIDEO, **fields})


def add(contact, starts_at=SOON, **fields):
    chat = lifecycle.add_chat(contact, meeting(starts_at, **fields), now=LATER)
    chat.refresh_from_db()
    return chat


def stage(contact):
    return Contact.objects.get(pk=contact.pk).stage


def emails():
    rows = OutgoingEmail.objects.filter(status=Status.PENDING)
    return sorted(rows.values_list("kind", flat=True))


def signed_in(seeker):
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(seeker, contact=None, **data):
    typed = {"starts_at": "2026-12-03T15:00", "way": "video", **data}
    query = f"?contact={contact.pk}" if contact else ""
    return signed_in(seeker).post(ADD + query, typed)


# -- Without an ask --------------------------------------------------------------------------------


def test_what_was_agreed_is_booked_and_nobody_is_told():
    contact = make_contact()
    chat = add(contact)
    assert (chat.status, chat.told_by_seeker, chat.host_address) == ("scheduled", True, "")
    assert (stage(contact), emails(), chat.reminders.count()) == (Stage.BOOKED, [], 3)
    assert Attendance.objects.count() == 2


def test_what_holds_it_is_no_letter():
    contact = make_contact()
    chat = add(contact)
    holder, client = chat.invitation, signed_in(contact.seeker)
    assert (holder.asked_elsewhere, holder.message, holder.emails_sent) == (True, "", 0)
    assert client.get(holder.get_absolute_url()).url == chat.get_absolute_url()
    assert not any(tab["count"] for tab in client.get("/invitations/").context["tabs"])
    assert "Your invitation" not in client.get(chat.get_absolute_url()).content.decode()


def test_it_is_no_attempt_and_no_answer():
    contact = make_contact()
    add(contact, LAST_WEEK)
    figures = figures_of(contact.seeker, LATER)
    assert (figures["asks"]["sent"], figures["weeks"]) == (0, {})
    assert figures["people"]["met"] == 1


def test_what_has_been_is_held_and_its_thank_you_waits():
    contact = make_contact()
    chat = add(contact, LAST_WEEK)
    assert (chat.status, stage(contact)) == (ChatStatus.HELD, Stage.THANK)
    assert (Attendance.objects.count(), chat.reminders.count(), emails()) == (0, 0, [])
    sweep()
    thank_you = FollowUp.objects.thank_yous().get()
    assert (thank_you.chat, emails()) == (chat, [])
    client = signed_in(contact.seeker)
    page = client.get(reverse("followups:thank_you", args=[chat.pk])).content.decode()
    assert "Late is better than never" in page
    assert " left<" not in page
    assert "Late is better than never" in client.get("/").content.decode()


def test_it_is_added_for_somebody_new():
    seeker = make_seeker()
    post(seeker, who="Jonas Weber")
    contact = Contact.objects.get()
    assert (contact.name, contact.seeker, contact.stage) == ("Jonas Weber", seeker, "booked")


def test_a_name_that_is_known_is_them():
    contact = make_contact(name="Jonas Weber")
    post(contact.seeker, who="jonas weber")
    assert Chat.objects.get().contact == contact


def test_of_two_with_one_name_it_asks_which():
    seeker = make_seeker()
    make_contact(seeker, "Jonas Weber")
    meant = make_contact(seeker, "Jonas Weber")
    answer = post(seeker, who="Jonas Weber")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["who"])
    post(seeker, who="Jonas Weber", who_offset=meant.pk)
    assert Chat.objects.get().contact == meant


def test_nobody_elses_contacts_are_found():
    theirs = make_contact(name="Jonas Weber")
    seeker = make_seeker()
    post(seeker, who="Jonas Weber", who_offset=theirs.pk)
    assert Chat.objects.get().contact.seeker == seeker
    assert signed_in(seeker).get(f"{ADD}?contact={theirs.pk}").status_code == 404


def test_the_same_once_more_is_the_same_chat():
    contact = make_contact()
    assert add(contact) == add(contact)
    assert add(contact, LAST_WEEK) == add(contact, LAST_WEEK)
    assert (Chat.objects.count(), Invitation.objects.count()) == (2, 2)


def test_there_is_one_chat_to_come_with_each():
    contact = make_contact()
    add(contact)
    with pytest.raises(Refused, match="already a chat to come"):
        add(contact, SOON + timedelta(days=1))
    assert Invitation.objects.count() == 1


def test_nobody_is_in_two_chats_to_come():
    seeker = make_seeker()
    make_chat(make_contact(seeker), starts_at=SOON)
    with pytest.raises(TimeTaken):
        add(make_contact(seeker))
    answer = post(seeker, who="Jonas Weber")
    assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["starts_at"])
    assert not Contact.objects.filter(name="Jonas Weber").exists()


def test_what_has_been_beside_another_is_asked_about_once_and_kept():
    seeker = make_seeker()
    add(make_contact(seeker), LAST_WEEK)
    with pytest.raises(AnotherThen):
        add(make_contact(seeker), LAST_WEEK)
    assert add(make_contact(seeker), LAST_WEEK, though_another=True).status == ChatStatus.HELD


def test_a_calendar_entry_goes_to_them_where_it_is_ticked():
    contact = make_contact()
    post(contact.seeker, contact, tells_host="yes")
    assert Chat.objects.get().host_address == contact.email
    assert emails() == ["booked_host"]


def test_without_an_address_no_entry_can_go():
    contact = make_contact(email="")
    answer = post(contact.seeker, who=contact.name, tells_host="yes")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["tells_host"])


def test_entries_to_strangers_are_limited_like_letters(settings):
    settings.INVITATIONS_PER_DAY = 1
    seeker = make_seeker()
    add(make_contact(seeker), tells_host=True)
    with pytest.raises(Refused, match="24 hours"):
        add(make_contact(seeker), SOON + timedelta(days=1), tells_host=True)


def test_a_host_who_has_the_entry_may_call_it_off():
    contact = make_contact()
    chat = add(contact, tells_host=True)
    page = Client().get(make_link(chat.invitation)).content.decode()
    assert "Your chat with" in page
    lifecycle.cancel(chat, by=Side.HOST, now=LATER)
    assert "cancelled_seeker" in emails()
    assert stage(contact) == Stage.CLOSED


# -- With an ask -----------------------------------------------------------------------------------


def test_an_open_ask_is_answered_by_it():
    sent = make_sent_invitation()
    chat = add(sent.contact)
    sent.refresh_from_db()
    assert (chat.invitation, sent.status) == (sent, InvitationStatus.BOOKED)
    assert (Answer.objects.get().told_by_seeker, emails()) == (True, [])


def test_a_chat_from_before_the_ask_does_not_answer_it():
    sent = make_sent_invitation()
    chat = add(sent.contact, LAST_WEEK)
    sent.refresh_from_db()
    assert (chat.invitation.asked_elsewhere, sent.status) == (True, InvitationStatus.SENT)
    assert stage(sent.contact) == Stage.ASKED


def test_a_draft_stays_a_draft():
    draft = make_draft()
    assert add(draft.contact).invitation != draft


def test_what_is_asked_next_is_an_ask_like_any():
    contact = make_contact()
    add(contact, LAST_WEEK)
    sent = lifecycle.send(make_draft(contact, now=LATER), times=three_times(LATER), now=LATER)
    assert sent.status == InvitationStatus.SENT


# -- Taking it out ---------------------------------------------------------------------------------


@pytest.mark.parametrize("starts_at", [SOON, LAST_WEEK])
def test_one_press_takes_it_out_again(starts_at):
    contact = make_contact()
    chat = add(contact, starts_at)
    sweep()
    client, path = signed_in(contact.seeker), reverse("chats:remove", args=[chat.pk])
    assert path in client.get(chat.get_absolute_url()).content.decode()
    assert signed_in(make_seeker()).post(path).status_code == 404
    client.get(path)
    assert Chat.objects.count() == 1
    assert client.post(path).url == contact.get_absolute_url()
    assert (Chat.objects.count(), Invitation.objects.count()) == (0, 0)
    assert (stage(contact), FollowUp.objects.count()) == (Stage.TO_ASK, 0)
    assert client.get(contact.get_absolute_url()).status_code == 200


def test_an_ask_that_it_answered_waits_again():
    sent = make_sent_invitation()
    chat = add(sent.contact)
    lifecycle.remove_chat(chat, now=LATER)
    sent.refresh_from_db()
    assert (sent.status, stage(sent.contact)) == (InvitationStatus.SENT, Stage.ASKED)
    assert Chat.objects.count() == 0


def test_what_was_written_for_it_keeps_it():
    chat = add(make_contact(), LAST_WEEK)
    chat.jottings.create(text="Peat")
    with pytest.raises(Refused, match="worked with this chat"):
        lifecycle.remove_chat(chat, now=LATER)
    assert Chat.objects.count() == 1


def test_an_ask_of_before_says_how_far_they_are_once_it_is_out():
    contact = make_contact()
    first = add(contact, LAST_WEEK)
    second = add(contact)
    lifecycle.remove_chat(second, now=LATER)
    assert stage(contact) == Stage.THANK
    lifecycle.remove_chat(first, now=LATER)
    assert stage(contact) == Stage.TO_ASK


# -- The page --------------------------------------------------------------------------------------


def test_it_is_reached_from_chats_and_from_a_contact():
    contact = make_contact()
    client = signed_in(contact.seeker)
    for url in ("/chats/", "/chats/?show=past", contact.get_absolute_url()):
        assert ADD in client.get(url).content.decode()
    assert (
        client.get(ADD).status_code == client.get(f"{ADD}?contact={contact.pk}").status_code == 200
    )
    assert Chat.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "\u200b"}, "who"),
        ({"who": "x" * 101}, "who"),
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": "2025-01-03T15:00"}, "starts_at"),
        ({"starts_at": "2029-01-03T15:00"}, "starts_at"),
        ({"starts_at": "2026-10-25T02:30"}, "starts_at"),
        ({"way": ""}, "way"),
        ({"way": "pigeon"}, "way"),
        ({"minutes": "1000"}, "minutes"),
        ({"where": "not a link"}, "where"),
        ({"where": "x" * 201, "way": "in_person"}, "where"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(data, field):
    answer = post(make_seeker(), **{"who": "Jonas Weber", **data})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert (Chat.objects.count(), Contact.objects.count()) == (0, 0)


def test_three_fields_are_enough():
    seeker = make_seeker()
    assert post(seeker, who="Jonas Weber").status_code == 302
    chat = Chat.objects.get()
    assert (chat.minutes, chat.where, chat.way) == (25, "", Way.VIDEO)


def test_after_one_that_has_been_the_seeker_looks_back():
    answer = post(make_seeker(), who="Jonas Weber", starts_at="2026-11-20T15:00", minutes="90")
    chat = Chat.objects.get()
    assert answer.url == reverse("followups:after", args=[chat.pk])
    assert (chat.status, chat.minutes) == (ChatStatus.HELD, 90)


def test_pages_of_a_chat_that_was_added_open():
    chat = add(make_contact())
    client = signed_in(chat.seeker)
    for name in (
        "chats:chat",
        "chats:move",
        "chats:place",
        "chats:cancel",
        "chats:ics",
        "live:now",
    ):
        assert client.get(reverse(name, args=[chat.pk])).status_code == 200
    page = client.get(reverse("chats:cancel", args=[chat.pk])).content.decode()
    assert "agreed elsewhere" in page
