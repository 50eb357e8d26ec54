"""Read what a seeker's figures are counted from: three queries, whatever they have done."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, Func, IntegerField, OuterRef, Subquery

from accounts.models import User
from chats.compose.rehearsing import rehearsed
from chats.models import Answer, Chat, Invitation
from chats.states import InvitationStatus
from followups.models import FollowUp
from followups.states import Status
from outcomes.models import Outcome
from progress.counting import Ask, count

VERSION = 1
"""Of the shape of the figures: what was kept in another is counted anew, not misread."""


class Words(Func):
    """How many words a text has."""

    template = r"(SELECT count(*) FROM regexp_matches(%(expressions)s, '\S+', 'g'))"
    output_field = IntegerField()


def figures_of(seeker: User, now: datetime) -> dict[str, Any]:
    asks = count(_asks(seeker), zone=seeker.time_zone, now=now)
    return {**asks, "people": _people(seeker, now), "rehearsed": rehearsed(seeker).count()}


def _asks(seeker: User) -> Iterator[Ask]:
    """Row by row: a seeker may have sent very many."""
    answers = Answer.objects.filter(invitation=OuterRef("pk"), undone_at=None).order_by("at")
    sent = Invitation.objects.of(seeker).asked_here().filter(sent_at__isnull=False)
    rows = sent.annotate(
        words=Words("message"),
        first_answer_at=Subquery(answers.values("at")[:1]),
        came_on=Subquery(answers.values("came_on")[:1]),
    ).values_list(
        "contact",
        "sent_at",
        "status",
        "host_zone",
        "contact__time_zone",
        "contact__introduced_by",
        "contact__connection",
        "words",
        "first_answer_at",
        "came_on",
        named=True,
    )
    return (_ask(row, seeker.time_zone) for row in rows.iterator(chunk_size=2000))


def _ask(row: Any, zone: ZoneInfo) -> Ask:
    return Ask(
        contact=row.contact,
        sent_at=row.sent_at,
        host_zone=row.host_zone or row.contact__time_zone or zone,
        connection=_connection(row.contact__introduced_by, row.contact__connection),
        words=row.words,
        answered_at=_answered_at(row, zone),
        waiting=row.status == InvitationStatus.SENT,
        arrived=row.status != InvitationStatus.UNDELIVERABLE,
    )


def _answered_at(row: Any, zone: ZoneInfo) -> datetime | None:
    """Of what came elsewhere the seeker knows the day alone: so many days after they asked."""
    if row.came_on is None:
        at: datetime | None = row.first_answer_at
        return at
    asked, came_on = cast("datetime", row.sent_at), cast("date", row.came_on)
    return asked + (came_on - asked.astimezone(zone).date())


def _connection(introduced_by: int | None, noted: str) -> str:
    return "introduced" if introduced_by else "noted" if noted else "none"


def _people(seeker: User, now: datetime) -> dict[str, int]:
    """How many people were met, thanked, and helped with something; each person once."""
    chat = OuterRef("pk")
    thanks = FollowUp.objects.thank_yous().filter(chat=chat, status=Status.DONE)
    outcomes = Outcome.chats.through.objects.filter(chat=chat)
    people = Count("contact", distinct=True)
    return (
        Chat.objects.of(seeker)
        .ended(now)
        .aggregate(
            met=people,
            thanked=Count("contact", distinct=True, filter=Exists(thanks)),
            outcome=Count("contact", distinct=True, filter=Exists(outcomes)),
        )
    )
