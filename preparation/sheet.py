"""All of a chat on one page: for the screen, for paper, as a PDF, and in the e-mail before it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from chats.models import Chat
from preparation.models import Question

MAX_PART_LENGTH = 420
MAX_BRIEF_LENGTH = 1500
MAX_QUESTIONS = 12

CONNECTED_BY = _("Connected by")


@dataclass(frozen=True)
class Ask:
    """A question as the sheet says it."""

    text: str
    note: str = ""
    is_must: bool = False


@dataclass(frozen=True)
class Sheet:
    """What fits on a page. Whatever was cut says so."""

    goal: str
    self_introduction: str
    brief: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Ask] = field(default_factory=list)
    left_out: str = ""

    @property
    def must_first(self) -> list[Ask]:
        """As the e-mail says them, for whoever reads no further."""
        return sorted(self.questions, key=lambda ask: not ask.is_must)


def sheet_of(chat: Chat) -> Sheet:
    """The contact and the seeker come with the chat; the questions are one query."""
    to_ask = [question for question in chat.questions.all() if not question.is_public]
    more = len(to_ask) - MAX_QUESTIONS
    return Sheet(
        goal=chat.goal,
        self_introduction=chat.seeker.self_introduction,
        brief=_brief(chat),
        questions=[_ask(question) for question in _that_fit(to_ask)],
        left_out=_left_out(more) if more > 0 else "",
    )


def _left_out(more: int) -> str:
    said = ngettext("%(more)d more on the chat’s page.", "%(more)d more on the chat’s page.", more)
    return said % {"more": more}


def _that_fit(to_ask: list[Question]) -> list[Question]:
    """In their order. Where there are too many, what must be asked goes before what may be."""
    places = {question.pk: place for place, question in enumerate(to_ask)}
    kept = sorted(to_ask, key=lambda question: not question.is_must)[:MAX_QUESTIONS]
    return sorted(kept, key=lambda question: places[question.pk])


def _ask(question: Question) -> Ask:
    note = note_on(question.minutes or 0, is_must=question.is_must)
    return Ask(question.text, note, question.is_must)


def note_on(minutes: int, *, is_must: bool) -> str:
    if not minutes:
        return gettext("must ask") if is_must else ""
    if is_must:
        said = ngettext("must ask, %(minutes)d min", "must ask, %(minutes)d min", minutes)
    else:
        said = ngettext("%(minutes)d min", "%(minutes)d min", minutes)
    return said % {"minutes": minutes}


def _brief(chat: Chat) -> list[tuple[str, str]]:
    contact, room = chat.contact, MAX_BRIEF_LENGTH
    parts = [(str(CONNECTED_BY), contact.connection), *contact.brief]
    kept = []
    for name, text in parts:
        if text and room > 0:
            said = cut(text, min(MAX_PART_LENGTH, room))
            kept.append((name, said))
            room -= len(said)
    return kept


def cut(text: str, longest: int) -> str:
    """On one line; too long ends at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    whole, _, _ = line[: longest - 1].rpartition(" ")
    return f"{whole or line[: longest - 1]}…"
