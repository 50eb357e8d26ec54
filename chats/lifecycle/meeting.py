"""The chat's verbs: book, cancel, remind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from calendars import entries
from chats import emails, itip
from chats.agreed import agreed_on
from chats.errors import HostBusy, Refused, TimeTaken
from chats.lifecycle.locks import attending, lock_chat
from chats.lifecycle.telling import tell, tell_if_there_is_room
from chats.models import Attendance, Change, Chat, Invitation, Link, Reminder, Slot
from chats.states import ChangeKind, ChatStatus, InvitationStatus, ReminderKind, Side, Way
from chats.tokens import mint
from contacts.models import record
from contacts.states import Stage
from outbox import queue
from outbox.queue import Draft

Writer = Callable[[Chat], Draft]

REMIND_BEFORE = {
    ReminderKind.DAY_HOST: timedelta(days=1),
    ReminderKind.DAY_SEEKER: timedelta(days=1),
    ReminderKind.HOUR_SEEKER: timedelta(hours=1),
}
MOVED_UNTIL = timedelta(days=14)
"""After its end, how long a chat that did not happen may get another time."""


def book(
    invitation: Invitation,
    *,
    starts_at: datetime,
    way: str,
    phone: str,
    line: str = "",
    by: Side,
    address: str,
    now: datetime,
) -> Chat:
    """The one way a chat comes to be. The caller holds the locks and has checked the step.

    `address` is the one the host agrees from; empty where their answer speaks for nobody, who then
    gets no e-mail. Raises `TimeTaken` where either person already has a chat then.
    """
    chat = Chat.objects.create(
        seeker=invitation.seeker,
        contact=invitation.contact,
        invitation=invitation,
        starts_at=starts_at,
        ends_at=starts_at + invitation.length,
        way=way,
        where=_where(invitation, way, phone),
        host_address=address,
        booked_at=now,
        **agreed_on(invitation, starts_at),
    )
    _attend(chat)
    _plan_reminders(chat, now)
    put_in_calendar(chat, now)
    queue.cancel(invitation.about)  # what an earlier answer said is not true any more
    invitation.status = InvitationStatus.BOOKED
    invitation.answered_at = now
    chosen = ["host_zone", "host_hour_cycle"]
    invitation.save(update_fields=["status", "answered_at", *chosen, "updated_at"])
    drafts = [emails.booked_seeker(chat, by=by, line=line, now=now), *without_times_now(chat, now)]
    if chat.host_address:
        link, wavers = link_for(chat), by == Side.HOST and _took_back(invitation)
        drafts.append(emails.booked_host(chat, link=link, wavers=wavers, now=now))
    tell(invitation, drafts)
    url = chat.get_absolute_url()
    record(invitation.contact, "Chat booked", at=now, url=url, stage=Stage.BOOKED)
    return chat


def _took_back(invitation: Invitation) -> bool:
    """Whether an answer was undone before: then this one may be as well."""
    return invitation.answers.exclude(undone_at=None).exists()


def _where(invitation: Invitation, way: str, phone: str) -> str:
    by_way = {
        Way.VIDEO: invitation.video_link,
        Way.PHONE: phone or invitation.phone,
        Way.IN_PERSON: invitation.place,
    }
    return by_way[Way(way)]


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
        if "attendance_never_twice" in str(error):
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


def without_times_now(chat: Chat, now: datetime) -> list[Draft]:
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
    emptied = Invitation.objects.without_open_times(now).filter(pk__in=touched)
    return [
        emails.no_times_left_seeker(invitation)
        for invitation in emptied.select_related("contact", "seeker")
    ]


def link_for(chat: Chat) -> str:
    return mint(
        chat.invitation,
        purpose=Link.Purpose.ANSWER,
        after=chat.ends_at,
        to=chat.host_address,
    )


def shift(chat: Chat, starts_at: datetime, by: Side, now: datetime) -> None:
    """To another time under the caller's locks: same UID, SEQUENCE one higher.

    What was said of the old time holds no longer: reminders, and e-mails that wait to leave.
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
    queue.cancel(chat.about)


def has_heard(chat: Chat, side: Side) -> bool:
    """Whether an e-mail about this chat has begun to leave to that side."""
    return queue.has_left(chat.about, kinds=[f"booked_{side}", f"moved_{side}"])


@transaction.atomic
def cancel(chat: Chat, *, by: Side, line: str = "", opted_out: bool = False, now: datetime) -> None:
    """Call the chat off and free the time; both calendars follow.

    `opted_out` says that the host asked not to be written to, and that this calls it off.
    """
    chat = lock_chat(chat)
    if chat.status == ChatStatus.CANCELLED:
        return
    check_still_to_come(chat, now)
    after = InvitationStatus.WITHDRAWN if by == Side.SEEKER else InvitationStatus.DECLINED
    seeker_knew = has_heard(chat, Side.SEEKER)
    call_off(chat, by=by, line=line, after=after, opted_out=opted_out, now=now)
    note_change(chat, ChangeKind.CANCELLED, by, line, now)
    if by == Side.HOST and not seeker_knew:
        # All the seeker will ever hear of it: no, and the line that came with it.
        asked = chat.invitation
        no = emails.declined_seeker(asked, line=line, opted_out=opted_out, now=now)
        queue.enqueue([no])
    text = "Chat cancelled by you" if by == Side.SEEKER else "Chat cancelled by them"
    text = f"{text}: {line}" if line else text
    record(chat.contact, text, at=now, url=chat.get_absolute_url(), stage=Stage.CLOSED)


