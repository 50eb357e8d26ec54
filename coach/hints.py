"""What the coach says, and how it comes to say it: lists of rules, one engine for all letters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from coach.words import is_english

Letter = TypeVar("Letter")


class Level(StrEnum):
    OK = "ok"
    HINT = "hint"
    BLOCK = "block"


ORDER = [Level.BLOCK, Level.HINT, Level.OK]


@dataclass(frozen=True)
class Hint:
    level: Level
    text: str
    why: str
    field: str = "message"
    """Where it stands: the subject, or what is below it."""

    @property
    def sentence(self) -> str:
        """Both together, to stand beside the field."""
        return f"{self.text}{'' if self.text.endswith('?') else '.'} {self.why}"


def block(text: str, why: str, field: str = "message") -> Hint:
    return Hint(Level.BLOCK, text, why, field)


def advise(text: str, why: str) -> Hint:
    return Hint(Level.HINT, text, why)


def ok(text: str, why: str) -> Hint:
    return Hint(Level.OK, text, why)


@dataclass(frozen=True)
class Coach(Generic[Letter]):
    """The rules for one kind of letter. A rule says one thing about it, or nothing."""

    text: Callable[[Letter], str]
    """What the seeker types; while it is blank nothing is said."""
    blocking: Sequence[Callable[[Letter], Iterable[Hint]]]
    """What must be put right before it leaves; such a rule may find several things."""
    helping: Sequence[Callable[[Letter], Hint | None]]
    helping_in_any_language: Sequence[Callable[[Letter], Hint | None]]
    """Instead, where the text is not in English: most rules know the words of no other."""
    doubting: Sequence[Callable[[Letter], Hint | None]] = ()
    """What is asked about once before it leaves, where its advice was not taken."""

    def review(self, letter: Letter) -> list[Hint]:
        """What every rule says, what blocks first, then what could be better, then what is fine."""
        text = self.text(letter)
        if not text.strip():
            return []
        rules = self.helping if is_english(text) else self.helping_in_any_language
        said = (rule(letter) for rule in rules)
        found = [*self.blocks(letter), *(hint for hint in said if hint is not None)]
        return sorted(found, key=lambda hint: ORDER.index(hint.level))

    def blocks(self, letter: Letter) -> list[Hint]:
        """What must be put right before it leaves."""
        return [hint for rule in self.blocking for hint in rule(letter)]

    def doubts(self, letter: Letter) -> list[Hint]:
        """What is asked about before it leaves; the seeker may know better."""
        if not is_english(self.text(letter)):
            return []
        said = (rule(letter) for rule in self.doubting)
        return [hint for hint in said if hint is not None and hint.level == Level.HINT]


def another_language(_: object) -> Hint:
    return advise(
        "In another language?",
        "The coach reads English only. Names and places left to fill it looks at all the same.",
    )
