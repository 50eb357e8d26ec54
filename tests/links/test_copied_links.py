"""A link that was copied speaks for nobody: it writes to nobody, and reads nobody's calendar."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chats import agreed, lifecycle
from chats.errors import Refused, TimeTaken
from chats.host.actions import ACTIONS
from chats.meeting.move_conflicts import TOO_MANY_CONFLICTS
from chats.meeting.views.changes import BOOKED_ALREADY
from chats.models import Attendance, Chat, Invitation, Link
from chats.replies.hinting import note_reply
from chats.states import CalendarSaid, InvitationStatus, Side, Way
from chats.tokens import mint
from followups import lifecycle as followups
from followups.keep_in_touch import keeping
from followups.states import Kind
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail, Suppression
from outbox.suppression import is_suppressed, suppress
from tests import by_link
from tests.chats.hosts import at, post
from tests.expect import let_leave
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
)
from tests.links.copied import (
    VICTIM,
    ask,
    copy_link,
    force,
    later,
    letters_to,
    press,
    signed_in,
    take,
)

pytestmark = pytest.mark.django_db

HALF_HOURS = [datetime(2026, 11, 30, 9, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(8)]
BUSY = [HALF_HOURS[n] for n in (1, 2, 5, 7)]
LURE = "https://lure.example/win"


@pytest.fixture
def attacker() -> User:
    return make_seeker("Mal Ory", video_link=LURE)


@pytest.fixture
def busy_host() -> User:
    """Somebody with an account and four chats of their own."""
    victim = make_seeker("Vic Timm", email=VICTIM)
    for start in BUSY:
        make_chat(make_contact(victim), starts_at=start)
    return victim


def attended(address: str = VICTIM) -> set[datetime]:
    rows = Attendance.objects.filter(person=address_hash(address))
    return {start for start, _ in rows.values_list("chat__starts_at", "pk")}


# -- Nobody is written to ------------------------------------------------------------------


def bomb(path: str, slot: int, rounds: int = 6) -> list[int]:
    """Take and undo, letting every e-mail leave before the next."""
    answers = []
    for number in range(rounds):
        with at(later(3 * number)):
            answers.append(take(path, slot).status_code)
            letters_to(VICTIM)
            answers.append(force(path, "undo").status_code)
            letters_to(VICTIM)
    return answers


def test_taking_and_undoing_in_a_loop_writes_to_nobody(attacker: User) -> None:
    sent = ask(attacker, video_link=LURE)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
    assert set(bomb(path, sent.slots.earliest("starts_at").pk, rounds=5)) == {303}
    assert letters_to(VICTIM) == ["invitation"]


def test_through_the_delivered_link_the_host_does_hear_of_it(attacker: User) -> None:
    """The same loop is seen by `letters_to` where somebody has a right to it."""
    sent = ask(attacker, video_link=LURE)
    bomb(make_link(sent), sent.slots.earliest("starts_at").pk, rounds=1)
    assert letters_to(VICTIM) == ["invitation", "booked_host", "cancelled_host"]


@pytest.mark.parametrize("way", ["through their link", "through somebody else's"])
def test_after_never_again_a_copied_link_takes_no_answer(attacker: User, way: str) -> None:
    sent = ask(attacker, video_link=LURE)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        if way == "through their link":
            lifecycle.opt_out(sent, VICTIM, now=NOW)
        else:
            suppress(VICTIM, Suppression.Reason.OPT_OUT, at=NOW)
    assert set(bomb(path, sent.slots.earliest("starts_at").pk)) == {409}
    assert is_suppressed(VICTIM)
    assert not Chat.objects.exists()
    assert letters_to(VICTIM) == ["invitation"]


def test_never_again_binds_the_contact_whatever_address_is_typed_then(attacker: User) -> None:
    sent = ask(attacker)
    with at(NOW):
        client = signed_in(attacker)
        path = copy_link(client, sent)
        lifecycle.opt_out(sent, VICTIM, now=NOW)
        sent.contact.email = "another@example.com"
        sent.contact.save()
        assert take(path, sent.slots.earliest("starts_at").pk).status_code == 409


def test_it_binds_the_next_ask_to_the_contact_too(attacker: User) -> None:
    """Of which no answer stands yet that could be changed through its own e-mail alone."""
    first = ask(attacker)
    lifecycle.opt_out(first, VICTIM, now=NOW)
    first.contact.email = "another@example.com"
    first.contact.save()
    again = make_sent_invitation(first.contact)
    url = mint(again, purpose=Link.Purpose.ANSWER, after=later(60))
    with at(NOW):
        page = take(url[url.index("/i/") :], again.slots.earliest("starts_at").pk)
    assert page.status_code == 409
    assert "asked not to be written to" in page.content.decode()


def did_not_arrive(attacker: User) -> tuple[Invitation, str]:
    """An ask, and a link that was copied before the e-mail came back."""
    sent = ask(attacker)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
    suppress(VICTIM, Suppression.Reason.BOUNCE)
    lifecycle.undeliverable(sent, reason="550 5.1.1 No such user", now=NOW)
    return sent, path


def test_beside_an_address_that_does_not_exist_it_takes_none_either(attacker: User) -> None:
    sent, path = did_not_arrive(attacker)
    with at(NOW):
        page = take(path, sent.slots.earliest("starts_at").pk)
    assert page.status_code == 409
    assert "Please tell them one that does" in page.content.decode()
    assert not Chat.objects.exists()


PRESSES = ["/take/", "/propose/", "/decline/", "/undo/", "/move/", "/cancel/", "/free/"]


def shown(path: str) -> str:
    with at(NOW):
        return Client().get(path).content.decode()


@pytest.mark.parametrize("state", ["asked", "proposed", "booked"])
def test_after_never_again_its_page_says_so_beforehand_without_forms(
    attacker: User, state: str
) -> None:
    sent = ask(attacker, free_weeks=3)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
    if state == "proposed":
        by_link.propose(sent, times=[later(9000)], way="video", address="", now=NOW)
    if state == "booked":
        slot = sent.slots.earliest("starts_at")
        by_link.take(sent, slot.pk, way="video", address="", now=NOW)
    assert [press for press in PRESSES if press in shown(path)] != []
    suppress(VICTIM, Suppression.Reason.OPT_OUT, at=NOW)
    for page in (shown(path), shown(f"{path}free/"), shown(f"{path}move/free/")):
        assert [press for press in PRESSES if f'{press}"' in page] == []
        assert "no answer is taken through this link. If that was you" in page
        assert "whoever runs this site can lift it." in page


def test_beside_an_address_that_does_not_exist_its_page_says_so_beforehand(attacker: User) -> None:
    _, path = did_not_arrive(attacker)
    page = shown(path)
    assert [press for press in PRESSES if f'{press}"' in page] == []
    assert "Please tell them one that does, and it will be." in page


def test_the_delivered_link_keeps_its_forms(attacker: User) -> None:
    """What its own address says there is its own wish."""
    sent = ask(attacker)
    suppress(VICTIM, Suppression.Reason.OPT_OUT, at=NOW)
    assert '/take/"' in shown(make_link(sent))


@pytest.mark.parametrize("email", ["", "vic@example.com"])
def test_the_seekers_page_says_the_way_out_and_it_is_one(attacker: User, email: str) -> None:
    sent, path = did_not_arrive(attacker)
    client = signed_in(attacker)
    with at(NOW):
        page = client.get(sent.get_absolute_url()).content.decode()
        refused = client.post(reverse("chats:copy_link", args=[sent.pk]))
    assert "take it out" in page
    assert "Copy the link</button>" not in page
    assert refused.status_code == 409
    assert "a link takes no answer" in refused.content.decode()
    with at(NOW):
        edited = {"name": "Vic Timm", "email": email}
        client.post(reverse("contacts:edit", args=[sent.contact.pk]), edited)
        assert copy_link(client, sent)
        assert take(path, sent.slots.earliest("starts_at").pk).status_code == 303
    assert letters_to(VICTIM) == ["invitation"]


def test_a_chat_agreed_before_the_e_mail_came_back_can_be_called_off(attacker: User) -> None:
    sent = ask(attacker)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        take(path, sent.slots.earliest("starts_at").pk)
        suppress(VICTIM, Suppression.Reason.BOUNCE)
        assert force(path, "cancel").status_code == 303
    assert Chat.objects.get().status == "cancelled"


def test_after_never_again_no_link_can_be_copied(attacker: User) -> None:
    sent = ask(attacker)
    suppress(VICTIM, Suppression.Reason.OPT_OUT, at=NOW)
    with at(NOW):
        page = signed_in(attacker).post(reverse("chats:copy_link", args=[sent.pk]))
    assert page.status_code == 409
    assert "asked not to be written to" in page.content.decode()


def test_a_copied_link_does_not_take_never_again_back(attacker: User) -> None:
    sent = ask(attacker)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        lifecycle.opt_out(sent, VICTIM, now=NOW)
        assert force(path, "undo").status_code == 409
    assert is_suppressed(VICTIM)


def test_nor_of_an_ask_that_was_over_before(attacker: User) -> None:
    sent = ask(attacker)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        lifecycle.withdraw(sent, now=NOW)
        lifecycle.opt_out(sent, VICTIM, now=NOW)
        assert force(path, "undo").status_code == 410
    assert is_suppressed(VICTIM)


# -- What the seeker does to a chat that was agreed through a copied link ---------------------


def booked_by_hand(attacker: User) -> Chat:
    sent = ask(attacker, video_link=LURE)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        assert take(path, sent.slots.earliest("starts_at").pk).status_code == 303
    letters_to(VICTIM)
    return sent.chats.get()


def agreed_by_mail(attacker: User) -> Chat:
    sent = ask(attacker, video_link=LURE)
    return by_link.take(sent, sent.slots.earliest("starts_at").pk, way=Way.VIDEO, now=NOW)


def move(chat: Chat) -> None:
    to = chat.starts_at + timedelta(hours=1)
    lifecycle.reschedule(chat, starts_at=to, by=Side.SEEKER, line=LURE, now=later(5))


def place(chat: Chat) -> None:
    lifecycle.change_place(chat, way=Way.VIDEO, where=f"{LURE}/2", now=later(5))


def cancel(chat: Chat) -> None:
    lifecycle.cancel(chat, by=Side.SEEKER, line=LURE, now=later(5))


def confirm(chat: Chat) -> None:
    lifecycle.confirm(chat, line=LURE, now=later(5))


def remind(chat: Chat) -> None:
    lifecycle.remind(chat.reminders.get(kind="day_host"), now=chat.starts_at - timedelta(hours=20))


def reply(chat: Chat) -> None:
    """A forged one, as if from the host's calendar."""
    when = {"stamped_at": later(5), "now": later(5)}
    note_reply(chat, side=Side.HOST, said=CalendarSaid.DECLINED, sequence=chat.sequence, **when)


