"""Invented people for the samples of e-mails. Nothing here is saved or sent."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from chats.agreed import agreed_on, local_time
from chats.models import CalendarReply, Chat, IncomingEmail, Invitation, Slot
from chats.states import CalendarSaid, IncomingKind, InvitationStatus, Side, Way
from contacts.models import Contact

NOW = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)
LINK = "https://example.org/i/private-link/"
ONE_CLICK = f"{LINK}one-click/"
LINE = "Something came up on the day; this is the next best for me."
ABOUT = "Hydrology student in Kumasi"
HOPE = "How you chose the first part, and what you would choose now."
CONFIRM = "I will ring at nine sharp, your time."
GONE = "550 5.1.1 No such user here"
UNWANTED = "554 5.7.1 Message looks like spam"
WROTE = "Gladly, Amara. Would Thursday at three suit you?\n\nJonas"
NUDGE = "Dear Jonas,\n\nyour days are full, so only this once. No is fine.\n\nAmara"
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
        about=ABOUT,
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


def chat(*, told_by_seeker: bool = False) -> Chat:
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
        told_by_seeker=told_by_seeker,
        booked_at=NOW,
        **agreed_on(asked, start),
        cancelled_by=Side.SEEKER,
    )


def offered() -> tuple[Invitation, list[Slot]]:
    asked = invitation()
    return asked, slots(asked)


def proposed() -> tuple[Invitation, list[Slot]]:
    asked = invitation()
    return asked, slots(asked, Side.HOST)


def lost() -> tuple[Invitation, list[Slot], list[Slot]]:
    """Of three times the first is taken by something else."""
    asked, (one, *others) = offered()
    one.is_off = False
    return asked, [one], others


def moved_chat() -> Chat:
    agreed = chat()
    agreed.moved_from, agreed.moved_by = agreed.starts_at - timedelta(days=1), Side.SEEKER
    return agreed


def chat_by_new_rules() -> Chat:
    """As if the clocks in Berlin were an hour ahead when the two agreed."""
    agreed = chat()
    agreed.host_local_time = local_time(
        agreed.starts_at + timedelta(hours=1), ZoneInfo("Europe/Berlin")
    )
    return agreed


def declined() -> tuple[Chat, CalendarReply]:
    """A calendar that said no."""
    agreed = chat()
    return agreed, CalendarReply(chat=agreed, side=Side.HOST, said=CalendarSaid.DECLINED)


def countered() -> tuple[Chat, CalendarReply]:
    """A calendar that suggested another time."""
    agreed = chat()
    later = agreed.starts_at + timedelta(days=1, hours=2)
    return agreed, CalendarReply(said=CalendarSaid.COUNTERED, proposed_at=later)


def wrote() -> tuple[Invitation, IncomingEmail]:
    """An answer by e-mail."""
    return invitation(), IncomingEmail(
        kind=IncomingKind.REPLY,
        fingerprint="sample",
        sender="jonas@example.org",
        is_from_host=True,
        text=WROTE,
        attachments=["sensors.pdf"],
        arrived_at=NOW,
    )


def wrote_from_elsewhere() -> tuple[Invitation, IncomingEmail]:
    """The same from another address than that which was asked."""
    asked, heard = wrote()
    heard.sender, heard.is_from_host, heard.attachments = "office@example.org", False, []
    return asked, heard
