"""What the host's buttons do, and what nothing but a button does."""

import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from archive.lifecycle import erase
from chats import lifecycle, tokens
from chats.host.actions import ACTIONS
from chats.models import Chat, Invitation, Link
from chats.states import AnswerKind, ChatStatus, InvitationStatus, Side, Way
from chats.tasks import forget_links
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail
from outbox.suppression import is_suppressed
from tests import by_link
from tests.chats.hosts import NOW, at, form_token_in, post, soon
from tests.expect import let_leave
from tests.factories import (
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
)
from tests.links.rows import undone

pytestmark = pytest.mark.django_db

ADDRESSES = [*(action.address for action in ACTIONS), "opt-out"]


def everything_stored() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    stored = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t ORDER BY 1')
            stored[table] = cursor.fetchall()
    return stored


def one_click_path(invitation: Invitation) -> str:
    after = invitation.expires_at or NOW
    url = tokens.mint(
        invitation, purpose=Link.Purpose.OPT_OUT, after=after, to=invitation.contact.email
    )
    return url[url.index("/i/") :]


def emails_of(kind: str) -> int:
    return OutgoingEmail.objects.filter(kind=kind, status="pending").count()


# -- Looking changes nothing ----------------------------------------------------------------------


@pytest.mark.parametrize("state", ["sent", "countered", "booked", "declined", "withdrawn"])
def test_safe_methods_change_nothing(client: Client, state: str) -> None:
    invitation, path = in_state(state)
    pages = [path, f"{path}?time=1&slot=1", f"{path}chat.ics", one_click_path(invitation)]
    pages += [f"{path}{action}/?slot=1&way=video&form_token=x" for action in ADDRESSES]
    asked = [(method, page) for page in pages for method in ("get", "head", "options")]
    with at(soon()):
        changed = {request: tables_changed_by(client, *request) for request in asked}
    assert {request: tables for request, tables in changed.items() if tables} == {}


def tables_changed_by(client: Client, method: str, page: str) -> set[str]:
    with undone() as tables:
        getattr(client, method)(page)
    return tables


def in_state(state: str) -> tuple[Invitation, str]:
    invitation = make_chat().invitation if state == "booked" else make_sent_invitation()
    path = make_link(invitation)
    if state == "countered":
        by_link.propose(invitation, times=[NOW + timedelta(days=2)], way=Way.VIDEO, now=NOW)
    if state == "declined":
        by_link.decline(invitation, now=NOW)
    if state == "withdrawn":
        lifecycle.withdraw(invitation, now=NOW)
    return invitation, path


@pytest.mark.parametrize("action", ADDRESSES)
@pytest.mark.parametrize("form_token", ["", "forged", "of another link", "old"])
def test_without_form_token_nothing_happens(client: Client, action: str, form_token: str) -> None:
    chat_or_ask = make_chat().invitation if action in {"move", "cancel"} else make_sent_invitation()
    path = make_link(chat_or_ask)
    sent = {"": "", "forged": "forged:form_token", "of another link": _foreign(), "old": _old(path)}
    slot = chat_or_ask.slots.latest("starts_at")
    before = everything_stored()
    fields = {"slot": slot.pk, "way": "video", "time_1": "2026-12-01T10:00", "line": "Kept line"}
    with at(soon()):
        response = client.post(f"{path}{action}/", {"form_token": sent[form_token], **fields})
    assert response.status_code == 422
    assert everything_stored() == before
    assert "nothing was sent" in response.content.decode()
    if action in {"take", "propose", "decline", "move", "cancel"}:
        assert "Kept line" in response.content.decode()


def _foreign() -> str:
    return tokens.form_token(Link(pk=10_000_000), NOW)


def _old(path: str) -> str:
    return tokens.form_token(Link.objects.latest("pk"), NOW - timedelta(days=31))