def say_plainly(chat: Chat, now: datetime) -> None:
    """The host took "never again" back, and the chat stays cancelled: that alone is said, where
    the seeker has not heard of both."""
    if queue.cancel(chat.about, kinds=["cancelled_seeker"]):
        queue.enqueue([emails.cancelled_seeker(chat, line="", now=now)])
    elif queue.cancel(chat.invitation.about, kinds=["declined_seeker"]):
        no = emails.declined_seeker(chat.invitation, line="", opted_out=False, now=now)
        queue.enqueue([no])


def note_change(chat: Chat, kind: ChangeKind, by: Side, line: str, now: datetime) -> None:
    """For the conversation, which shows what was said with it."""
    Change.objects.create(chat=chat, kind=kind, by=by, line=line, starts_at=chat.starts_at, at=now)


def call_off(
    chat: Chat,
    *,
    by: Side,
    line: str,
    after: InvitationStatus,
    undone: bool = False,
    opted_out: bool = False,
    now: datetime,
) -> None:
    """Cancel under the caller's locks. Whoever never heard of the chat is told nothing.

    `undone` says that the host is choosing again rather than leaving.
    """
    chat.status = ChatStatus.CANCELLED
    chat.cancelled_by = by
    chat.sequence += 1
    chat.save(update_fields=["status", "cancelled_by", "sequence"])
    chat.attendances.all().delete()
    chat.reminders.all().delete()
    entries.remove(chat.seeker, chat.uid, now=now)
    chat.invitation.status = after
    chat.invitation.save(update_fields=["status", "updated_at"])
    queue.cancel(chat.about)
    drafts = []
    if has_heard(chat, Side.SEEKER):
        drafts.append(
            emails.cancelled_seeker(chat, line=line, undone=undone, opted_out=opted_out, now=now)
        )
    if chat.host_address and has_heard(chat, Side.HOST):
        link = link_for(chat)
        drafts.append(emails.cancelled_host(chat, line=line, undone=undone, link=link, now=now))
    queue.enqueue(drafts)


def check_may_move(chat: Chat, by: Side, now: datetime) -> None:
    """What both agreed on by another way is put right: a seeker may move what did not happen."""
    begun = chat.status == ChatStatus.SCHEDULED and chat.starts_at <= now
    if by == Side.SEEKER and begun and now < chat.ends_at + MOVED_UNTIL:
        return
    check_still_to_come(chat, now)


def check_still_to_come(chat: Chat, now: datetime) -> None:
    if chat.status == ChatStatus.CANCELLED:
        raise Refused("This chat was cancelled, so it cannot be changed any more.")
    if chat.status != ChatStatus.SCHEDULED or chat.starts_at <= now:
        raise Refused("This chat has begun or is over, so it cannot be changed any more.")


def live_chat(invitation: Invitation) -> Chat:
    """The chat the invitation led to, still to come or going on; refuses where there is none."""
    chat = invitation.chats.live().first()
    if chat is None:
        raise Refused("There is no chat to change any more. This is where things stand now.")
    return chat.belongs_to(invitation)


@transaction.atomic
def remind(reminder: Reminder, *, now: datetime, write: Writer | None = None) -> None:
    """Queue a due reminder once, if the chat is still to come.

    `write` makes the e-mail of a kind that another room sweeps, since it knows more of it.
    """
    chats = Chat.objects.select_related("invitation__seeker", "invitation__contact")
    chat = chats.filter(pk=reminder.chat_id).first()
    if chat is None:
        return
    # Before the reminder: who moves or cancels has these locks, and deletes reminders under them.
    chat = lock_chat(chat)
    if not chat.reminders.filter(pk=reminder.pk, due_at__lte=now).delete()[0]:
        return
    if chat.status == ChatStatus.SCHEDULED and chat.starts_at > now:
        drafts = [write(chat)] if write else _reminder_email(reminder.kind, chat)
        tell_if_there_is_room(chat.invitation, drafts)


def _reminder_email(kind: str, chat: Chat) -> list[Draft]:
    if kind == ReminderKind.HOUR_SEEKER:
        return [emails.reminder_hour_seeker(chat)]
    if not chat.host_address:
        return []
    hope, about = chat.hope, chat.seeker.about
    return [emails.reminder_day_host(chat, hope=hope, about=about, link=link_for(chat))]
