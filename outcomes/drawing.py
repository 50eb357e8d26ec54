"""Who led a seeker to whom, as a tree: the newest introductions, each person a line."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from contacts.models import Contact
from outcomes.models import Outcome
from outcomes.states import Kind

MAX_DRAWN = 200
"""The newest introductions that are drawn."""
ROW, LEFT, REM = 44, 12, 16
"""The height of a line, the first indent, and what a rem is drawn as, in units of the drawing."""
STEPS = (28, 24, 20, 16, 12, 10)
"""Each indent is smaller than the one before, so that names have room however deep they stand."""
MIN_STEP = 9
"""The indent of all that is deeper: a dot and a bend still fit."""
DOT = 7
"""The half of a dot, with its edge."""


@dataclass(frozen=True)
class Up:
    """A dot further up, measured from the top of a line below it."""

    x: int
    y: int


@dataclass(frozen=True)
class Node:
    """One person, with where their dot and the line up to their introducer stand."""

    person: Contact
    by: Contact | None
    x: int
    up: Up | None
    """Where the introducer's dot is from here; none of a root."""
    came_of_it: str

    @property
    def indent(self) -> int:
        """How much of the line is drawing, before the words."""
        return self.x + LEFT + 2

    @property
    def rem(self) -> str:
        """The same in the reader's letters, which may be larger."""
        return f"{self.indent / REM:.4f}rem"

    @property
    def line(self) -> str:
        """Down from the introducer's dot, then across to this one."""
        if self.up is None:
            return ""
        bend = min(8, self.x - self.up.x - DOT)
        down = f"M{self.up.x} {self.up.y + DOT}V{ROW // 2 - bend}"
        return f"{down}q0 {bend} {bend} {bend}H{self.x - DOT}"

    @property
    def note(self) -> str:
        """What came of it, or else who they are."""
        return self.came_of_it or self.person.role_and_company


@dataclass(frozen=True)
class Tree:
    nodes: list[Node]
    cut: bool
    """There are older introductions than those drawn."""


def tree_of(seeker: User) -> Tree:
    """Three queries, however many there are."""
    led_to = Contact.objects.of(seeker).filter(introduced_by__isnull=False)
    newest = list(led_to.select_related("introduced_by").order_by("-pk")[: MAX_DRAWN + 1])
    shown = newest[:MAX_DRAWN]
    outcomes = _outcomes_of(seeker, shown)
    return Tree(list(_laid_out(shown, outcomes)), cut=len(newest) > MAX_DRAWN)


def _outcomes_of(seeker: User, shown: list[Contact]) -> dict[int, str]:
    """What came of each person, in words."""
    people = {person.pk for person in shown} | {person.introduced_by_id for person in shown}
    rows = Outcome.objects.of(seeker).filter(chats__contact__in=people)
    kinds = defaultdict[int, list[str]](list)
    for contact, kind in rows.order_by("pk").values_list("chats__contact", "kind").distinct():
        kinds[contact].append(Kind(kind).label)
    return {contact: _listed(labels) for contact, labels in kinds.items()}


def _listed(labels: list[str]) -> str:
    """`An insight, an offer`."""
    first, *rest = dict.fromkeys(labels)
    return ", ".join([first, *(label[0].lower() + label[1:] for label in rest)])


def _laid_out(shown: list[Contact], outcomes: dict[int, str]) -> Iterator[Node]:
    """From the roots downwards. Rows in a circle have no root: each still comes once."""
    below = defaultdict[int, list[Contact]](list)
    for person in reversed(shown):
        below[person.introduced_by_id or 0].append(person)
    seen: dict[int, int] = {}
    for root in _roots(shown):
        waiting: list[tuple[Contact, Contact | None, int]] = [(root, None, 0)]
        while waiting:
            person, by, depth = waiting.pop()
            if person.pk in seen:
                continue
            up = _up(len(seen) - seen[by.pk], depth - 1) if by else None
            seen[person.pk] = len(seen)
            yield Node(person, by, _indent(depth), up, outcomes.get(person.pk, ""))
            waiting += [(each, person, depth + 1) for each in reversed(below[person.pk])]


def _roots(shown: list[Contact]) -> list[Contact]:
    """Whoever led to others and was not led to; then, for rows in a circle, everybody else."""
    led_to = {person.pk for person in shown}
    above = {person.introduced_by for person in reversed(shown) if person.introduced_by}
    roots = sorted((each for each in above if each.pk not in led_to), key=lambda each: each.pk)
    return [*roots, *reversed(shown)]


def _up(lines: int, depth: int) -> Up:
    return Up(_indent(depth), ROW // 2 - ROW * lines)


def _indent(depth: int) -> int:
    return LEFT + sum(STEPS[:depth]) + MIN_STEP * max(depth - len(STEPS), 0)
