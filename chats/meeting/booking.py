"""A chat comes to be, or gets another time: who attends, the reminders, both calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from calendars import entries
from chats import itip
from chats.agreed import agreed_on
from chats.errors import HostBusy, TimeTaken
from chats.event_kinds import BOOKED
from chats.host_reply import HostReply
from chats.locks import attending
from chats.meeting import emails
from chats.models import (
    Attendance,
    Change,
    Chat,
    Invitation,
    Link,
    Reminder,
    Slot,
    without_open_times,
)
from chats.models.chat import is_double_booking
from chats.notifications import take_back
from chats.states import ChangeKind, InvitationStatus, ReminderKind, Side, Way
from chats.telling import tell
from chats.tokens import mint
from contacts.models import record
from contacts.states import Stage
from outbox.rendered import RenderedEmail

REMIND_BEFORE = {
    ReminderKind.DAY_HOST: timedelta(days=1),
    ReminderKind.DAY_SEEKER: timedelta(days=1),
    ReminderKind.HOUR_SEEKER: timedelta(hours=1),
}


def book(
    invitation: Invitation, reply: HostReply, *, starts_at: datetime, by: Side, now: datetime
) -> Chat:
    """A chat that is agreed on here. The caller holds the locks and has checked the step.

    A host whose reply has no address speaks for nobody, and gets no e-mail. Raises `TimeTaken`
    where either person already has a chat then.
    """
    chat = write_chat(
        invitation,
        starts_at=starts_at,
        ends_at=starts_at + invitation.length,
        way=reply.way,
        where=where_by(invitation, reply),
        host_address=reply.address,
        told_by_seeker=reply.is_told,
        booked_at=now,
    )
    hold(chat, now)
    close_ask(invitation, now)
    told = emails.booked_seeker(chat, by=by, line=reply.line, now=now)
    rendered = [told, *without_times_now(chat, now)]
    if chat.host_address:
        took_back = by == Side.HOST and _took_back(invitation)
        rendered.append(news_for_host(chat, now, took_back=took_back))
    tell(chat, rendered)
    record(invitation.contact, BOOKED, at=now, target=chat, stage=Stage.BOOKED)
    return chat


def write_chat(invitation: Invitation, *, starts_at: datetime, **fields: Any) -> Chat:
    """The one way a chat comes to be, with the local times that both agreed to."""
    people = {"seeker": invitation.seeker, "contact": invitation.contact}
    agreed = agreed_on(invitation, starts_at)
    return Chat.objects.create(
        invitation=invitation, starts_at=starts_at, **people, **agreed, **fields
    )


def hold(chat: Chat, now: datetime) -> None:
    """Its time is theirs from now on, and they are reminded of it."""
    _attend(chat)
    _plan_reminders(chat, now)
    put_in_calendar(chat, now)


def close_ask(invitation: Invitation, now: datetime) -> None:
    """It led to a chat, so what an earlier answer said is not true any more."""
    take_back(invitation)
    invitation.status = InvitationStatus.BOOKED
    invitation.answered_at = now
    chosen = ["host_zone", "host_hour_cycle"]
    invitation.save(update_fields=["status", "answered_at", *chosen, "updated_at"])


def _took_back(invitation: Invitation) -> bool:
    """Whether an answer was undone before: then this one may be as well."""
    return invitation.answers.exclude(undone_at=None).exists()


def where_by(invitation: Invitation, reply: HostReply) -> str:
    by_way = {
        Way.VIDEO: invitation.video_link,
        Way.PHONE: reply.phone or invitation.phone,
        Way.IN_PERSON: invitation.place,
    }
    return by_way[Way(reply.way)]


def _attend(chat: Chat, by: Side = Side.HOST) -> None:
    """One row for each person; where they overlap with another chat the database says no.

    Where the seeker alone decides, it is asked first whether that is for the host's sake.
    """
    during = DateTimeTZRange(chat.starts_at, chat.ends_at)
    seeker, host = attending(chat)
    if by == Side.SEEKER and _attends(host, during):
        raise HostBusy(chat.starts_at)
    try:
        Attendance.objects.bulk_create(
            Attendance(chat=chat, person=person, during=during) for person in sorted({seeker, host})
        )
    except IntegrityError as error:
        if is_double_booking(error):
            raise TimeTaken(chat.starts_at) from error
        raise


def _attends(person: str, during: DateTimeTZRange) -> bool:
    return Attendance.objects.filter(person=person, during__overlap=during).exists()


def _plan_reminders(chat: Chat, now: datetime) -> None:
    """Rows in the database, swept; those whose moment has passed already are left out."""
    Reminder.objects.bulk_create(
        Reminder(chat=chat, kind=kind, due_at=chat.starts_at - before)
        for kind, before in REMIND_BEFORE.items()
        if chat.starts_at - before > now
    )


def put_in_calendar(chat: Chat, now: datetime) -> None:
    """Into the calendar the seeker has chosen for chats, if there is one."""
    entries.put(chat.seeker, chat.uid, itip.stored(chat, now=now), now=now)


def without_times_now(chat: Chat, now: datetime) -> list[RenderedEmail]:
    """Tell the seeker of each other ask whose last free time this booking took."""
    rivals = Slot.objects.offered().filter(
        invitation__seeker=chat.seeker,
        invitation__status=InvitationStatus.SENT,
        clear_from__lt=chat.ends_at,
        clear_until__gt=chat.starts_at,
    )
    # Hardly ever are there any, and to ask for those alone is cheap.
    touched = set(rivals.values_list("invitation", flat=True)) - {chat.invitation_id}
    if not touched:
        return []
    emptied = without_open_times(Invitation.objects.filter(pk__in=touched), now)
    return [
        emails.no_times_left_seeker(invitation)
        for invitation in emptied.select_related("contact", "seeker")
    ]


def link_for(chat: Chat, purpose: Link.Purpose = Link.Purpose.ANSWER) -> str:
    return mint(
        chat.invitation,
        purpose=purpose,
        after=chat.ends_at,
        to=chat.host_address,
    )


def news_for_host(chat: Chat, now: datetime, *, took_back: bool = False) -> RenderedEmail:
    """Their calendar entry. Whoever agreed elsewhere did not ask for it, and has the way out that
    mail programs show."""
    out = link_for(chat, Link.Purpose.OPT_OUT) if chat.told_by_seeker else ""
    return emails.booked_host(
        chat, link=link_for(chat), one_click=out, took_back=took_back, now=now
    )


def shift(chat: Chat, starts_at: datetime, by: Side, now: datetime) -> None:
    """To another time under the caller's locks: same UID, SEQUENCE one higher.

    What was said of the old time holds no longer: reminders go here, and e-mails that wait to leave
    were taken back by the caller.
    A button may name an instant in any zone; entries and links are written from UTC.
    """
    starts_at = starts_at.astimezone(UTC)
    chat.starts_at, chat.ends_at = starts_at, starts_at + chat.length
    for name, value in agreed_on(chat.invitation, starts_at).items():
        setattr(chat, name, value)
    chat.sequence += 1
    chat.confirmed_at = None  # what was confirmed was the time before
    chat.save()
    chat.attendances.all().delete()
    _attend(chat, by)
    chat.reminders.all().delete()
    _plan_reminders(chat, now)
    put_in_calendar(chat, now)


def note_change(chat: Chat, kind: ChangeKind, by: Side, line: str, now: datetime) -> None:
    """For the conversation, which shows what was said with it."""
    Change.objects.create(chat=chat, kind=kind, by=by, line=line, starts_at=chat.starts_at, at=now)