ROADS = [move, place, cancel, confirm, remind, reply]


@pytest.mark.parametrize("road", ROADS)
def test_nothing_about_a_chat_goes_to_an_address_that_nobody_answered_from(
    attacker: User, road: Callable[[Chat], None]
) -> None:
    road(booked_by_hand(attacker))
    assert letters_to(VICTIM) == ["invitation"]


@pytest.mark.parametrize("road", ROADS)
def test_each_of_these_is_written_to_whoever_agreed_themselves(
    attacker: User, road: Callable[[Chat], None]
) -> None:
    chat = agreed_by_mail(attacker)
    letters_to(VICTIM)
    road(chat)
    assert len(letters_to(VICTIM)) == 3


def test_no_thanks_and_no_greetings_go_there_either(attacker: User) -> None:
    chat, after = booked_by_hand(attacker), later(60 * 24 * 10)
    lifecycle.mark_held(chat, now=after)
    follow_up = followups.open_thank_you(chat, now=after)
    with pytest.raises(Refused, match="through a link that you passed on"):
        followups.send(follow_up, LURE, now=after)
    greeting = keeping.begin(chat.contact, Kind.RESOURCE, now=after)
    with pytest.raises(Refused, match="has not agreed to a chat from"):
        keeping.send_words(greeting, text=LURE, now=after)
    assert letters_to(VICTIM) == ["invitation"]


