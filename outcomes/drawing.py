"""Who led a seeker to whom, as a tree: the newest introductions, each person a line."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from contacts.models import Contact
from outcomes.models import Outcome
from outcomes.states import Kind

MOST = 200
"""The newest introductions that are drawn."""
ROW, STEP, LEFT = 44, 28, 12
"""The height of a line, the width of an indent and the first of them, in pixels."""
DEEPEST = 10
"""Further down, lines are not indented more; the table says who led to whom."""
LONGEST = 30
"""Letters of a name or a note; the table has the whole of it."""


@dataclass(frozen=True)
class Node:
    """One person, with where their dot and the line up to their introducer stand."""

    person: Contact
    by: Contact | None
    x: int
    y: int
    up: int | None
    """The height of the introducer's dot; none of a root."""
    came_of_it: str

    @property
    def text_x(self) -> int:
        return self.x + 16

    @property
    def top(self) -> int:
        return self.y - ROW // 2

    @property
    def line(self) -> str:
        """Down from the introducer's dot, then across to this one."""
        return f"M{self.x - STEP} {(self.up or 0) + 7}V{self.y - 8}q0 8 8 8H{self.x - 7}"

    @property
    def name(self) -> str:
        return _cut(self.person.name)

    @property
    def note(self) -> str:
        """What came of it, or else who they are."""
        return _cut(self.came_of_it or self.person.role_and_company)


@dataclass(frozen=True)
class Tree:
    nodes: list[Node]
    cut: bool
    """There are older introductions than those drawn."""

    @property
    def height(self) -> int:
        return ROW * len(self.nodes)

    @property
    def width(self) -> int:
        letters = max((_letters(node) for node in self.nodes), default=0)
        deepest = max((node.text_x for node in self.nodes), default=0)
        return deepest + 9 * letters


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def tree_of(seeker: User) -> Tree:
    """Three queries, however many there are."""
    led_to = Contact.objects.of(seeker).filter(introduced_by__isnull=False)
    newest = list(led_to.select_related("introduced_by").order_by("-pk")[: MOST + 1])
    shown = newest[:MOST]
    outcomes = _outcomes_of(seeker, shown)
    return Tree(list(_laid_out(shown, outcomes)), cut=len(newest) > MOST)


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
    seen: dict[int, Node] = {}
    for root in _roots(shown):
        waiting: list[tuple[Contact, Contact | None, int]] = [(root, None, 0)]
        while waiting:
            person, by, depth = waiting.pop()
            if person.pk in seen:
                continue
            node = _node(person, by, depth, seen, outcomes)
            seen[person.pk] = node
            yield node
            waiting += [(each, person, depth + 1) for each in reversed(below[person.pk])]


def _roots(shown: list[Contact]) -> list[Contact]:
    """Whoever led to others and was not led to; then, for rows in a circle, everybody else."""
    led_to = {person.pk for person in shown}
    above = {person.introduced_by for person in reversed(shown) if person.introduced_by}
    roots = sorted((each for each in above if each.pk not in led_to), key=lambda each: each.pk)
    return [*roots, *reversed(shown)]


def _node(
    person: Contact,
    by: Contact | None,
    depth: int,
    seen: dict[int, Node],
    outcomes: dict[int, str],
) -> Node:
    x = LEFT + STEP * min(depth, DEEPEST)
    y = ROW * len(seen) + ROW // 2
    up = seen[by.pk].y if by else None
    return Node(person, by, x, y, up, outcomes.get(person.pk, ""))


def _letters(node: Node) -> int:
    return max(len(node.name), len(node.note))