def test_a_form_token_is_as_old_as_the_moments_it_is_given() -> None:
    link = Link(pk=1)
    form_token = tokens.form_token(link, NOW)
    ages = [timedelta(0), timedelta(days=30), timedelta(days=30, seconds=1)]
    assert [tokens.is_form_token_of(link, form_token, NOW + age) for age in ages] == [
        True,
        True,
        False,
    ]


def test_a_form_token_from_before_this_release_is_still_good() -> None:
    """It was stamped by Django, in the form that ours has."""
    with at(NOW):
        form_token = signing.dumps(1, salt=tokens.FORM_TOKEN_SALT)
    assert form_token == tokens.form_token(Link(pk=1), NOW)


def test_safe_methods_on_a_verb_lead_back_to_the_page(client: Client) -> None:
    path = make_link(make_sent_invitation())
    assert client.get(f"{path}take/").headers["Location"] == path


# -- Taking a time --------------------------------------------------------------------------------


def test_taking_a_time_books_it_and_shows_it_at_the_same_address(client: Client) -> None:
    invitation = make_sent_invitation()
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        response = post(
            client,
            path,
            "take",
            slot=slot.pk,
            way="phone",
            phone="+1 555 0100",
            line="Gladly",
            zone="Europe/Paris",
        )
        assert (response.status_code, response.headers["Location"]) == (303, path)
        assert "Booked" in client.get(path).content.decode()
    chat = Chat.objects.get()
    assert (chat.starts_at, chat.way, chat.where) == (slot.starts_at, "phone", "+1 555 0100")
    answer = invitation.answers.get()
    assert (answer.kind, answer.line) == (AnswerKind.TAKE, "Gladly")
    invitation.refresh_from_db()
    assert invitation.host_zone.key == "Europe/Paris"
    assert (emails_of("booked_host"), emails_of("booked_seeker")) == (1, 1)
    assert "Gladly" in OutgoingEmail.objects.get(kind="booked_seeker").text


def test_a_link_sent_by_hand_after_a_bounce_can_be_answered(client: Client) -> None:
    invitation = make_sent_invitation()
    lifecycle.undeliverable(invitation, reason="550 No such user", now=NOW)
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        assert post(client, path, "take", slot=slot.pk, way="video").status_code == 303
    assert Chat.objects.get().starts_at == slot.starts_at


def test_pressing_twice_books_once(client: Client) -> None:
    invitation = make_sent_invitation()
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        for _ in range(2):
            assert post(client, path, "take", slot=slot.pk, way="video").status_code == 303
    assert Chat.objects.count() == 1
    assert emails_of("booked_host") == 1