def test_nor_to_an_address_that_was_typed_after_the_chat(attacker: User) -> None:
    own = "mallory@example.net"
    chat = make_chat(make_contact(attacker, email=own), starts_at=later(60))
    after = later(60 * 3)
    chat.contact.email = VICTIM
    chat.contact.save()
    lifecycle.mark_held(chat, now=after)
    followups.send(followups.open_thank_you(chat, now=after), LURE, now=after)
    greeting = keeping.begin(chat.contact, Kind.RESOURCE, now=after)
    with pytest.raises(Refused, match="has not agreed to a chat from"):
        keeping.send_words(greeting, text=LURE, now=after)
    assert letters_to(VICTIM) == []
    assert "thank_you" in letters_to(own)


@pytest.mark.parametrize("road", ROADS)
def test_nor_about_a_chat_that_somebody_else_agreed_to(
    attacker: User, road: Callable[[Chat], None]
) -> None:
    """The seeker agrees from an address of their own, and types another's for the contact then."""
    chat = make_chat(make_contact(attacker, email="mallory@example.net"))
    chat.contact.email = VICTIM
    chat.contact.save()
    road(chat)
    assert letters_to(VICTIM) == []


def test_a_link_from_before_the_address_was_changed_speaks_for_the_one_before(
    attacker: User,
) -> None:
    sent = ask(attacker, email="mallory@example.net")
    path = make_link(sent)
    sent.contact.email = VICTIM
    sent.contact.save()
    with at(NOW):
        assert take(path, sent.slots.earliest("starts_at").pk).status_code == 303
    assert sent.chats.get().host_address == "mallory@example.net"
    assert letters_to(VICTIM) == []
    assert attended() == set()


