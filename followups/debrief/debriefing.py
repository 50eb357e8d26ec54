"""The operations of looking back: what a chat left behind, promises, and the people they named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from accounts.merging import merge_stored
from accounts.models import User
from chats.errors import Refused
from chats.lifecycle import write_notes
from chats.models import Chat
from chats.states import Side
from contacts.event_kinds import CONTACT
from contacts.models import Contact, record
from followups.event_kinds import NAMED, NAMED_BY, PROMISE_KEPT
from followups.models import Debrief, Promise
from followups.states import PROMISE_STEPS, PromiseStatus
from outbox.addresses import same_address

MAX_PROMISES = 30
"""Of one chat. More than that is a list nobody keeps."""


@dataclass(frozen=True)
class Promised:
    by: Side
    text: str
    due_on: date | None = None


@dataclass(frozen=True)
class Named:
    """Somebody the contact spoke of."""

    name: str
    role: str = ""
    company: str = ""
    email: str = ""
    called: str = ""


@transaction.atomic
def save_debrief(
    chat: Chat,
    *,
    notes: str,
    surprised: str,
    next_step: str,
    base_notes: str = "",
    base_surprised: str = "",
    base_next_step: str = "",
) -> None:
    """Each text with the version it began from: what another device wrote meanwhile stays."""
    write_notes(chat, notes, base_notes)  # locks the chat's words, so these are read afresh
    debrief = Debrief.objects.filter(chat=chat).first() or Debrief(chat=chat)
    debrief.surprised = merge_stored(base_surprised, debrief.surprised, surprised)
    debrief.next_step = merge_stored(base_next_step, debrief.next_step, next_step)
    debrief.save()


@transaction.atomic
def add_promises(chat: Chat, promises: Sequence[Promised]) -> int:
    """Write down those that are new; returns how many. A second press finds them there."""
    _lock(chat)
    for promised in promises:
        _check_day(chat, promised.due_on)
    mine = Promise.objects.filter(chat=chat)
    known = {(promise.by, promise.text.casefold()) for promise in mine}
    new = []
    for promised in promises:
        key = (promised.by, promised.text.casefold())
        if key not in known:
            known.add(key)
            new.append(promised)
    if len(known) > MAX_PROMISES:
        raise Refused(f"Please keep to {MAX_PROMISES} promises for one chat.")
    Promise.objects.bulk_create(
        Promise(
            seeker=chat.seeker,
            contact=chat.contact,
            chat=chat,
            by=promised.by,
            text=promised.text,
            due_on=promised.due_on,
        )
        for promised in new
    )
    return len(new)


def _check_day(chat: Chat, due_on: date | None) -> None:
    if due_on is not None and due_on < chat.starts_at.astimezone(chat.seeker.time_zone).date():
        raise Refused("Nothing can be due before the chat itself. Please choose a later day.")


@transaction.atomic
def mark_kept(promise: Promise, *, now: datetime) -> None:
    kept = _close(promise, PromiseStatus.KEPT, now)
    if kept is None:
        return
    side, words = Side(kept.by), kept.text
    record(kept.contact, PROMISE_KEPT, at=now, side=side, target=kept.chat, words=words)


@transaction.atomic
def let_go(promise: Promise, *, now: datetime) -> None:
    """Nobody waits for it any more."""
    _close(promise, PromiseStatus.DROPPED, now)


def _close(promise: Promise, to: PromiseStatus, now: datetime) -> Promise | None:
    """The promise as it is now, or None where it was so already."""
    fresh = _lock_promise(promise)
    if fresh.status == to:
        return None
    if to not in PROMISE_STEPS[PromiseStatus(fresh.status)]:
        raise Refused("This promise is kept, or no longer needed, already.")
    fresh.status, fresh.done_at = to, now
    fresh.save(update_fields=["status", "done_at"])
    return fresh


@transaction.atomic
def set_due(promise: Promise, due_on: date | None) -> None:
    """Another day, or none. Until then it does not stand on Today."""
    fresh = _lock_promise(promise)
    if fresh.status != PromiseStatus.OPEN:
        raise Refused("This promise is kept, or no longer needed, already.")
    _check_day(fresh.chat, due_on)
    fresh.due_on = due_on
    fresh.save(update_fields=["due_on"])


@transaction.atomic
def add_people(
    chat: Chat, people: Iterable[Named], *, now: datetime
) -> tuple[list[Contact], list[Contact]]:
    """Make contacts of the people they named: those made, and those who were there already.

    Who is known by address or by name is linked rather than made twice.
    """
    _lock(chat)
    made, known = [], []
    for named in people:
        if found := _known(chat.seeker, named):
            if _introduce(found, chat, now):
                known.append(found)
        else:
            made.append(_make(chat, named, now))
    return made, known


def _known(seeker: User, named: Named) -> Contact | None:
    same = Q(name__iexact=named.name)
    if named.email:
        # An address tells people apart; a name counts only where no other address is known.
        same = Q(same_address("email", named.email)) | (same & Q(email=""))
    return Contact.objects.of(seeker).filter(same).order_by("pk").first()


def _introduce(found: Contact, chat: Chat, now: datetime) -> bool:
    """Link who was there already. The first who named them stays; False where nothing is new."""
    named_before = chat.contact.events.of_kind(NAMED).about(CONTACT, found.pk)
    if found.pk == chat.contact_id or named_before.exists():
        return False
    if found.introduced_by_id is None:
        Contact.objects.filter(pk=found.pk).update(introduced_by=chat.contact)
    _record_both(found, chat, now)
    return True


def _make(chat: Chat, named: Named, now: datetime) -> Contact:
    made = Contact.objects.create(
        seeker=chat.seeker,
        introduced_by=chat.contact,
        connection=f"Named by {chat.contact.name}"[:200],
        **vars(named),
    )
    _record_both(made, chat, now)
    return made


def _record_both(named: Contact, chat: Chat, now: datetime) -> None:
    host = chat.contact
    record(named, NAMED_BY, at=now, target=host, name=host.name)
    record(host, NAMED, at=now, target=named, name=named.name)


def _lock(chat: Chat) -> None:
    """One at a time for each seeker, so that two presses do not both find nobody."""
    User.objects.select_for_update(no_key=True).get(pk=chat.seeker_id)


def _lock_promise(promise: Promise) -> Promise:
    rows = Promise.objects.select_for_update(of=("self",)).select_related("contact", "chat")
    return rows.get(pk=promise.pk)