def test_an_old_tab_moves_nothing_and_keeps_its_choice_in_the_form_that_does(
    client: Client,
) -> None:
    invitation = make_sent_invitation()
    path, first = make_link(invitation), invitation.slots.earliest("starts_at")
    last = invitation.slots.latest("starts_at")
    with at(soon()):
        page = client.get(path)
        post(client, path, "take", slot=first.pk, way="phone")
        old = {
            "form_token": form_token_in(page),
            "slot": last.pk,
            "way": "video",
            "line": "Kept line",
        }
        response = client.post(f"{path}take/", old)
    text = response.content.decode()
    assert response.status_code == 409
    assert " already. You can move it below." in text
    form = text.split("<details open>\n  <summary>Move it to another time")[1].split("</form>")[0]
    assert f'slot--picked" name="slot" value="{last.pk}"' in form
    assert "Kept line</textarea>" in form
    chat = Chat.objects.get()
    assert (chat.starts_at, chat.way, chat.sequence) == (first.starts_at, "phone", 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"way": ""}, "Please choose how you would like to meet."),
        ({"way": "carrier pigeon"}, "Please choose how you would like to meet."),
        ({"way": "phone"}, "Please leave a number that Sam can call."),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_the_rest_kept(
    client: Client, fields: dict[str, str], said: str
) -> None:
    invitation = make_sent_invitation(phone="")
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        response = post(client, path, "take", slot=slot.pk, line="Kept line", **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert "Kept line" in page
    assert not Chat.objects.exists()


def test_a_lost_race_keeps_what_was_typed_and_offers_the_rest(client: Client) -> None:
    seeker = make_seeker()
    invitation = make_sent_invitation(make_contact(seeker))
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        page = client.get(path)
        make_chat(make_contact(seeker, "Ada Rival"), starts_at=slot.starts_at)
        with patch("tests.chats.hosts.Client.get", return_value=page):
            response = post(client, path, "take", slot=slot.pk, way="video", line="Kept line")
    text = response.content.decode()
    assert response.status_code == 409
    assert "That time has just been taken. Here is what is still free." in text
    assert "Kept line" in text
    assert 'value="video" required checked' in text
    assert text.count('name="slot"') == 2
    assert Chat.objects.count() == 1


def test_a_slot_of_another_invitation_is_refused(client: Client) -> None:
    other = make_sent_invitation().slots.earliest("starts_at")
    path = make_link(make_sent_invitation())
    with at(soon()):
        response = post(client, path, "take", slot=other.pk, way="video")
    assert response.status_code == 409
    assert "no longer offered" in response.content.decode()
    assert not Chat.objects.exists()


def test_a_stranger_without_the_token_reaches_nothing(client: Client) -> None:
    invitation = make_sent_invitation()
    slot = invitation.slots.earliest("starts_at")
    form_token = tokens.form_token(Link.objects.latest("pk"), NOW)
    for action in ADDRESSES:
        response = client.post(
            f"/i/not-the-token/{action}/",
            {"form_token": form_token, "slot": slot.pk, "way": "video"},
        )
        assert response.status_code == 404
        assert "Sam Rivera" not in response.content.decode()
    assert not Chat.objects.exists()


# -- Proposing, declining, taking back ------------------------------------------------------------


def test_proposing_keeps_times_typed_in_the_shown_zone(client: Client) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    with at(soon()):
        response = post(
            client,
            path,
            "propose",
            time_1="2026-12-01T09:30",
            time_2="",
            time_3="2026-12-02T14:00",
            way="video",
            zone="Asia/Kolkata",
            line="Mornings are best",
        )
    assert response.status_code == 303
    proposed = invitation.slots.filter(by=Side.HOST).values_list("starts_at", flat=True)
    assert list(proposed) == [
        datetime(2026, 12, 1, 4, 0, tzinfo=UTC),
        datetime(2026, 12, 2, 8, 30, tzinfo=UTC),
    ]
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.COUNTERED
    assert emails_of("countered_seeker") == 1


@pytest.mark.parametrize(
    ("time", "zone", "said"),
    [
        ("", "Europe/Berlin", "Please give at least one time."),
        ("soon", "Europe/Berlin", "Please give a day and an hour"),
        ("2026-11-22T10:00", "Europe/Berlin", "That time has passed already."),
        ("2027-03-28T02:30", "Europe/Berlin", "skip this time"),
        ("2027-10-31T02:30", "Europe/Berlin", "comes twice"),
    ],
)
def test_a_time_that_cannot_be_is_said_beside_it(
    client: Client, time: str, zone: str, said: str
) -> None:
    path = make_link(make_sent_invitation())
    with at(soon()):
        response = post(client, path, "propose", time_1=time, way="video", zone=zone)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert f'value="{time}"' in response.content.decode()
    assert Invitation.objects.get().status == InvitationStatus.SENT


def test_declining_with_a_line(client: Client) -> None:
    path = make_link(make_sent_invitation())
    with at(soon()):
        assert post(client, path, "decline", line="On leave until May").status_code == 303
    invitation = Invitation.objects.get()
    assert invitation.status == InvitationStatus.DECLINED
    email = OutgoingEmail.objects.get(kind="declined_seeker")
    assert "On leave until May" in email.text


def test_a_link_that_has_run_out_answers_nothing(client: Client) -> None:
    path = make_link(make_sent_invitation())
    Link.objects.update(expires_at=NOW)
    with at(soon()):
        assert post(client, path, "decline").status_code == 410
    assert Invitation.objects.get().status == InvitationStatus.SENT


def test_undo_within_the_minute_reaches_nobody(client: Client) -> None:
    invitation = make_sent_invitation()
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon()):
        post(client, path, "take", slot=slot.pk, way="video")
        assert post(client, path, "undo").status_code == 303
        assert client.get(path).content.decode().count('name="slot"') == 3
    assert Chat.objects.get().status == ChatStatus.CANCELLED
    assert (emails_of("booked_seeker"), emails_of("cancelled_seeker")) == (0, 0)