# -- What was said through an e-mail is changed through it alone ------------------------------


def fields_for(invitation: Invitation, action: str) -> dict[str, object]:
    slot = invitation.slots.latest("starts_at")
    return {
        "take": {"slot": slot.pk, "way": "video"},
        "free": {"starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%MZ}", "way": "video"},
        "move/free": {"starts_at": f"{slot.starts_at:%Y-%m-%dT%H:%MZ}"},
        "propose": {"time_1": "2026-12-02T10:00", "way": "video"},
        "move": {"slot": slot.pk},
        "keep": {"back_to": slot.starts_at.isoformat()},
        "settle": {"on": slot.starts_at.isoformat()},
    }.get(action, {})


@pytest.mark.parametrize("action", [action.address for action in ACTIONS])
def test_a_chat_that_was_agreed_by_e_mail_is_not_changed_through_a_copied_link(
    attacker: User, action: str
) -> None:
    chat = agreed_by_mail(attacker)
    with at(later(1)):
        path = copy_link(signed_in(attacker), chat.invitation)
        page = Client().get(path).content.decode()
        response = force(path, action, **fields_for(chat.invitation, action))
    assert "only that link can change it" in page
    assert "cancel/" not in page
    assert response.status_code == 409
    assert "only that link can change it" in response.content.decode()
    unchanged = Chat.objects.get()
    assert (unchanged.sequence, unchanged.status) == (0, chat.status)


@pytest.mark.parametrize("action", ["take", "propose", "decline", "undo"])
@pytest.mark.parametrize("said", ["countered", "declined"])
def test_nor_is_a_no_or_a_proposal(attacker: User, said: str, action: str) -> None:
    sent = ask(attacker)
    with at(later(1)):
        path = copy_link(signed_in(attacker), sent)
        if said == "declined":
            by_link.decline(sent, address=VICTIM, now=NOW)
        else:
            by_link.propose(sent, times=[HALF_HOURS[0]], way=Way.VIDEO, now=NOW)
        assert "only that link can change it" in Client().get(path).content.decode()
        assert force(path, action, **fields_for(sent, action)).status_code == 409
    sent.refresh_from_db()
    assert sent.status == said
    assert sent.answers.filter(undone_at=None).count() == 1


