"""How often to be in touch: counted from real contact, due once, quiet where nothing is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chats import lifecycle as chat_lifecycle
from contacts import events
from contacts.models import Contact
from followups import due as keeping_due
from followups import lifecycle
from followups.event_kinds import IN_TOUCH
from followups.keep_in_touch import cadence, keeping
from followups.models import Cadence, FollowUp
from followups.states import Kind, Status
from tests.expect import timeline
from tests.factories import NOW, make_chat, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def with_cadence(contact: Contact | None = None, months: int = 3, now: datetime = NOW) -> Cadence:
    contact = contact or make_contact()
    cadence.set_cadence(contact, months, now=now)
    return Cadence.objects.get(contact=contact)


def planned(contact: Contact) -> tuple[datetime, datetime]:
    found = Cadence.objects.get(contact=contact)
    return found.last_contact_at, found.due_at


def reminders(contact: Contact) -> list[tuple[str, str]]:
    rows = FollowUp.objects.filter(contact=contact, kind=Kind.KEEP_IN_TOUCH).order_by("pk")
    return list(rows.values_list("occasion", "status"))


def test_it_counts_from_now_where_there_was_no_contact() -> None:
    chosen = with_cadence()
    assert (chosen.seeker, chosen.last_contact_at, chosen.due_at) == (
        chosen.contact.seeker,
        NOW,
        berlin("2027-02-23T10:00"),
    )


def test_it_counts_from_the_last_real_contact() -> None:
    chat = make_ended_chat(ended_at=NOW - 40 * DAY)
    assert with_cadence(chat.contact).last_contact_at == chat.ends_at
    other = make_ended_chat(ended_at=NOW - 40 * DAY)
    follow_up = lifecycle.open_thank_you(other, now=NOW - 40 * DAY)
    lifecycle.mark_sent_elsewhere(follow_up, now=NOW - 39 * DAY)
    assert with_cadence(other.contact).last_contact_at == NOW - 39 * DAY
    noted = make_contact()
    cadence.log_contact(noted, at=NOW - 8 * DAY, line="met at the market")
    assert with_cadence(noted).last_contact_at == NOW - 8 * DAY


def test_other_months_are_counted_from_the_same_contact() -> None:
    chosen = with_cadence()
    cadence.set_cadence(chosen.contact, 6, now=NOW + 10 * DAY)
    assert planned(chosen.contact) == (NOW, berlin("2027-05-23T10:00"))
    cadence.set_cadence(chosen.contact, 12, now=NOW + 10 * DAY)
    assert planned(chosen.contact) == (NOW, berlin("2027-11-23T10:00"))


def test_the_months_end_in_the_seekers_zone() -> None:
    far = make_contact(make_seeker(time_zone="Pacific/Kiritimati"))
    last = datetime(2027, 1, 30, 23, 30, tzinfo=UTC)  # the 31st over there
    cadence.set_cadence(far, 3, now=last)
    due = Cadence.objects.get(contact=far).due_at
    assert due == datetime(2027, 4, 29, 23, 30, tzinfo=UTC)  # and the 30th


def test_off_takes_the_row_and_what_waits_with_it() -> None:
    chosen = with_cadence()
    cadence.time_to_write(chosen, now=chosen.due_at)
    assert reminders(chosen.contact) == [("cadence:2027-02-23", "open")]
    for _ in range(2):
        cadence.set_cadence(chosen.contact, 0, now=chosen.due_at)
    assert (Cadence.objects.count(), reminders(chosen.contact)) == (0, [])


def test_only_off_three_six_and_twelve_are_cadences() -> None:
    with pytest.raises(ValueError, match="5"):
        cadence.set_cadence(make_contact(), 5, now=NOW)


def test_it_is_due_once() -> None:
    chosen = with_cadence()
    cadence.time_to_write(chosen, now=chosen.due_at - timedelta(seconds=1))
    assert reminders(chosen.contact) == []
    for _ in range(2):
        cadence.time_to_write(chosen, now=chosen.due_at)
    assert reminders(chosen.contact) == [("cadence:2027-02-23", "open")]


def test_a_slower_cadence_takes_back_what_is_not_due_by_it() -> None:
    chosen = with_cadence()
    cadence.time_to_write(chosen, now=chosen.due_at)
    cadence.set_cadence(chosen.contact, 12, now=chosen.due_at)
    assert reminders(chosen.contact) == []


def test_real_contact_counts_anew_and_settles_what_waited() -> None:
    chosen = with_cadence()
    cadence.time_to_write(chosen, now=chosen.due_at)
    later = chosen.due_at + DAY
    lifecycle.touch(chosen.contact, later)
    assert planned(chosen.contact) == (later, berlin("2027-05-24T10:00"))
    assert reminders(chosen.contact) == [("cadence:2027-02-23", "done")]
    lifecycle.touch(chosen.contact, later - DAY)
    assert planned(chosen.contact)[0] == later


def test_without_a_cadence_real_contact_changes_nothing() -> None:
    lifecycle.touch(make_contact(), NOW)
    assert Cadence.objects.count() == 0


def test_skipping_waits_as_many_months_from_then() -> None:
    chosen = with_cadence()
    now = chosen.due_at + 2 * DAY
    cadence.time_to_write(chosen, now=now)
    waiting = FollowUp.objects.get()
    for _ in range(2):
        keeping.skip_it(waiting, now=now)
    assert planned(chosen.contact) == (NOW, berlin("2027-05-25T10:00"))
    assert timeline(chosen.contact) == ["Skipped keeping in touch this time"]


def test_a_date_that_was_settled_before_is_not_asked_about_again() -> None:
    chosen = with_cadence()
    cadence.time_to_write(chosen, now=chosen.due_at)
    keeping.skip_it(FollowUp.objects.get(), now=chosen.due_at)
    for months in (6, 3):
        cadence.set_cadence(chosen.contact, months, now=chosen.due_at)
    assert planned(chosen.contact)[1] == chosen.due_at
    cadence.time_to_write(chosen, now=chosen.due_at)
    assert reminders(chosen.contact) == [("cadence:2027-02-23", "skipped")]
    assert planned(chosen.contact)[1] == berlin("2027-05-23T10:00")


def test_a_thank_you_counts() -> None:
    chat = make_ended_chat(ended_at=NOW)
    chosen = with_cadence(chat.contact, now=NOW)
    follow_up = lifecycle.open_thank_you(chat, now=NOW)
    lifecycle.send(follow_up, "Thank you for the two papers.", now=NOW + DAY)
    assert planned(chosen.contact)[0] == NOW + DAY


def test_a_skipped_thank_you_does_not() -> None:
    chat = make_ended_chat(ended_at=NOW)
    chosen = with_cadence(chat.contact, now=NOW)
    lifecycle.skip(lifecycle.open_thank_you(chat, now=NOW), now=NOW + DAY)
    assert planned(chosen.contact)[0] == NOW


def test_a_word_noted_by_hand_counts_from_its_day_and_stands_once() -> None:
    chosen = with_cadence()
    for _ in range(2):
        cadence.log_contact(chosen.contact, at=NOW + 3 * DAY, line="met at the market")
    cadence.log_contact(chosen.contact, at=NOW + 4 * DAY)
    assert planned(chosen.contact)[0] == NOW + 4 * DAY
    assert timeline(chosen.contact) == ["You were in touch: met at the market", "You were in touch"]


def test_the_last_contact_is_known_however_its_sentence_is_worded(monkeypatch) -> None:
    contact = make_contact()
    cadence.log_contact(contact, at=NOW, line="met at the market")
    reworded = replace(IN_TOUCH, sentence="Contact", quoting="Contact: %(words)s")
    monkeypatch.setattr(cadence, "IN_TOUCH", reworded)
    monkeypatch.setitem(events._kinds, IN_TOUCH.name, reworded)
    assert cadence.last_contact(contact, NOW + 9 * DAY) == NOW
    cadence.log_contact(contact, at=NOW + DAY)
    assert timeline(contact)[-1] == "Contact"
    assert cadence.last_contact(contact, NOW + 9 * DAY) == NOW + DAY
    with_cadence(contact)
    [found] = cadence.with_last_contact(Cadence.objects.all(), NOW + 9 * DAY)
    assert found.was_in_touch_at == NOW + DAY


# -- Chats ---------------------------------------------------------------------------------------


def test_a_chat_counts_a_day_after_it_ended() -> None:
    chosen = with_cadence(now=NOW - 80 * DAY)
    chat = make_ended_chat(chosen.contact, ended_at=NOW)
    keeping_due.sweep(NOW + DAY - timedelta(seconds=1))
    assert planned(chosen.contact)[0] == NOW - 80 * DAY
    keeping_due.sweep(NOW + DAY)
    assert planned(chosen.contact)[0] == chat.ends_at


@pytest.mark.parametrize("verb", ["mark_no_show", "cancel"])
def test_a_chat_that_did_not_happen_counts_for_nothing(verb: str) -> None:
    chosen = with_cadence(now=NOW - 80 * DAY)
    chat = make_ended_chat(chosen.contact, ended_at=NOW)
    if verb == "cancel":
        chat_lifecycle.cancel(chat, by="seeker", now=NOW - DAY)  # type: ignore[arg-type]
    else:
        chat_lifecycle.mark_no_show(chat, now=NOW)
    keeping_due.sweep(NOW + DAY)
    assert planned(chosen.contact)[0] == NOW - 80 * DAY
    assert FollowUp.objects.keeping().count() == 0


def test_a_chat_held_after_the_prompt_was_opened_still_counts() -> None:
    chat = make_ended_chat(ended_at=NOW)
    keeping_due.sweep(NOW + DAY)
    chosen = with_cadence(chat.contact, now=NOW + DAY)
    Cadence.objects.update(last_contact_at=NOW - 90 * DAY)
    keeping_due.sweep(NOW + 2 * DAY)
    assert planned(chosen.contact)[0] == chat.ends_at


def test_an_old_chat_is_asked_for_once_more_before_it_is_time_to_write() -> None:
    chosen = with_cadence(now=NOW - 90 * DAY)
    chat = make_ended_chat(chosen.contact, ended_at=NOW - 40 * DAY)  # longer ago than sweeps look
    keeping_due.sweep(NOW + 3 * DAY)
    assert reminders(chosen.contact) == []
    assert planned(chosen.contact)[0] == chat.ends_at


def test_nobody_is_told_to_write_with_a_chat_to_come() -> None:
    chosen = with_cadence(now=NOW - 100 * DAY)
    make_chat(chosen.contact, starts_at=NOW + 2 * DAY, now=NOW)
    assert list(keeping_due.cadences_due(NOW)) == []
    assert list(keeping_due.cadences_due(NOW + 3 * DAY)) == [chosen]


def test_the_sweep_opens_each_once_and_a_bad_one_keeps_no_other_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = (with_cadence(now=NOW - 100 * DAY) for _ in range(2))
    real = cadence.time_to_write

    def fails_for_one(row: Cadence, *, now: datetime) -> None:
        if row == bad:
            raise ValueError("a bad row")
        real(row, now=now)

    monkeypatch.setattr(cadence, "time_to_write", fails_for_one)
    for _ in range(2):
        keeping_due.sweep(NOW)
    assert (reminders(bad.contact), len(reminders(good.contact))) == ([], 1)


def test_the_sweep_asks_as_much_with_many_that_wait(django_assert_num_queries: Any) -> None:
    def look() -> None:
        list(keeping_due.cadences_due(NOW))
        list(keeping_due.chats_to_follow(NOW))
        list(keeping_due.chats_that_count(NOW))

    for _ in range(3):
        with_cadence(now=NOW - 100 * DAY)
    with django_assert_num_queries(3):
        look()
    keeping_due.sweep(NOW)
    assert list(keeping_due.cadences_due(NOW)) == []
    assert FollowUp.objects.filter(status=Status.OPEN).count() == 3