def test_undo_after_fifteen_minutes_is_refused_kindly(client: Client) -> None:
    path = make_link(make_chat().invitation)
    with at(soon(16)):
        response = post(client, path, "undo")
    assert response.status_code == 409
    assert "more than 15 minutes ago" in response.content.decode()
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


def test_a_no_can_become_a_yes(client: Client) -> None:
    invitation = make_sent_invitation()
    path, slot = make_link(invitation), invitation.slots.earliest("starts_at")
    with at(soon(30)):
        post(client, path, "decline")
        assert post(client, path, "take", slot=slot.pk, way="video").status_code == 303
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


# -- Moving and cancelling ------------------------------------------------------------------------


def test_moving_to_another_offered_time(client: Client) -> None:
    chat = make_chat()
    let_leave(chat)
    path, slot = make_link(chat.invitation), chat.invitation.slots.latest("starts_at")
    with at(soon()):
        assert post(client, path, "move", slot=slot.pk, line="Sorry").status_code == 303
    moved = Chat.objects.get()
    assert (moved.pk, moved.uid, moved.sequence) == (chat.pk, chat.uid, 1)
    assert moved.starts_at == slot.starts_at
    assert (emails_of("moved_host"), emails_of("moved_seeker")) == (1, 1)


def test_moving_to_a_time_of_their_own(client: Client) -> None:
    path = make_link(make_chat().invitation)
    with at(soon()):
        response = post(client, path, "move", starts_at="2026-12-01T09:30", zone="America/New_York")
    assert response.status_code == 303
    assert Chat.objects.get().starts_at == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


def test_moving_a_chat_that_was_cancelled_meanwhile_changes_nothing(client: Client) -> None:
    chat = make_chat()
    path, slot = make_link(chat.invitation), chat.invitation.slots.latest("starts_at")
    lifecycle.cancel(chat, by=Side.HOST, now=soon())
    with at(soon(5)):
        response = post(client, path, "move", slot=slot.pk)
    assert response.status_code == 409
    assert "There is no chat to change any more." in response.content.decode()
    assert not Chat.objects.live().exists()


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [("", "Please give a new time."), ("2026-11-01T09:30", "That time has passed already.")],
)
def test_moving_needs_a_time_to_come(client: Client, starts_at: str, said: str) -> None:
    chat = make_chat()
    with at(soon()):
        response = post(client, make_link(chat.invitation), "move", starts_at=starts_at)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert Chat.objects.get().starts_at == chat.starts_at


def test_cancelling_frees_the_time_and_tells_the_seeker_why(client: Client) -> None:
    path = make_link(make_chat().invitation)
    OutgoingEmail.objects.update(status="sent")  # both know of the chat already
    with at(soon(30)):
        assert post(client, path, "cancel", line="A cold").status_code == 303
    chat = Chat.objects.get()
    assert (chat.status, chat.cancelled_by) == (ChatStatus.CANCELLED, Side.HOST)
    assert not chat.attendances.exists()
    assert "A cold" in OutgoingEmail.objects.get(kind="cancelled_seeker").text


def test_a_chat_that_has_begun_is_changed_by_nobody(client: Client) -> None:
    chat = make_chat()
    path = make_link(chat.invitation)
    with at(soon()):
        page = client.get(path)
    with at(chat.starts_at), patch("tests.chats.hosts.Client.get", return_value=page):
        response = post(client, path, "cancel")
    assert response.status_code == 409
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