def test_new_times_can_be_answered_through_any_link(attacker: User) -> None:
    sent = ask(attacker)
    by_link.propose(sent, times=[HALF_HOURS[0]], way=Way.VIDEO, now=NOW)
    lifecycle.offer_times(sent, times=[HALF_HOURS[3]], now=NOW)
    with at(later(1)):
        path = copy_link(signed_in(attacker), sent)
        assert take(path, sent.slots.filter(withdrawn_at=None).get().pk).status_code == 303


def test_whoever_has_the_e_mail_takes_over_what_was_answered_by_hand(attacker: User) -> None:
    """From then on it counts for them: they are told, and their time is held."""
    chat = booked_by_hand(attacker)
    slot = chat.invitation.slots.latest("starts_at")
    with at(later(10)):
        answer = post(Client(), make_link(chat.invitation), "move", slot=slot.pk)
    assert answer.status_code == 303
    chat.refresh_from_db()
    assert chat.host_address == VICTIM
    assert attended() == {slot.starts_at}
    assert letters_to(VICTIM) == ["invitation", "booked_host"]


# -- Nobody's calendar is read ------------------------------------------------------------------


def offered(attacker: User, times: list[datetime]) -> Invitation:
    return ask(attacker, times=times)


def test_taking_the_offered_times_one_by_one_tells_nothing(attacker: User, busy_host: User) -> None:
    sent = offered(attacker, HALF_HOURS)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        answers = []
        for slot in sent.slots.order_by("starts_at"):
            answers.append(take(path, slot.pk).status_code)
            press(path, "undo")
    assert answers == [303] * 8
    assert attended() == set(BUSY)


def test_through_the_delivered_link_the_host_is_told_of_their_own_chats(
    attacker: User, busy_host: User
) -> None:
    """The same walk does find them where the host takes it themselves."""
    sent = offered(attacker, HALF_HOURS)
    with at(NOW):
        path, answers = make_link(sent), []
        for slot in sent.slots.order_by("starts_at"):
            answers.append(take(path, slot.pk).status_code)
            force(path, "undo")
    assert answers == [409 if start in BUSY else 303 for start in HALF_HOURS]


def test_any_free_time_tells_nothing(attacker: User, busy_host: User) -> None:
    sent = ask(attacker, free_weeks=3)
    with at(NOW):
        path, answers = copy_link(signed_in(attacker), sent), []
        for start in HALF_HOURS:
            said = {"starts_at": f"{start:%Y-%m-%dT%H:%MZ}", "way": "video"}
            answers.append(force(path, "free", **said).status_code)
            force(path, "undo")
    assert answers == [303] * 8


def test_moving_through_the_copied_link_tells_nothing(attacker: User, busy_host: User) -> None:
    sent = ask(attacker, free_weeks=3)
    with at(NOW):
        path, answers = copy_link(signed_in(attacker), sent), []
        take(path, sent.slots.earliest("starts_at").pk)
        for start in HALF_HOURS[:5]:
            said = {"starts_at": f"{start:%Y-%m-%dT%H:%MZ}"}
            answers.append(force(path, "move/free", **said).status_code)
    assert answers == [303] * 5
    assert attended() == set(BUSY)


def test_accepting_what_a_copied_link_proposed_tells_nothing(
    attacker: User, busy_host: User
) -> None:
    sent, client = ask(attacker), signed_in(attacker)
    said = {f"time_{n}": f"{start:%Y-%m-%dT%H:%M}" for n, start in enumerate(HALF_HOURS[:3], 1)}
    with at(NOW):
        path = copy_link(client, sent)
        assert press(path, "propose", way="video", zone="UTC", **said).status_code == 303
        for slot in sent.slots.proposed():
            accept = client.post(
                reverse("chats:accept_proposal", args=[sent.pk]), {"slot": slot.pk}
            )
            chat = Chat.objects.live().get(invitation=sent)
            assert (accept.status_code, chat.starts_at) == (302, slot.starts_at)
            chat.attendances.all().delete()
            chat.delete()
            Invitation.objects.update(status=InvitationStatus.COUNTERED)
    assert attended() == set(BUSY)


