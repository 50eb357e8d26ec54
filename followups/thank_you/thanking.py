"""The operations of the thank-you: open it, remind of it, send it, mark it done, skip it."""

from datetime import datetime

from django.db import transaction

from chats.errors import Refused
from chats.lifecycle import stage_after
from chats.models import Chat, Link
from chats.tokens import mint
from contacts.events import EventKind
from contacts.models import record
from contacts.states import Stage
from followups import event_kinds as kinds
from followups import limits
from followups.keep_in_touch.cadence import touch
from followups.models import FollowUp
from followups.states import DUE_AFTER, STEPS, Kind, Status
from followups.thank_you import emails, reminding
from outbox import queue
from outbox.suppression import why_not

LEAVES_ONCE = "This thank-you has left already."


def owed(chat: Chat) -> FollowUp:
    """The thank-you of a chat as it begins, not saved."""
    due_at = chat.ends_at + DUE_AFTER
    first, _ = reminding.moments(chat.ends_at, due_at, chat.seeker.time_zone)
    return FollowUp(
        seeker=chat.seeker,
        contact=chat.contact,
        chat=chat,
        kind=Kind.THANK_YOU,
        occasion=chat.about,
        due_at=due_at,
        remind_at=first,
    )


@transaction.atomic
def open_thank_you(chat: Chat, *, now: datetime) -> FollowUp:
    """The thank-you of a chat that has ended, opened once; its clock follows a later end."""
    new = owed(chat)
    follow_up, created = FollowUp.objects.get_or_create(
        contact=chat.contact,
        kind=new.kind,
        occasion=new.occasion,
        defaults={
            "seeker": chat.seeker,
            "chat": chat,
            "due_at": new.due_at,
            "remind_at": new.remind_at,
        },
    )
    if not created:
        return _wound_up_again(follow_up, new)
    if chat.contact.stage != Stage.THANK:
        stage = stage_after(chat, Stage.THANK, now)
        record(chat.contact, kinds.THANK_YOU_DUE, at=now, target=chat, stage=stage)
    return follow_up


def _wound_up_again(follow_up: FollowUp, new: FollowUp) -> FollowUp:
    """The chat was moved after its first time, so its day begins anew. Words are kept."""
    if follow_up.status == Status.OPEN and follow_up.due_at != new.due_at:
        follow_up.due_at, follow_up.remind_at, follow_up.send_at = new.due_at, new.remind_at, None
        follow_up.save(update_fields=["due_at", "remind_at", "send_at"])
    return follow_up


@transaction.atomic
def remind(follow_up: FollowUp, *, now: datetime) -> None:
    """Remind twice while the day lasts, and never at night; a late sweep sends only one.

    The moments are those of the zone the seeker lives in now.
    """
    follow_up = lock(follow_up)
    if not FollowUp.objects.to_remind(now).filter(pk=follow_up.pk).exists():
        return
    follow_up.remind_at = _say_what_is_due(follow_up, now)
    follow_up.save(update_fields=["remind_at"])


def _say_what_is_due(follow_up: FollowUp, now: datetime) -> datetime | None:
    """Queue the reminder of this moment; returns when the next is due."""
    ends_at, due_at = follow_up.its_chat.ends_at, follow_up.due_at
    first, last = reminding.moments(ends_at, due_at, follow_up.seeker.time_zone)
    if now >= due_at or now < first:
        return None if now >= due_at else first
    if not reminding.may_be_said(now, follow_up.seeker.time_zone):  # a sweep that comes late
        return reminding.next_morning(now, follow_up.seeker.time_zone)
    if now < last:
        queue.enqueue([emails.thank_you_due(follow_up)])
        return last
    queue.cancel(follow_up.about)
    queue.enqueue([emails.thank_you_last_call(follow_up)])
    return None


def save_draft(follow_up: FollowUp, text: str) -> bool:
    """Keep the words that are not sent yet; False where they have been sent."""
    drafts = FollowUp.objects.filter(pk=follow_up.pk).exclude(status=Status.DONE)
    return drafts.update(text=text) == 1


@transaction.atomic
def send(follow_up: FollowUp, text: str, *, now: datetime) -> None:
    """Send the seeker's words by e-mail."""
    follow_up = lock(follow_up)
    if follow_up.status == Status.DONE:
        limits.refuse_elsewhere(follow_up)
        if text != follow_up.text:  # of a tab left open: they would be lost without a word
            raise Refused(LEAVES_ONCE)
        return
    check_reachable(follow_up)
    follow_up.text = text
    leave(follow_up, now)


def check_reachable(follow_up: FollowUp) -> None:
    contact, address = follow_up.contact, follow_up.its_chat.host_address
    if not address:
        raise Refused(
            f"{contact.first_name} agreed to the chat {follow_up.its_chat.how_agreed}, so no "
            "e-mail leaves from here. Please copy your words and send them yourself."
        )
    if (why := why_not(address)) and not follow_up.seeker.is_sample:
        raise Refused(f"We do not write to {contact.first_name} any more: {why}.")


def leave(follow_up: FollowUp, now: datetime) -> None:
    """Done, and on its way, under the caller's lock."""
    _finish(follow_up, Status.DONE, kinds.THANKED, Stage.THANKED, now)
    invitation, to = follow_up.its_chat.invitation, follow_up.its_chat.host_address
    one_click = mint(invitation, purpose=Link.Purpose.OPT_OUT, after=now, to=to)
    queue.enqueue([emails.thank_you(follow_up, one_click=one_click)])


@transaction.atomic
def mark_sent_elsewhere(follow_up: FollowUp, *, now: datetime) -> None:
    """The seeker thanked them by their own hand, instead of here or once more."""
    follow_up = lock(follow_up)
    if follow_up.status == Status.DONE and not follow_up.delivery_problem:
        return
    follow_up.elsewhere = True
    _finish(follow_up, Status.DONE, kinds.THANKED_ELSEWHERE, Stage.THANKED, now)


@transaction.atomic
def skip(follow_up: FollowUp, *, now: datetime) -> None:
    """No thank-you this time."""
    follow_up = lock(follow_up)
    if follow_up.status == Status.SKIPPED:
        return
    _finish(follow_up, Status.SKIPPED, kinds.THANK_YOU_SKIPPED, Stage.CLOSED, now)


def _finish(
    follow_up: FollowUp, status: Status, kind: EventKind, stage: Stage, now: datetime
) -> None:
    if status not in STEPS[Status(follow_up.status)]:
        raise Refused("This thank-you is done already.")
    follow_up.status, follow_up.done_at = status, now
    follow_up.remind_at = follow_up.send_at = None
    follow_up.save()
    queue.cancel(follow_up.about)
    chat = follow_up.its_chat
    record(follow_up.contact, kind, at=now, target=chat, stage=stage_after(chat, stage, now))
    if status == Status.DONE:
        touch(follow_up.contact, now)


def lock(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",))
    return rows.select_related(
        "contact", "seeker", "chat__contact", "chat__seeker", "chat__invitation"
    ).get(pk=follow_up.pk)
