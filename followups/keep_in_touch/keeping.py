"""The operations of what keeps in touch: make it due, write, send, mark done, snooze, skip.

Locks in one order: the contact, then the follow-up, then the cadence.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q

from chats.errors import Refused
from chats.models import Chat, Link
from chats.tokens import mint
from contacts.events import EventKind
from contacts.models import Contact, record
from followups import dates, kinds, limits
from followups.keep_in_touch import cadence, emails
from followups.models import FollowUp
from followups.models.follow_up import OPENED
from followups.news import News, words_in_short
from followups.states import NOTHING_TO_THANK_FOR, STEPS, Kind, Status
from outbox import queue

LINKEDIN_AFTER = timedelta(days=1)
"""When the thank-you's own day is over: one thing at a time."""
UPDATE_AFTER = timedelta(weeks=3)
ONCE = "once"
"""The occasion of what is done once for each contact."""


class Operation(Protocol):
    def __call__(self, follow_up: FollowUp, *, now: datetime) -> None: ...


@transaction.atomic
def prompt_update(
    contact: Contact,
    *,
    occasion: str,
    due_at: datetime,
    chat: Chat | None = None,
    news: News | None = None,
    now: datetime,
) -> FollowUp:
    """Say, in good time, what came of their advice. Once for each occasion, by the newest news."""
    told = news.fields if news else {}
    values = {"seeker": contact.seeker, "chat": chat, "due_at": max(due_at, now), **told}
    follow_up = _once(contact, Kind.UPDATE, occasion, values)
    if told:
        FollowUp.objects.filter(pk=follow_up.pk, status=Status.OPEN).update(**told)
        follow_up.refresh_from_db(fields=list(told))
    return follow_up


@transaction.atomic
def after_chat(chat: Chat, *, now: datetime) -> None:
    """A chat happened, and its day is over: what follows it, and the months count from it."""
    prompt_after(chat, now=now)
    cadence.touch(chat.contact, chat.ends_at)


@transaction.atomic
def prompt_after(chat: Chat, *, now: datetime) -> None:
    """Connect, and in three weeks tell them what came of it: both are coming up at once."""
    contact = cadence.lock_contact(chat.contact)
    _connect_after(chat, contact)
    due_at = chat.ends_at + UPDATE_AFTER
    prompt_update(contact, occasion=chat.about, due_at=due_at, chat=chat, now=now)


def _connect_after(chat: Chat, contact: Contact) -> None:
    """Once for each contact; one that was opened before, or of a chat that was none, is its own."""
    due = {"chat": chat, "due_at": chat.ends_at + LINKEDIN_AFTER}
    follow_up = _once(contact, Kind.LINKEDIN, ONCE, {"seeker": contact.seeker, **due})
    rests = OPENED | Q(chat__status__in=NOTHING_TO_THANK_FOR)
    FollowUp.objects.filter(rests, pk=follow_up.pk, status=Status.OPEN).update(**due)


@transaction.atomic
def begin(contact: Contact, kind: Kind, *, now: datetime) -> FollowUp:
    """The seeker opens one by themselves, and owes nothing for it before they write; what is open
    already is gone on with."""
    contact = cadence.lock_contact(contact)
    values = {"seeker": contact.seeker, "due_at": now, "begun_by_seeker": True}
    if kinds.SPECS[kind].once:
        return _once(contact, kind, ONCE, values)
    waiting = FollowUp.objects.of_what_happened().filter(status=Status.OPEN)
    started = waiting.filter(contact=contact, kind=kind).order_by("due_at")
    return started.first() or _once(contact, kind, f"own:{now.isoformat()}", values)


def _once(contact: Contact, kind: Kind, occasion: str, values: Mapping[str, object]) -> FollowUp:
    follow_up, _ = FollowUp.objects.get_or_create(
        contact=contact, kind=kind, occasion=occasion, defaults=values
    )
    return follow_up


