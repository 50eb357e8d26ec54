"""Read what has arrived in the inbox since the last time, from calendars, people and servers."""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction

from chats.models import Chat, InboxMark
from chats.replies import hinting, inbox
from chats.replies.hearing import hear_email
from chats.replies.inbox import CannotRead, Inbox
from chats.replies.parsing import Reply
from chats.replies.process import Reader, reader
from chats.replies.unmatched import enlist_unread
from chats.states import CalendarSaid, Side
from outbox.addresses import normalised

MAX_MESSAGES = 500
SWEEP_SECONDS = 30
"""Then the next sweep goes on, so that no worker is held for long."""
LOOKS_BACK = timedelta(days=30)
"""How far an inbox that is new to us is read back."""
MAX_STUMBLES = 3

SAID = {
    "ACCEPTED": CalendarSaid.ACCEPTED,
    "TENTATIVE": CalendarSaid.TENTATIVE,
    "DECLINED": CalendarSaid.DECLINED,
}

log = logging.getLogger(__name__)


def read_new(*, now: datetime) -> None:
    """A server that fails is one line in the log; the next sweep tries again."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    try:
        with inbox.opened() as found, reader() as child:
            mark = _mark(found.validity)
            for uid in found.newer_than(mark.uid, (now - LOOKS_BACK).date())[:MAX_MESSAGES]:
                if time.monotonic() > stop_at or not _handle(found, child, mark, uid, now):
                    return
    except CannotRead as problem:
        log.warning("The inbox could not be read: %s.", problem)


def _mark(validity: int) -> InboxMark:
    """Where the last sweep stopped. With new numbers everything is looked at again, which is
    harmless: an answer that was noted is not noted twice."""
    mark, _ = InboxMark.objects.get_or_create(place=inbox.place(), defaults={"validity": validity})
    if mark.validity != validity:
        mark.validity, mark.uid, mark.stumbles = validity, 0, 0
        mark.save()  # for the stumbles to be counted under these numbers
    return mark


def _handle(found: Inbox, child: Reader, mark: InboxMark, uid: int, now: datetime) -> bool:
    """One message: its effect and the mark behind it in one transaction. False to stop here."""
    raw = found.read(uid)
    try:
        read = child.read(raw)
        with transaction.atomic():
            if read.calendar:
                hear(read.calendar, now=now)
            else:
                hear_email(read.understood, now=now)
            _step(mark, uid)
    except Exception as error:
        return _stumble(mark, uid, error, now)
    return True


def _step(mark: InboxMark, uid: int) -> None:
    mark.uid, mark.stumbles = uid, 0
    mark.save()


def _stumble(mark: InboxMark, uid: int, error: Exception, now: datetime) -> bool:
    """Tried again at the next sweeps, a few times; then it is left to the operator, for the others'
    sake.

    Neither the words of the error nor those of the message are for a log.
    """
    mark.refresh_from_db()
    mark.stumbles += 1
    log.error("Message %s of the inbox could not be noted: %s", uid, type(error).__name__)
    if mark.stumbles >= MAX_STUMBLES:
        with transaction.atomic():
            enlist_unread(mark, uid, now=now)
            _step(mark, uid)
        return True
    mark.save()
    return False


def hear(reply: Reply, *, now: datetime) -> None:
    """Note it, if it speaks of a chat of ours for one of its two people."""
    found = Chat.objects.filter(uid=reply.uid).select_related("invitation__contact", "seeker")
    chat = found.first()
    heard = chat and _whose(reply, chat)
    if not chat or not heard:
        return
    side, said = heard
    hinting.note_reply(
        chat,
        side=side,
        said=said,
        sequence=reply.sequence,
        stamped_at=reply.stamped_at,
        proposed_at=reply.starts_at,
        now=now,
    )


def _whose(reply: Reply, chat: Chat) -> tuple[Side, CalendarSaid] | None:
    """A counter may name both people (RFC 5546 section 3.2.7): then the sender is meant."""
    people = {normalised(chat.invitation.seeker.email): Side.SEEKER}
    if chat.host_address:
        people[normalised(chat.host_address)] = Side.HOST
    named = {normalised(one.address): one.partstat for one in reply.attendees}
    ours = [address for address in named if address in people]
    if len(ours) > 1:
        ours = [address for address in ours if address == normalised(reply.sender)]
    if not ours:
        return None
    address = ours[0]
    countered = reply.method == "COUNTER"
    said = CalendarSaid.COUNTERED if countered else SAID.get(named[address])
    return (people[address], said) if said else None
