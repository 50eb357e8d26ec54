"""All of a chat on one page: for the screen, for paper, as a PDF, and in the e-mail before it."""

from dataclasses import dataclass, field

from chats.models import Chat
from preparation.models import Question

LONGEST_PART = 420
LONGEST_BRIEF = 1500
MOST_QUESTIONS = 12


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
    introduction: str
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
    more = len(to_ask) - MOST_QUESTIONS
    return Sheet(
        goal=chat.goal,
        introduction=chat.seeker.introduction,
        brief=_brief(chat),
        questions=[_ask(question) for question in _that_fit(to_ask)],
        left_out=f"{more} more on the chat’s page." if more > 0 else "",
    )


def _that_fit(to_ask: list[Question]) -> list[Question]:
    """In their order. Where there are too many, what must be asked goes before what may be."""
    places = {question.pk: place for place, question in enumerate(to_ask)}
    kept = sorted(to_ask, key=lambda question: not question.is_must)[:MOST_QUESTIONS]
    return sorted(kept, key=lambda question: places[question.pk])


def _ask(question: Question) -> Ask:
    return Ask(question.text, _note(question), question.is_must)


def _note(question: Question) -> str:
    notes = ["must ask"] if question.is_must else []
    if question.minutes:
        notes.append(f"{question.minutes} min")
    return ", ".join(notes)


def _brief(chat: Chat) -> list[tuple[str, str]]:
    contact, room = chat.contact, LONGEST_BRIEF
    parts = [("Connected by", contact.connection), *contact.brief]
    kept = []
    for name, text in parts:
        if text and room > 0:
            said = cut(text, min(LONGEST_PART, room))
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
