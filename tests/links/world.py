"""A seeker with one of everything, and the addresses that each of these things has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from archive.models import Export
from archive.states import Status
from calendars.lifecycle import add_feed
from chats.models import Chat, Invitation, Link
from chats.states import Side
from chats.tokens import mint
from followups import lifecycle
from followups.debrief.debriefing import Promised
from followups.keep_in_touch import keeping
from followups.models import Promise
from followups.states import Kind
from followups.tokens import stop_url
from outcomes.lifecycle import Noted, note
from outcomes.states import Kind as OutcomeKind
from preparation import lifecycle as preparation
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_link,
    make_seeker,
    make_sent_invitation,
)


@dataclass
class World:
    """A seeker, the keys of what is theirs, and the private links of their hosts."""

    seeker: User
    contact: int
    draft: int
    outcome: int
    others: list[int]
    tokens: list[str]


def make_world() -> World:
    seeker, now = make_seeker(), timezone.now()
    draft = make_draft(make_contact(seeker, "Ada Draft"))
    sent = make_sent_invitation(make_contact(seeker, "Ben Sent"), now=now)
    starts_at = now + timedelta(days=2)
    upcoming = make_chat(make_contact(seeker, "Cleo Next"), starts_at=starts_at, now=now)
    preparation.fill(upcoming, now=now)
    ended = make_ended_chat(make_contact(seeker, "Dan Met"), ended_at=now - timedelta(hours=1))
    outcome = note(seeker, Noted(OutcomeKind.JOB_OFFER, "", now.date(), [ended]), now=now)
    others = [sent.pk, ended.pk, upcoming.pk, *_what_follows(ended, now)]
    tokens = _tokens(sent, upcoming, now)
    return World(seeker, draft.contact_id, draft.pk, outcome.pk, others, tokens)


def _what_follows(ended: Chat, now: datetime) -> list[int]:
    """The keys of a calendar account, an export, a promise and a follow-up."""
    seeker = ended.seeker
    account = add_feed(seeker, "https://calendar.example.com/work.ics", "Work", now=now)
    export = Export.objects.create(
        seeker=seeker, status=Status.READY, ready_at=now, expires_at=now + timedelta(days=1)
    )
    lifecycle.add_promises(ended, [Promised(Side.SEEKER, "Send the article")])
    update = keeping.begin(ended.contact, Kind.UPDATE, now=now)
    return [account.pk, export.pk, Promise.objects.get().pk, update.pk]


def _tokens(sent: Invitation, upcoming: Chat, now: datetime) -> list[str]:
    """Of an open ask, a booked chat, a rehearsal, a way out with one click, and the weekly
    e-mail."""
    rehearsed = mint(sent, purpose=Link.Purpose.REHEARSAL, after=now)
    one_click = mint(sent, purpose=Link.Purpose.OPT_OUT, after=now, to=sent.contact.email)
    asks = [make_link(sent), make_link(upcoming.invitation)]
    paths = [*asks, rehearsed, one_click.removesuffix("one-click/"), stop_url(sent.seeker)]
    return [path.removesuffix("/").rpartition("/")[2] for path in paths]


def paths_of(world: World, name: str, arguments: list[str]) -> list[str]:
    """The address with every object it can be about; none where this table does not know."""
    about: list[object] = []
    if arguments == ["token"]:
        about = [*world.tokens, "unknown-token"]
    elif arguments == ["token", "rest"]:
        return [reverse(name, args=[token, "take/"]) for token in world.tokens]
    elif arguments == ["contact_pk"] or (arguments == ["pk"] and name.startswith("contacts:")):
        about = [world.contact]
    elif arguments == ["pk"] and name.startswith("outcomes:"):
        about = [world.outcome]
    elif arguments == ["pk"]:
        about = sorted({world.draft, *world.others})
    return [reverse(name, args=[one]) for one in about] if arguments else [reverse(name)]
