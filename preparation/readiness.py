"""How prepared a chat is: a pure answer over facts that one query brings for many chats."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from chats.chat_page import CONFIRM_FROM
from chats.models import Chat, ChatQuerySet
from contacts.models import Contact
from preparation.models import Question
from preparation.states import Theme

ENOUGH_QUESTIONS = 5
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
    """For `of`: how many questions each chat has to ask, and whether they end well."""
    closing = Question.objects.filter(chat=OuterRef("pk"), theme=Theme.CLOSING)
    to_ask = Count("questions", filter=Q(questions__is_public=False))
    return chats.annotate(to_ask=to_ask, ends_well=Exists(closing))


def of(chat: Chat, now: datetime) -> Readiness:
    """`chat` comes from `with_questions`, with its contact and seeker."""
    to_ask: int = chat.to_ask  # type: ignore[attr-defined]
    ends_well: bool = chat.ends_well  # type: ignore[attr-defined]
    return readiness(chat, to_ask, ends_well, now)


def readiness(chat: Chat, to_ask: int, ends_well: bool, now: datetime) -> Readiness:
    page, name = chat.get_absolute_url(), chat.contact.first_name
    brief = reverse("contacts:brief", args=[chat.contact_id])
    questions = reverse("preparation:questions", args=[chat.pk])
    introduction = reverse("preparation:introduction")
    place = reverse("chats:place", args=[chat.pk])
    enough = to_ask >= ENOUGH_QUESTIONS and ends_well
    hope = f"What {name} reads of it" if chat.host_address else "What you hope to learn"
    steps = [
        Step(f"A brief on {name}", "a brief", brief, parts_of(chat.contact) >= ENOUGH_PARTS),
        Step("Your goal", "a goal", f"{page}#id_goal", bool(chat.goal)),
        Step(hope, "what you hope to learn", f"{page}#id_hope", bool(chat.hope)),
        Step(_questions(to_ask, ends_well), "questions", questions, enough),
        Step("Your introduction", "an introduction", introduction, bool(chat.seeker.introduction)),
        Step("How and where you meet", "where you meet", place, bool(chat.where)),
    ]
    if chat.confirmed_at or chat.starts_at - now <= CONFIRM_FROM:
        said = f"{name} knows that it stands"
        steps.append(Step(said, "a word to confirm", f"{page}#confirm", bool(chat.confirmed_at)))
    return Readiness(steps)


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


def _questions(to_ask: int, ends_well: bool) -> str:
    if to_ask < ENOUGH_QUESTIONS:
        return f"{ENOUGH_QUESTIONS} questions or more"
    return f"{to_ask} questions" if ends_well else "A question to close with"
