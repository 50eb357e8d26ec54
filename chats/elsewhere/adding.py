"""The seeker adds a chat that was agreed elsewhere, or that has been, and takes it out again."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from chats import event_kinds as kinds
from chats.elsewhere import noting, taking_back
from chats.host_reply import HostReply
from chats.locks import check_none_open_beside, keys_of, lock_chat, lock_people, lock_seeker
from chats.meeting import by_hand, marking
from chats.meeting.by_hand import Meeting
from chats.models import Chat, Invitation
from chats.states import OPEN, ChatStatus, InvitationStatus
from contacts.models import Contact, record
from contacts.states import Stage

ANSWERED_BY_IT = [*OPEN, InvitationStatus.UNDELIVERABLE]
"""What a chat answers that is agreed while it waits."""
MIN_MINUTES, MAX_MINUTES = 15, 60
"""Of an invitation; the chat itself is as long as it is."""


@transaction.atomic
def add_chat(contact: Contact, meeting: Meeting, *, line: str = "", now: datetime) -> Chat:
    """A chat with them, who may be new here. It answers the ask that is open between the two, if it
    was agreed after that; else it stands by itself. The same once more changes nothing.

    Raises what `noting.note_booking` does.
    """
    _lock(contact)
    if twin := _added_before(contact, meeting):
        return twin
    ask = _ask_it_answers(contact, meeting)
    if ask:
        day = _day_of_yes(contact.seeker, meeting, now)
        reply = HostReply("", line=line, way=meeting.way, came_on=day)
        return noting.note_booking(ask, meeting, reply, now=now)
    holder = _hold(contact, meeting, now)
    if meeting.ends_at > now:
        check_none_open_beside(holder, now)
    return by_hand.note(holder, meeting, now)


def _lock(contact: Contact) -> None:
    """Whoever is new is known to nobody else, so only the seeker's turn is waited for."""
    if contact._state.adding:
        lock_seeker(contact.seeker)
        contact.save()
    lock_people(*keys_of(Invitation(seeker=contact.seeker, contact=contact)))


def _added_before(contact: Contact, meeting: Meeting) -> Chat | None:
    same = Chat.objects.filter(contact=contact, starts_at=meeting.starts_at, told_by_seeker=True)
    return same.exclude(status=ChatStatus.CANCELLED).first()


def _ask_it_answers(contact: Contact, meeting: Meeting) -> Invitation | None:
    asks = Invitation.objects.asked_here().filter(contact=contact, sent_at__isnull=False)
    newest = asks.select_related("seeker", "contact").order_by("-sent_at").first()
    if newest is None or newest.status not in ANSWERED_BY_IT or newest.sent_at is None:
        return None
    return newest if newest.sent_at <= meeting.starts_at else None


def _day_of_yes(seeker: User, meeting: Meeting, now: datetime) -> date:
    """Today, and of what has been its own day: more is not asked."""
    return min(now, meeting.starts_at).astimezone(seeker.time_zone).date()


def _hold(contact: Contact, meeting: Meeting, now: datetime) -> Invitation:
    """What a chat hangs on where nothing was asked from here: no letter, and over for the host."""
    return Invitation.objects.create(
        seeker=contact.seeker,
        contact=contact,
        status=InvitationStatus.BOOKED,
        asked_elsewhere=True,
        minutes=min(max(meeting.minutes, MIN_MINUTES), MAX_MINUTES),
        ways=[meeting.way],
        video_link=contact.seeker.video_link,
        phone=contact.seeker.phone,
        place=contact.seeker.place,
        sent_at=now,
        expires_at=now,
    )


@transaction.atomic
def remove_chat(chat: Chat, *, now: datetime) -> None:
    """Take out what was noted by mistake, as long as nothing was built on it. An ask that it
    answered is as it was before."""
    chat = lock_chat(chat)
    if not chat.invitation.asked_elsewhere:
        taking_back.take_note_back(chat.invitation, now=now)
        return
    stage = _stage_without(chat, now)
    taking_back.forget(chat, now)
    chat.invitation.delete()
    record(chat.contact, kinds.REMOVED, at=now, stage=stage)


def _stage_without(chat: Chat, now: datetime) -> Stage:
    """By what is left between the two."""
    held = Chat.objects.filter(contact=chat.contact, status=ChatStatus.HELD).exclude(pk=chat.pk)
    asked = Invitation.objects.asked_here().filter(contact=chat.contact)
    if last := held.order_by("-ends_at").first():
        stage = marking.what_is_next(last)
    else:
        stage = Stage.CLOSED if asked.exists() else Stage.TO_ASK
    return marking.stage_after(chat, stage, now)
