"""For every table of the database: which rows are a seeker's, what of them is exported, what an
erased account takes along. A table without a rule fails the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import F, Manager, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from accounts.sessions import sessions_of
from archive.models import Export, Piece
from calendars import models as calendars
from chats import models as chats
from contacts import models as contacts
from followups import models as followups
from outbox import models as outbox
from outbox.addresses import same_address
from outbox.subjects import about_each
from outcomes import models as outcomes
from preparation import models as preparation
from progress import models as progress

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Rule:
    """What becomes of one table's rows."""

    model: type[Model]
    mine: Callable[[User], Rows] | None = None
    """The seeker's own rows; none where the table holds nothing of one person."""
    leave_out: frozenset[str] = frozenset()
    """Columns that an export never holds: secrets, and what only the machinery reads."""
    adds: tuple[str, ...] = ()
    """What an export says beside the columns, as it is made of them."""
    exported: bool = True
    erased: bool = True
    """Whether the rows go with the account."""
    why: str = ""
    """Why they are not exported, or stay."""

    @property
    def name(self) -> str:
        return self.model._meta.db_table


def own(
    model: type[Model],
    path: str = "seeker",
    *,
    leave_out: tuple[str, ...] = (),
    adds: tuple[str, ...] = (),
    exported: bool = True,
    why: str = "",
) -> Rule:
    """Rows that lead to the seeker by `path`."""

    def mine(seeker: User) -> Rows:
        manager: Manager[Any] = model._default_manager
        return manager.filter(**{path: seeker.pk})

    return Rule(model, mine, frozenset(leave_out), adds, exported, why=why)


def nobodys(model: type[Model], why: str) -> Rule:
    return Rule(model, exported=False, erased=False, why=why)


def emails_of(seeker: User) -> Rows:
    """About something of theirs, written in their name, or to them as a seeker.

    What other seekers wrote to the same address, of whom this one is a host, belongs to those.
    """
    about = Q(about__in=_abouts(chats.Invitation, "invitation", seeker))
    about |= Q(about__in=_abouts(chats.Chat, "chat", seeker))
    about |= Q(about__in=_abouts(followups.FollowUp, "follow-up", seeker))
    written = Q(same_address("reply_to", seeker.email))
    to = Q(same_address("to", seeker.email), outreach=False)
    return outbox.OutgoingEmail.objects.filter(about | written | to)


def _abouts(model: type[Model], word: str, seeker: User) -> Rows:
    manager: Manager[Any] = model._default_manager
    mine: Rows = manager.filter(seeker=seeker).order_by()
    return cast(Rows, mine.annotate(_about=about_each(word, F("pk"))).values("_about"))


def history_of(seeker: User) -> Rows:
    """What they did as an operator, and what operators did to their account and what is theirs."""
    history = Q(user=seeker)
    for model, path in FOR_OPERATORS.items():
        manager: Manager[Any] = model._default_manager
        mine = manager.filter(**{path: seeker.pk}).order_by().values(_pk=Cast("pk", TextField()))
        kind = ContentType.objects.get_for_model(model)
        history |= Q(content_type=kind, object_id__in=mine)
    return LogEntry.objects.filter(history)


FOR_OPERATORS: dict[type[Model], str] = {
    User: "pk",
    EmailAddress: "user",
    SocialAccount: "user",
    Authenticator: "user",
    chats.Invitation: "seeker",
    chats.Chat: "seeker",
}
"""What of a seeker operators can do something to, by which way it is the seeker's."""


BODIES = ("text", "html", "ics", "bare", "headers")
"""Of an e-mail: they hold the host's private links. The seeker's words stand where they wrote
them."""

