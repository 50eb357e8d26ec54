"""The weekly e-mail: at its local time whatever the clocks do, once, and never an empty one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts.models import User
from chats.states import Side
from contacts.models import Contact
from followups import due as keeping_due
from followups import lifecycle, tokens
from followups.digest import digesting
from followups.digest.items import week_of
from followups.keep_in_touch import keeping
from followups.models import Digest, FollowUp, Promise
from followups.states import Kind
from outbox.models import OutgoingEmail
from tests.factories import NOW, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

BERLIN, TOKYO, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Asia/Tokyo", "America/New_York")
)
DAY, WEEK, SECOND = timedelta(days=1), timedelta(days=7), timedelta(seconds=1)
MONDAY = datetime(2026, 11, 30, 8, tzinfo=BERLIN)
"""The first Monday at eight after NOW, which is a Monday at ten in Berlin."""


def owing(seeker: User | None = None, due_at: datetime = NOW) -> FollowUp:
    found = keeping.begin(make_contact(seeker), Kind.UPDATE, now=due_at)
    keeping.keep_words(found, text="It worked.")
    return found


def planned(seeker: User) -> Digest:
    digesting.plan_digest(seeker, now=NOW)
    return Digest.objects.select_related("seeker").get(seeker=seeker)


def digests() -> list[OutgoingEmail]:
    return list(OutgoingEmail.objects.filter(kind="digest").order_by("pk"))


def sent_at(now: datetime) -> int:
    before = len(digests())
    keeping_due.sweep(now)
    return len(digests()) - before


# -- Planning ------------------------------------------------------------------------------------


def test_whoever_owes_something_gets_one_on_monday_at_eight() -> None:
    seeker = owing().seeker
    idle = make_seeker()
    sample = owing(make_seeker(is_sample=True)).seeker
    for _ in range(2):
        keeping_due.sweep(NOW)
    assert Digest.objects.get(seeker=seeker).next_at == MONDAY
    assert not Digest.objects.filter(seeker__in=[idle, sample]).exists()


def test_a_promise_is_enough() -> None:
    chat = make_ended_chat(ended_at=NOW)
    Promise.objects.create(
        seeker=chat.seeker, contact=chat.contact, chat=chat, by=Side.HOST, text="Send the paper"
    )
    assert list(keeping_due.seekers_to_plan()) == [chat.seeker]
    chat.seeker.is_active = False
    chat.seeker.save()
    assert list(keeping_due.seekers_to_plan()) == []


# -- Sending -------------------------------------------------------------------------------------


def test_it_leaves_at_its_time_and_once_a_week() -> None:
    seeker = owing().seeker
    planned(seeker)
    assert sent_at(MONDAY - SECOND) == 0
    assert sent_at(MONDAY) == 1
    assert sent_at(MONDAY + SECOND) == 0
    assert sent_at(MONDAY + WEEK - SECOND) == 0
    assert sent_at(MONDAY + WEEK) == 1


def test_nothing_due_sends_nothing() -> None:
    seeker = owing(due_at=MONDAY + 8 * DAY).seeker
    planned(seeker)
    assert sent_at(MONDAY) == 0
    assert Digest.objects.get().next_at == MONDAY + WEEK
    assert sent_at(MONDAY + WEEK) == 1


def test_off_is_off() -> None:
    seeker = owing().seeker
    digesting.stop_digest(seeker, now=NOW)
    assert sent_at(MONDAY) == sent_at(MONDAY + WEEK) == 0


def test_after_a_short_outage_it_comes_late_and_after_a_long_one_with_the_next() -> None:
    seeker = owing().seeker
    planned(seeker)
    assert sent_at(MONDAY + 2 * DAY) == 1
    assert Digest.objects.get().next_at == MONDAY + WEEK
    assert sent_at(MONDAY + WEEK + 2 * DAY + SECOND) == 0
    assert sent_at(MONDAY + 2 * WEEK) == 1


def test_another_hour_on_the_same_day_does_not_send_it_again() -> None:
    seeker = owing().seeker
    planned(seeker)
    assert sent_at(MONDAY) == 1
    digesting.set_digest(seeker, is_on=True, weekday=0, hour=10, now=MONDAY + SECOND)
    assert sent_at(MONDAY + timedelta(hours=2)) == 0
    assert Digest.objects.get().next_at == MONDAY + WEEK + timedelta(hours=2)


@pytest.mark.parametrize(
    ("before", "weekday", "hour", "moments"),
    [
        # The clocks go forward on 28 March 2027, from two to three; and back on 31 October.
        (datetime(2027, 3, 22, tzinfo=BERLIN), 0, 8, ["2027-03-22T07:00", "2027-03-29T06:00"]),
        (datetime(2027, 3, 20, tzinfo=BERLIN), 6, 2, ["2027-03-21T01:00", "2027-03-28T01:00"]),
        (datetime(2027, 3, 27, tzinfo=BERLIN), 6, 2, ["2027-03-28T01:00", "2027-04-04T00:00"]),
        (datetime(2027, 10, 25, tzinfo=BERLIN), 0, 8, ["2027-10-25T06:00", "2027-11-01T07:00"]),
        (datetime(2027, 10, 30, tzinfo=BERLIN), 6, 2, ["2027-10-31T00:00", "2027-11-07T01:00"]),
    ],
)
def test_it_keeps_its_local_time_over_a_change_of_the_clocks(
    before: datetime, weekday: int, hour: int, moments: list[str]
) -> None:
    seeker = owing().seeker
    digesting.set_digest(seeker, is_on=True, weekday=weekday, hour=hour, now=before)
    for text in moments:
        at = datetime.fromisoformat(text).replace(tzinfo=UTC)
        assert Digest.objects.get().next_at == at
        assert (sent_at(at - SECOND), sent_at(at), sent_at(at + timedelta(hours=1))) == (0, 1, 0)


# -- Elsewhere -----------------------------------------------------------------------------------


def moves(seeker: User, zone: ZoneInfo) -> None:
    seeker.time_zone = zone
    seeker.save(update_fields=["time_zone"])


def test_whoever_goes_east_gets_it_earlier() -> None:
    seeker = owing().seeker
    planned(seeker)
    moves(seeker, TOKYO)
    there = datetime(2026, 11, 30, 8, tzinfo=TOKYO)
    assert sent_at(there - SECOND) == 0
    assert Digest.objects.get().next_at == there
    assert sent_at(there) == 1


def test_whoever_goes_west_gets_it_later() -> None:
    seeker = owing().seeker
    planned(seeker)
    moves(seeker, NEW_YORK)
    there = datetime(2026, 11, 30, 8, tzinfo=NEW_YORK)
    assert sent_at(MONDAY) == 0
    assert sent_at(there) == 1


def test_whoever_arrives_after_its_hour_there_gets_it_at_once() -> None:
    seeker = owing().seeker
    planned(seeker)
    moves(seeker, TOKYO)
    assert sent_at(MONDAY - timedelta(hours=3)) == 1
    moves(seeker, BERLIN)
    assert sent_at(MONDAY) == 0
    assert sent_at(MONDAY + WEEK) == 1


def test_whoever_flies_back_on_the_day_does_not_get_it_twice() -> None:
    seeker = owing().seeker
    planned(seeker)
    assert sent_at(MONDAY) == 1
    moves(seeker, NEW_YORK)
    assert sent_at(datetime(2026, 11, 30, 8, tzinfo=NEW_YORK)) == 0
    assert sent_at(datetime(2026, 12, 7, 8, tzinfo=NEW_YORK)) == 1


# -- What it says --------------------------------------------------------------------------------


def everything() -> tuple[Contact, OutgoingEmail]:
    """A thank-you that is late, an update, and a promise on either side."""
    seeker = make_seeker()
    chat = make_ended_chat(make_contact(seeker), ended_at=NOW)
    lifecycle.open_thank_you(chat, now=NOW)
    shared = keeping.begin(chat.contact, Kind.RESOURCE, now=NOW + 10 * DAY)
    keeping.keep_words(shared, text="A word.")
    values = {"seeker": seeker, "contact": chat.contact, "chat": chat}
    due_on = date(2026, 12, 2)
    Promise.objects.create(by=Side.SEEKER, text="Send my draft", due_on=due_on, **values)
    Promise.objects.create(by=Side.HOST, text="Name two papers", due_on=due_on, **values)
    Promise.objects.create(by=Side.HOST, text="One day", **values)
    planned(seeker)
    assert sent_at(MONDAY) == 1
    return chat.contact, digests()[0]


def test_a_thank_you_that_leaves_by_itself_is_nothing_to_do() -> None:
    chat = make_ended_chat(ended_at=MONDAY - timedelta(hours=3))
    thanks = lifecycle.open_thank_you(chat, now=MONDAY - timedelta(hours=3))
    assert [line.what for line in week_of(chat.seeker, MONDAY).thank_yous] == ["Thank Dana Okafor"]
    lifecycle.schedule(thanks, "Dear Dana", send_at=MONDAY + timedelta(hours=1), now=MONDAY)
    assert week_of(chat.seeker, MONDAY).thank_yous == []


def test_each_thing_stands_in_it_with_its_day_and_its_link() -> None:
    contact, email = everything()
    thanks, shared = FollowUp.objects.order_by("due_at").exclude(kind=Kind.LINKEDIN)[:2]
    chat = contact.chats.get()
    assert (
        email.text
        == f"""Hello Sam,