# -- Never again ----------------------------------------------------------------------------------


def test_opting_out_binds_and_can_be_taken_back(client: Client) -> None:
    invitation = make_sent_invitation()
    path, address = make_link(invitation), invitation.contact.email
    with at(soon()):
        response = post(client, path, "opt-out")
        assert response.headers["Location"] == f"{path}opt-out/"
        page = client.get(f"{path}opt-out/").content.decode()
        assert "We will not write to you again" in page
        assert is_suppressed(address)
        post(client, path, "undo")
    assert not is_suppressed(address)
    assert Invitation.objects.get().status == InvitationStatus.SENT


CANCELS = "This also cancels your chat of Thursday 26 November 2026, 10:00"


def test_both_forms_say_beforehand_that_never_again_cancels_the_chat(client: Client) -> None:
    chat = make_chat()
    path = make_link(chat.invitation)
    with at(soon()):
        pages = [client.get(one).content.decode() for one in (path, f"{path}opt-out/")]
    assert [page.count(CANCELS) for page in pages] == [1, 1]
    with at(chat.starts_at + timedelta(minutes=1)):
        pages = [client.get(one).content.decode() for one in (path, f"{path}opt-out/")]
    assert [page.count("This also cancels") for page in pages] == [0, 0]
    asked = make_link(make_sent_invitation())
    with at(soon()):
        assert "This also cancels" not in client.get(asked).content.decode()
        assert "This also cancels" not in client.get(f"{asked}opt-out/").content.decode()


def test_after_never_again_both_pages_say_what_is_cancelled_and_what_an_undo_does(
    client: Client,
) -> None:
    chat = make_chat()
    path = make_link(chat.invitation)
    with at(soon()):
        post(client, path, "opt-out")
        pages = [client.get(one).content.decode() for one in (path, f"{path}opt-out/")]
        for page in pages:
            assert "our chat of Thursday 26 November 2026, 10:00" in page
            assert "told" in page
            assert "you can be written to again, and your chat stays cancelled." in page
            assert "These times are still open then:" in page
            assert "<li>Thursday 26 November, 10:00 to 10:25, New York, UTC" in page
        assert post(client, path, "undo").status_code == 303
        assert client.get(path).content.decode().count('name="slot"') == 3
    assert Chat.objects.get().status == ChatStatus.CANCELLED
    assert not is_suppressed(chat.contact.email)


@pytest.mark.parametrize("end", ["expired", "withdrawn", "link expired"])
def test_opting_out_stays_possible_however_it_ended(client: Client, end: str) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    if end == "withdrawn":
        lifecycle.withdraw(invitation, now=NOW)
    later = {"expired": timedelta(days=60), "link expired": timedelta(days=400)}
    with at(NOW + later.get(end, timedelta(hours=1))):
        assert post(client, path, "opt-out").status_code == 303
    assert is_suppressed(invitation.contact.email)


def test_one_click_from_a_mail_program(client: Client) -> None:
    invitation = make_sent_invitation()
    path = f"{one_click_path(invitation)}"
    with at(soon()):
        for _ in range(2):
            response = Client(enforce_csrf_checks=True).post(
                path, {"List-Unsubscribe": "One-Click"}
            )
            assert (response.status_code, response.cookies) == (200, {})
            assert response["Content-Type"] == "text/plain"
    assert is_suppressed(invitation.contact.email)
    assert Invitation.objects.get().status == InvitationStatus.DECLINED
    assert emails_of("declined_seeker") == 1