def agreed_by(victim: User, attacker: User) -> Chat:
    """They did agree to one chat, at a time they have."""
    contact = make_contact(attacker, email=victim.email, time_zone="Europe/Berlin")
    return make_chat(contact, starts_at=HALF_HOURS[0] - timedelta(hours=2))


def moved_to(client: Client, chat: Chat, start: datetime) -> HttpResponse:
    to = {"starts_at": f"{start.astimezone(chat.seeker.time_zone):%Y-%m-%dT%H:%M}"}
    return client.post(reverse("chats:move", args=[chat.pk]), to)


def test_a_seeker_who_moves_an_agreed_chat_meets_two_of_the_others_at_most(
    attacker: User, busy_host: User
) -> None:
    """Each time that is free costs a move, of which the host hears; each that is not, a try."""
    chat, client = agreed_by(busy_host, attacker), signed_in(attacker)
    with at(NOW):
        answers = [moved_to(client, chat, start).status_code for start in HALF_HOURS[:4]]
    chat.refresh_from_db()
    assert answers == [302, 409, 409, 409]
    assert (chat.starts_at, chat.sequence) == (HALF_HOURS[0], 1)


def test_then_every_time_is_answered_alike(attacker: User, busy_host: User) -> None:
    chat, client = agreed_by(busy_host, attacker), signed_in(attacker)
    Chat.objects.filter(pk=chat.pk).update(move_conflicts=2)
    with at(NOW):
        pages = [moved_to(client, chat, start) for start in HALF_HOURS]
        look = client.get(reverse("chats:move", args=[chat.pk])).content.decode()
    said = {(page.status_code, *page.context["form"].errors["starts_at"]) for page in pages}
    assert said == {(409, TOO_MANY_CONFLICTS)}
    assert "Two times did not work out" in look
    assert "Move it</button>" not in look
    chat.refresh_from_db()
    assert (chat.sequence, chat.move_conflicts) == (0, 2)


def test_a_conflict_of_the_host_reads_like_one_of_the_seeker(
    attacker: User, busy_host: User
) -> None:
    chat, client = agreed_by(busy_host, attacker), signed_in(attacker)
    own = make_chat(make_contact(attacker), starts_at=HALF_HOURS[3])
    with at(NOW):
        pages = [moved_to(client, chat, start) for start in (own.starts_at, BUSY[0])]
    assert [page.context["form"].errors["starts_at"] for page in pages] == [[BOOKED_ALREADY]] * 2
    chat.refresh_from_db()
    assert chat.move_conflicts == 1


def test_no_host_who_agreed_is_ever_booked_twice(attacker: User, busy_host: User) -> None:
    chat = agreed_by(busy_host, attacker)
    moves = {"by": Side.SEEKER, "now": NOW}
    lifecycle.reschedule(chat, starts_at=HALF_HOURS[0], **moves)
    assert attended() == {*BUSY, HALF_HOURS[0]}
    with pytest.raises(TimeTaken):
        lifecycle.reschedule(chat, starts_at=BUSY[0], **moves)
    with pytest.raises(TimeTaken):
        lifecycle.reschedule(chat, starts_at=BUSY[1], by=Side.HOST, address=VICTIM, now=NOW)
    assert attended() == {*BUSY, HALF_HOURS[0]}


def moved_away_by_the_host(busy_host: User, attacker: User) -> tuple[Chat, datetime]:
    """And the time it had before is another chat's by now."""
    chat = agreed_by(busy_host, attacker)
    before = chat.starts_at
    lifecycle.reschedule(chat, starts_at=HALF_HOURS[0], by=Side.HOST, address=VICTIM, now=NOW)
    make_chat(make_contact(busy_host), starts_at=before)
    return chat, before