this is what the week holds. It does not take long.

To thank

- Thank Dana Okafor
  Was due Tuesday 24 November 2026, 10:00 (Berlin, UTC+1)
  {settings.SITE_URL}/chats/{chat.pk}/thank-you/

To keep in touch

- Connect with Dana Okafor on LinkedIn
  Was due Tuesday 24 November 2026, 10:00 (Berlin, UTC+1)
  {settings.SITE_URL}/follow-ups/{FollowUp.objects.get(kind=Kind.LINKEDIN).pk}/

- Share something with Dana Okafor
  Due Thursday 3 December 2026, 10:00 (Berlin, UTC+1)
  {settings.SITE_URL}/follow-ups/{shared.pk}/

You promised

- Dana Okafor: Send my draft
  Due Wednesday 2 December 2026
  {settings.SITE_URL}/chats/{chat.pk}/after/#promises

They promised you

- Dana Okafor: Name two papers
  Due Wednesday 2 December 2026
  {settings.SITE_URL}/chats/{chat.pk}/after/#promises

What is due now stands on Today, with buttons to do it, leave it for later or let it go:
{settings.SITE_URL}/

--
You get this once a week because you keep in touch with people through CoffeeChat, and only when \
something is due.
Another day or hour: {settings.SITE_URL}/settings/digest/
No more of it: {tokens.stop_url(contact.seeker)}
"""
    )
    assert thanks.kind == Kind.THANK_YOU


def test_it_goes_to_the_seeker_alone_and_not_twice_after_a_crash() -> None:
    contact, email = everything()
    seeker = contact.seeker
    assert (email.to, email.subject) == (seeker.email, "Your week: 5 things due")
    assert (email.dedupe_key, email.about) == (
        f"digest:{seeker.pk}:2026-11-30",
        f"digest:{seeker.pk}",
    )
    assert (email.outreach, email.repeatable, email.expires_at) == (
        False,
        False,
        MONDAY + 2 * DAY,
    )
    assert email.headers == {
        "List-Unsubscribe": f"<{tokens.stop_url(seeker)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def test_of_very_many_the_first_ten_stand_in_it() -> None:
    contact = make_contact()
    for number in range(12):
        lifecycle.prompt_update(
            contact, occasion=f"outcome:{number}", due_at=NOW + number * SECOND, now=NOW
        )
    planned(contact.seeker)
    assert sent_at(MONDAY) == 1
    (email,) = digests()
    assert email.text.count("Tell Dana Okafor") == 10
    assert "There is more, and it waits on Today." in email.text


def test_others_are_not_in_it() -> None:
    seeker = owing().seeker
    owing()
    planned(seeker)
    sent_at(MONDAY)
    assert [email.subject for email in digests() if email.to == seeker.email] == [
        "Your week: 1 thing due"
    ]