def test_the_page_of_one_click_says_before_and_after_what_it_does(client: Client) -> None:
    chat = make_chat()
    path = one_click_path(chat.invitation)
    with at(soon()):
        before = client.get(path).content.decode()
        client.post(path, {"List-Unsubscribe": "One-Click"})
        after = client.get(path).content.decode()
    with at(soon(20)):
        later = client.get(path).content.decode()
    assert CANCELS in before
    assert ("<button" in before, "<button" in after, "<button" in later) == (True, False, False)
    assert "It is done" in after
    assert "Your chat of Thursday 26 November 2026, 10:00" in after
    assert "for 15 minutes “Undo” stands there" in after
    assert "If you change your mind, whoever runs this site can lift it." in later


def test_one_click_needs_its_own_kind_of_token(client: Client) -> None:
    invitation = make_sent_invitation()
    assert client.post(f"{make_link(invitation)}one-click/").status_code == 404
    assert not is_suppressed(invitation.contact.email)


def test_a_link_that_was_copied_opts_nobody_out(client: Client) -> None:
    invitation = make_sent_invitation()
    url = lifecycle.copy_link(invitation)
    path = url[url.index("/i/") :]
    assert "opt-out" not in client.get(path).content.decode()
    response = post(client, path, "opt-out")
    assert "we do not know your address" in response.content.decode()
    assert not is_suppressed(invitation.contact.email)
    assert Invitation.objects.get().status == InvitationStatus.SENT


@pytest.mark.parametrize("became", [ChatStatus.HELD, ChatStatus.NO_SHOW])
def test_never_again_is_offered_and_works_after_the_chat(client: Client, became: str) -> None:
    chat = make_chat()
    Chat.objects.update(status=became)
    path = make_link(chat.invitation)
    assert "opt-out" in client.get(path).content.decode()
    assert post(client, path, "opt-out").status_code == 303
    assert is_suppressed(chat.contact.email)


def test_one_click_works_though_the_seeker_deleted_the_contact(client: Client) -> None:
    invitation = make_sent_invitation()
    address, path = invitation.contact.email, one_click_path(invitation)
    answer_path = make_link(invitation)
    invitation.contact.delete()
    forget_links()
    assert client.get(answer_path).status_code == 410
    assert client.post(path).status_code == 200
    assert is_suppressed(address)


@pytest.mark.parametrize("verb", ["take", "propose", "move", "cancel", "decline", "undo", "free"])
def test_behind_a_link_whose_invitation_is_gone_is_nothing_to_answer(
    client: Client, verb: str
) -> None:
    invitation = make_sent_invitation()
    path = make_link(invitation)
    invitation.contact.delete()
    for answer in (client.get(path), client.post(f"{path}{verb}/", {"form_token": "x"})):
        assert answer.status_code == 410
        assert "has taken everything away" in answer.content.decode()
        assert answer["Referrer-Policy"] == "no-referrer"


def test_never_again_in_the_last_e_mail_of_an_erased_account_works(client: Client) -> None:
    chat = make_chat(starts_at=timezone.now() + timedelta(days=2), now=timezone.now())
    address = chat.contact.email
    let_leave(chat)
    erase(chat.seeker, now=timezone.now())
    text = OutgoingEmail.objects.get(kind="cancelled_host").text
    found = re.search(r"(/i/\S+)opt-out/", text)
    assert found
    form_token = form_token_in(client.get(f"{found[1]}opt-out/"))
    assert client.post(f"{found[1]}opt-out/", {"form_token": form_token}).status_code == 303
    assert is_suppressed(address)
    page = client.get(f"{found[1]}opt-out/").content.decode()
    assert "We will not write to you again" in page


def test_links_without_an_invitation_are_forgotten_in_their_time() -> None:
    invitation = make_sent_invitation()
    make_link(invitation)
    lifecycle.copy_link(invitation)  # speaks for nobody
    invitation.contact.delete()
    forget_links()
    assert set(Link.objects.values_list("purpose", "address")) == {
        (Link.Purpose.OPT_OUT, address_hash(invitation.contact.email)),
        (Link.Purpose.ANSWER, address_hash(invitation.contact.email)),
    }
    Link.objects.update(expires_at=NOW - timedelta(days=365))
    forget_links()
    assert not Link.objects.exists()
