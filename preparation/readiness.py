"""How prepared a chat is: a pure answer over facts that one query brings for many chats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from chats.meeting.page import CONFIRM_FROM, host_reads_hope
from chats.models import Change, Chat, ChatQuerySet
from chats.states import AGREED_ANEW
from contacts.models import Contact
from outbox.suppression import suppressed_among
from preparation.bank import OURS
from preparation.choosing import BankItem, mix
from preparation.models import Question
from preparation.states import Theme

MAX_QUESTIONS_COUNTED = 5
"""As many as make one prepared, however long the chat."""
ENOUGH_PARTS = 3
"""Of a brief: as much as ten minutes of reading give."""


@dataclass(frozen=True)
class Step:
    """One thing to prepare, where to do it, and what is said while it is missing."""

    name: str
    missing: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Readiness:
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def share(self) -> int:
        return 100 * self.done // len(self.steps)

    @property
    def is_full(self) -> bool:
        return self.done == len(self.steps)

    @property
    def counted(self) -> str:
        return f"{self.done} of {len(self.steps)} done"

    @property
    def words(self) -> str:
        if self.is_full:
            return "You are prepared."
        missing = ", ".join(step.missing for step in self.steps if not step.is_done)
        return f"Still to prepare: {missing}."


def with_questions(chats: ChatQuerySet) -> ChatQuerySet:
    """For `of`: how many questions each chat has to ask, whether they end well, and since when its
    time stands."""
    closing = Question.objects.filter(chat=OuterRef("pk"), theme=Theme.CLOSING, is_public=False)
    to_ask = Count("questions", filter=Q(questions__is_public=False))
    moved = Change.objects.filter(chat=OuterRef("pk"), kind__in=AGREED_ANEW).order_by("-at")
    agreed_at = Coalesce(Subquery(moved.values("at")[:1]), "booked_at")
    return chats.annotate(to_ask=to_ask, ends_well=Exists(closing), newest_yes=agreed_at)


def look_up_addresses(chats: Iterable[Chat], now: datetime) -> None:
    """For `of`, where there are many: one query for those that want a word, and else none."""
    near = [chat for chat in chats if chat.host_address and _is_near(chat, _newest_yes(chat), now)]
    refused = suppressed_among(chat.host_address for chat in near)
    for chat in near:
        chat.gets_email = chat.seeker.is_sample or chat.host_address not in refused


def of(chat: Chat, now: datetime) -> Readiness:
    """In words and numbers. `chat` comes from `with_questions`, with its contact and seeker."""
    to_ask: int = chat.to_ask  # type: ignore[attr-defined]
    ends_well: bool = chat.ends_well  # type: ignore[attr-defined]
    return readiness(chat, to_ask, ends_well, _newest_yes(chat), now, is_read=False)


def _newest_yes(chat: Chat) -> datetime:
    newest_yes: datetime = chat.newest_yes  # type: ignore[attr-defined]
    return newest_yes


def readiness(
    chat: Chat,
    to_ask: int,
    ends_well: bool,
    agreed_at: datetime,
    now: datetime,
    *,
    is_read: bool | None = None,
) -> Readiness:
    """`is_read` is whether the host will read what is hoped; it only names a step, so where names
    are not shown it need not be looked up."""
    page, name = chat.get_absolute_url(), chat.contact.first_name
    brief = reverse("contacts:brief", args=[chat.contact_id])
    questions = reverse("preparation:questions", args=[chat.pk])
    about_oneself = reverse("preparation:self_introduction")
    has_introduction = bool(chat.seeker.self_introduction)
    place = reverse("chats:place", args=[chat.pk])
    enough = to_ask >= enough_for(chat.minutes) and ends_well
    is_read = host_reads_hope(chat, now) if is_read is None else is_read
    hope = f"What {name} reads of it" if is_read else "What you hope to learn"
    steps = [
        Step(f"A brief on {name}", "a brief", brief, parts_of(chat.contact) >= ENOUGH_PARTS),
        Step("Your goal", "a goal", f"{page}#id_goal", bool(chat.goal)),
        Step(hope, "what you hope to learn", f"{page}#id_hope", bool(chat.hope)),
        Step(*_questions(chat, to_ask, ends_well), questions, enough),
        Step("Your self-introduction", "a self-introduction", about_oneself, has_introduction),
        Step("How and where you meet", "where you meet", place, bool(chat.where)),
    ]
    if chat.confirmed_at or _wants_a_word(chat, agreed_at, now):
        said = f"{name} knows that it stands"
        steps.append(Step(said, "a word to confirm", f"{page}#confirm", bool(chat.confirmed_at)))
    return Readiness(steps)


def _wants_a_word(chat: Chat, agreed_at: datetime, now: datetime) -> bool:
    """Near, agreed a while ago, and there is a way for the word to go: who said yes a moment ago
    needs to hear nothing more."""
    return _is_near(chat, agreed_at, now) and chat.gets_email


def _is_near(chat: Chat, agreed_at: datetime, now: datetime) -> bool:
    return agreed_at < chat.starts_at - CONFIRM_FROM <= now


@cache
def enough_for(minutes: int) -> int:
    """As many as our own mix has room for in a chat of that length."""
    bank = [BankItem(ours.key, ours.theme, ours.text, ours.minutes) for ours in OURS]
    return min(MAX_QUESTIONS_COUNTED, len(mix(bank, minutes)))


def parts_of(contact: Contact) -> int:
    """How many parts of the brief are written."""
    parts = [
        contact.role,
        contact.path,
        contact.recent_work,
        contact.common_ground,
        contact.already_public,
        contact.research,
        contact.links,
    ]
    return sum(bool(part) for part in parts)


def _questions(chat: Chat, to_ask: int, ends_well: bool) -> tuple[str, str]:
    """What the step is called, and what is said while it is missing."""
    if to_ask < (enough := enough_for(chat.minutes)):
        return f"{enough} questions or more", "questions"
    if not ends_well:
        return "A question to close with", "a question to close with"
    return f"{to_ask} questions", ""
