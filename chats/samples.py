"""Invented people and their e-mails for the styleguide. Nothing here is saved or sent."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from chats import emails
from chats.agreed import agreed_on, wall
from chats.models import CalendarReply, Chat, Invitation, Slot
from chats.states import CalendarSaid, InvitationStatus, Side, Way
from contacts.models import Contact
from outbox.queue import Draft
from outbox.verdicts import Verdict

NOW = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)
LINK = "https://example.org/i/private-link/"
LINE = "Something came up on the day; this is the next best for me."
HOPE = "How you chose the first part, and what you would choose now."
CONFIRM = "I will ring at nine sharp, your time."
REGRET = "I am on leave until May. Good luck with the sensors."

MESSAGE = """Dear Jonas,

I study hydrology in Kumasi and heard your talk on cheap river sensors. You said you chose the \
cheapest part first; I would love to hear how that went.

Could we speak for 25 minutes? If not, no is fine.

Amara"""


def invitation() -> Invitation:
    seeker = User(
        pk=1,
        name="Amara Osei",
        email="amara@example.org",
        about="Hydrology student in Kumasi",
        time_zone=ZoneInfo("Africa/Accra"),
    )
    contact = Contact(
        pk=1,
        seeker=seeker,
        name="Jonas Weber",
        email="jonas@example.org",
        time_zone=ZoneInfo("Europe/Berlin"),
    )
    return Invitation(
        pk=1,
        seeker=seeker,
        contact=contact,
        status=InvitationStatus.SENT,
        subject="Your talk on river sensors, and a short chat",
        message=MESSAGE,
        ways=[Way.VIDEO, Way.PHONE],
        video_link="https://meet.example.org/amara",
        thread_id="<first@example.org>",
        expires_at=NOW + timedelta(days=21),
    )


def slots(asked: Invitation, by: Side = Side.SEEKER) -> list[Slot]:
    starts = [NOW + timedelta(days=days, hours=hours) for days, hours in ((6, 6), (7, 0), (9, 4))]
    return [
        Slot(pk=pk, invitation=asked, by=by, starts_at=start, ends_at=start + asked.length)
        for pk, start in enumerate(starts, 1)
    ]


def chat() -> Chat:
    asked = invitation()
    start = slots(asked)[0].starts_at
    return Chat(
        pk=1,
        seeker=asked.seeker,
        contact=asked.contact,
        invitation=asked,
        starts_at=start,
        ends_at=start + asked.length,
        way=Way.VIDEO,
        where=asked.video_link,
        host_address=asked.contact.email,
        booked_at=NOW,
        **agreed_on(asked, start),
        cancelled_by=Side.SEEKER,
    )


def invitation_emails() -> Iterable[Draft]:
    asked = invitation()
    first = invitation()
    yield emails.invitation(first, slots(first), link=LINK, one_click=f"{LINK}one-click/")
    yield emails.invitation(
        asked, slots(asked), has_letter=True, line=LINE, link=LINK, one_click=f"{LINK}one-click/"
    )
    yield emails.countered_seeker(asked, slots(asked, Side.HOST), line=LINE, now=NOW)
    yield emails.declined_seeker(asked, line=REGRET, opted_out=False, now=NOW)
    never_again = emails.declined_seeker(asked, line=REGRET, opted_out=True, now=NOW)
    yield replace(never_again, kind="declined_seeker_opted_out")
    yield emails.reopened_seeker(asked, now=NOW)
    one, *others = slots(asked)
    yield emails.times_lost_seeker(asked, [one], others, now=NOW)
    yield emails.no_times_left_seeker(asked)
    gone = "550 5.1.1 No such user here"
    yield emails.undeliverable_seeker(asked, reason=gone, verdict=Verdict.ADDRESS, now=NOW)
    unwanted = "554 5.7.1 Message looks like spam"
    alone = emails.undeliverable_seeker(asked, reason=unwanted, verdict=Verdict.EMAIL, now=NOW)
    yield replace(alone, kind="undeliverable_seeker_this_alone")


def chat_emails() -> Iterable[Draft]:
    agreed = chat()
    told = emails.booked_host(agreed, link=LINK, now=NOW)
    yield told
    bare = told.bare or {}
    yield replace(
        told,
        kind="bare_host",
        subject=bare["subject"],
        text=bare["text"],
        html=bare["html"],
        ics=bare["ics"],
        from_name="",
        reply_to="",
    )
    yield emails.booked_seeker(agreed, by=Side.HOST, line="Looking forward to it.", now=NOW)
    agreed.moved_from, agreed.moved_by = agreed.starts_at - timedelta(days=1), Side.SEEKER
    yield emails.moved_host(agreed, line=LINE, link=LINK, now=NOW)
    yield emails.moved_seeker(agreed, line=LINE, now=NOW)
    yield replace(
        emails.moved_host(agreed, line=LINE, kept_by=Side.SEEKER, link=LINK, now=NOW),
        kind="moved_host_kept",
    )
    yield emails.place_changed_host(agreed, link=LINK, now=NOW)
    yield emails.place_changed_seeker(agreed, now=NOW)
    yield from new_rules_emails()
    yield emails.cancelled_host(agreed, line=LINE, link=LINK, now=NOW)
    yield emails.cancelled_seeker(agreed, line=LINE, now=NOW)
    yield emails.reminder_day_host(agreed, hope=HOPE, about=agreed.seeker.about, link=LINK)
    yield emails.confirmed_host(agreed, line=CONFIRM, link=LINK)
    yield emails.reminder_hour_seeker(agreed)


def reply_emails() -> Iterable[Draft]:
    """A calendar that declined, and one that suggested another time."""
    agreed = chat()
    no = CalendarReply(chat=agreed, side=Side.HOST, said=CalendarSaid.DECLINED)
    later = agreed.starts_at + timedelta(days=1, hours=2)
    other = CalendarReply(said=CalendarSaid.COUNTERED, proposed_at=later)
    yield emails.reply_host(agreed, no, link=LINK)
    yield emails.reply_seeker(agreed, no)
    yield emails.reply_own_seeker(agreed, no)
    counter = emails.reply_host(agreed, other, link=LINK)
    yield replace(counter, kind="reply_host_countered")
    yield replace(emails.reply_seeker(agreed, other), kind="reply_seeker_countered")


def new_rules_emails() -> Iterable[Draft]:
    """As if the clocks in Berlin were an hour ahead when the two agreed."""
    agreed = chat()
    agreed.host_wall = wall(agreed.starts_at + timedelta(hours=1), ZoneInfo("Europe/Berlin"))
    yield emails.clocks_changed_host(agreed, link=LINK, now=NOW)
    yield emails.clocks_changed_seeker(agreed, now=NOW)
    yield emails.moment_kept_host(agreed, link=LINK)
    yield emails.moment_kept_seeker(agreed)