def test_going_back_to_the_time_before_a_move_counts_as_a_try(
    attacker: User, busy_host: User
) -> None:
    chat, before = moved_away_by_the_host(busy_host, attacker)
    for move_conflicts in (1, 2, 2):
        with pytest.raises(Refused, match="The time before is taken by now"):
            lifecycle.decline_move(chat, back_to=before, by=Side.SEEKER, now=NOW)
        chat.refresh_from_db()
        assert (chat.move_conflicts, chat.starts_at) == (move_conflicts, HALF_HOURS[0])


def test_what_new_rules_ask_counts_as_a_try(
    attacker: User, busy_host: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = agreed_by(busy_host, attacker)
    asked = SimpleNamespace(choices=[BUSY[0]])
    monkeypatch.setattr(agreed, "new_rules", lambda *_: asked)
    with pytest.raises(TimeTaken):
        lifecycle.settle(chat, on=BUSY[0], by=Side.SEEKER, now=NOW)
    chat.refresh_from_db()
    assert chat.move_conflicts == 1


def test_typing_an_address_fills_nobodys_calendar(attacker: User, busy_host: User) -> None:
    own = "mallory@example.net"
    chat, client = make_chat(make_contact(attacker, email=own)), signed_in(attacker)
    edited = {"name": chat.contact.name, "email": VICTIM}
    with at(later(1)):
        client.post(reverse("contacts:edit", args=[chat.contact.pk]), edited)
        lifecycle.reschedule(chat, starts_at=HALF_HOURS[0], by=Side.SEEKER, now=later(1))
    assert Chat.objects.get(pk=chat.pk).contact.email == VICTIM
    assert attended() == set(BUSY)
    assert attended(own) == {HALF_HOURS[0]}


def test_a_victims_own_offers_stay_open(attacker: User, busy_host: User) -> None:
    """Whatever is taken in their name, the hosts they have asked see all their times."""
    theirs = ask(busy_host, email="somebody@example.net", times=[HALF_HOURS[0]])
    sent = offered(attacker, HALF_HOURS)
    with at(NOW):
        take(copy_link(signed_in(attacker), sent), sent.slots.earliest("starts_at").pk)
        page = Client().get(make_link(theirs))
    assert [time.note for time in page.context["times"]] == [""]


def test_an_entry_names_no_address_that_nobody_answered_from(attacker: User) -> None:
    """A seeker's calendar program could invite whoever stands in it."""
    chat = booked_by_hand(attacker)
    assert VICTIM not in OutgoingEmail.objects.get(kind="booked_seeker", about=chat.about).ics


def test_the_seeker_is_told_that_nobody_is_written_to(attacker: User) -> None:
    chat = booked_by_hand(attacker)
    with at(later(1)):
        page = signed_in(attacker).get(reverse("chats:chat", args=[chat.pk])).content.decode()
    assert "agreed through a link that you passed on" in page


def test_the_seekers_pages_offer_no_line_that_nobody_would_read(attacker: User) -> None:
    other_day = later(60 * 24 * 8)
    by_hand = booked_by_hand(attacker)
    by_mail = make_chat(make_contact(attacker), starts_at=other_day)
    client, pages = signed_in(attacker), {}
    with at(later(1)):
        for chat in (by_hand, by_mail):
            paths = [
                reverse(f"chats:{name}", args=[chat.pk]) for name in ("move", "cancel", "chat")
            ]
            pages[chat] = "".join(client.get(path).content.decode() for path in paths)
    for words in ("A line to them", "They read it in their e-mail", "reads of it"):
        assert (words in pages[by_hand], words in pages[by_mail]) == (False, True)


def test_the_host_is_told_so_too(attacker: User) -> None:
    sent = ask(attacker)
    with at(NOW):
        path = copy_link(signed_in(attacker), sent)
        take(path, sent.slots.earliest("starts_at").pk)
        page = Client().get(path).content.decode()
    assert "we send you no e-mail" in page
    let_leave(sent.chats.get())