def keep_words(follow_up: FollowUp, *, text: str, url: str = "") -> bool:
    """Keep what is not sent yet; False where it is done."""
    unsent = FollowUp.objects.filter(pk=follow_up.pk).exclude(status=Status.DONE)
    return unsent.update(text=text, url=url) == 1


@transaction.atomic
def send_words(follow_up: FollowUp, *, text: str, url: str = "", now: datetime) -> None:
    """Send the seeker's words by e-mail, in the thread of the last chat."""
    follow_up = _lock(follow_up)
    if follow_up.status == Status.DONE:
        limits.refuse_elsewhere(follow_up)
        return
    if not kinds.of(follow_up).email:
        raise Refused("This is not sent by e-mail.")
    chat = limits.check_may_send(follow_up.contact, now=now)
    follow_up.text, follow_up.url = text, url
    _close(follow_up, Status.DONE, kinds.wording(follow_up).done, now)
    to = follow_up.contact.email
    one_click = mint(chat.invitation, purpose=Link.Purpose.OPT_OUT, after=now, to=to)
    queue.enqueue([emails.in_touch(follow_up, chat.invitation, one_click=one_click)])


@transaction.atomic
def mark_done(follow_up: FollowUp, *, now: datetime) -> None:
    """Done by the seeker's own hand, instead of here or once more."""
    follow_up = _lock(follow_up)
    if follow_up.status == Status.DONE and not follow_up.delivery_problem:
        return
    follow_up.elsewhere = True
    _close(follow_up, Status.DONE, kinds.wording(follow_up).done, now)


@transaction.atomic
def skip_it(follow_up: FollowUp, *, now: datetime) -> None:
    """Not this time. A cadence goes on to its next date."""
    follow_up = _lock(follow_up)
    if follow_up.status == Status.SKIPPED:
        return
    _close(follow_up, Status.SKIPPED, kinds.wording(follow_up).skipped, now)


@transaction.atomic
def snooze(follow_up: FollowUp, *, now: datetime) -> None:
    """Due again on a morning in a week; pressing twice on one day is pressing once."""
    _put_off(follow_up, dates.morning_in(7, now, follow_up.seeker.time_zone))


@transaction.atomic
def snooze_a_month(follow_up: FollowUp, *, now: datetime) -> None:
    """The same in a month."""
    _put_off(follow_up, dates.month_of_mornings(now, follow_up.seeker.time_zone))


def _put_off(follow_up: FollowUp, due_at: datetime) -> None:
    follow_up = _lock(follow_up)
    _check(follow_up, Status.OPEN)
    if follow_up.status == Status.SKIPPED:  # only a thank-you may leave after all
        raise Refused("This is skipped already.")
    follow_up.due_at = due_at
    follow_up.save(update_fields=["due_at"])


def _check(follow_up: FollowUp, status: Status) -> None:
    now_is = Status(follow_up.status)
    if status not in STEPS[now_is]:
        raise Refused(f"This is {now_is.label.lower()} already.")


def _close(follow_up: FollowUp, status: Status, kind: EventKind, now: datetime) -> None:
    _check(follow_up, status)
    follow_up.status, follow_up.done_at = status, now
    follow_up.save()
    contact, news, words = follow_up.contact, follow_up.news, words_in_short(follow_up)
    record(contact, kind, at=now, target=follow_up, news=news, words=words)
    if status == Status.DONE:
        cadence.touch(follow_up.contact, now)
    else:
        cadence.skipped(follow_up, now=now)


def _lock(follow_up: FollowUp) -> FollowUp:
    """After its contact. A thank-you has operations and locks of its own."""
    contact = cadence.lock_contact(follow_up.contact)
    rows = FollowUp.objects.keeping().select_for_update(of=("self",))
    if not FollowUp.objects.filter(pk=follow_up.pk).exists():  # deleted with the cadence it was of
        raise Refused("This is not waiting any more: how often you write was changed meanwhile.")
    fresh = rows.get(pk=follow_up.pk)
    fresh.contact, fresh.seeker = contact, contact.seeker
    return fresh