RULES: tuple[Rule, ...] = (
    own(
        User,
        "pk",
        leave_out=(
            "password",
            "person_key",
            "is_superuser",
            "is_staff",
            "is_active",
            "is_sample",
        ),
    ),
    own(EmailAddress, "user"),
    own(SocialAccount, "user"),
    own(UserSession, "user", leave_out=("session_key", "data")),
    own(contacts.Contact),
    own(contacts.Clipping, "contact__seeker"),
    own(
        contacts.Event,
        "contact__seeker",
        leave_out=("text", "url"),
        adds=("sentence",),
    ),
    own(calendars.Availability),
    own(calendars.WeeklyHours),
    own(calendars.DayException),
    own(calendars.CalendarAccount, leave_out=("url", "username", "password", "lease")),
    own(calendars.Calendar, leave_out=("url",)),
    own(calendars.BusyTime),
    own(calendars.CalendarEntry, leave_out=("ics", "lease")),
    own(chats.Invitation),
    own(chats.Plan, "invitation__seeker"),
    own(chats.Nudge, "invitation__seeker"),
    own(chats.Offer, "invitation__seeker"),
    own(chats.Answer, "invitation__seeker"),
    own(chats.Change, "chat__seeker"),
    own(chats.Slot, "invitation__seeker"),
    own(chats.Chat),
    own(chats.Notification, "invitation__seeker", leave_out=("key", "address", "mailbox")),
    own(chats.Reminder, "chat__seeker"),
    own(chats.CalendarReply, "chat__seeker"),
    own(chats.IncomingEmail, "invitation__seeker", leave_out=("fingerprint",)),
    own(chats.ChatFeed, leave_out=("token_hash",)),
    own(preparation.BankQuestion),
    own(preparation.Question, "chat__seeker"),
    own(preparation.Note, "chat__seeker"),
    own(followups.FollowUp),
    own(followups.Debrief, "chat__seeker"),
    own(followups.Promise),
    own(followups.Cadence),
    own(followups.Digest),
    own(outcomes.Outcome),
    own(outcomes.Outcome.chats.through, "outcome__seeker"),
    own(progress.WeeklyTarget),
    Rule(
        outbox.OutgoingEmail,
        emails_of,
        frozenset({*BODIES, "dedupe_key", "lease", "lease_until", "started_at", "not_before"}),
    ),
    # -- The seeker's, and of no use to them --
    own(chats.Attendance, "chat__seeker", exported=False, why="the times of the chats once more"),
    own(preparation.SeenKeys, "chat__seeker", exported=False, why="which edits have arrived"),
    own(progress.Snapshot, exported=False, why="counted from the rest"),
    own(Export, exported=False, why="the archive itself"),
    own(Piece, "export__seeker", exported=False, why="the archive itself"),
    own(EmailConfirmation, "email_address__user", exported=False, why="a secret"),
    own(Authenticator, "user", exported=False, why="a secret"),
    own(SocialToken, "account__user", exported=False, why="a secret"),
    own(User.groups.through, "user", exported=False, why="what an operator may do"),
    own(User.user_permissions.through, "user", exported=False, why="what an operator may do"),
    Rule(LogEntry, history_of, exported=False, why="what an operator did"),
    Rule(Session, sessions_of, exported=False, why="a secret"),
    # -- What stays --
    Rule(
        chats.Link,
        lambda seeker: chats.Link.objects.filter(invitation__seeker=seeker),
        exported=False,
        erased=False,
        why="a secret; a host can still say “never again” after the seeker is gone, by a hash",
    ),
    nobodys(chats.Letter, "hashes that protect hosts, forgotten after a month"),
    nobodys(outbox.Suppression, "a host's wish, kept as a hash; it outlives everybody"),
    nobodys(chats.InboxMark, "how far the instance's inbox was read"),
    nobodys(chats.UnmatchedEmail, "that an e-mail came of which nobody knows whose it is, a month"),
    nobodys(chats.RulesCompared, "which rules of the clocks were looked at"),
    nobodys(outbox.Heartbeat, "the clock's own"),
    nobodys(outbox.Outage, "what the mail server says, without addresses; the operator's own"),
    nobodys(SocialApp, "the operator's own"),
    nobodys(Group, "the operator's own"),
    nobodys(Group.permissions.through, "the operator's own"),
    nobodys(Permission, "Django's own"),
    nobodys(ContentType, "Django's own"),
)


def exported() -> list[Rule]:
    return [rule for rule in RULES if rule.exported]
