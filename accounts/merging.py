"""Bring two edits of one version together, so that no word of either is lost.

Every page that saves goes by these: a form field by field (`accounts.together`), the page beside
the call change by change (`preparation.noting`).
"""

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from accounts.matching import common
from outbox.text import plain

Lines = list[str]
Value = TypeVar("Value", bool, str)


def merge(base: str, theirs: str, mine: str) -> str:
    """What both made of `base`.

    A line that either side added stays; a line of the base goes where one side took it away. Of a
    line that both changed there are two afterwards: which one is right only the writer knows.
    """
    if theirs in {base, mine}:
        return mine
    if mine == base:
        return theirs
    return "\n".join(_woven(base.splitlines(), theirs.splitlines(), mine.splitlines()))


def merge_stored(base: str, theirs: str, mine: str) -> str:
    """Of what pages send, compared as it is stored."""
    return merge(*map(stored, (base, theirs, mine)))


def stored(text: str) -> str:
    """A text without what nobody sees, and without space around it."""
    return plain(text).strip()


def merge_value(base: Value, theirs: Value, mine: Value) -> Value:
    """Of a tick or a line: a change counts; what was left alone stays as the other side has it."""
    return theirs if mine == base else mine


def merge_lists(base: Lines, theirs: Lines, mine: Lines) -> Lines:
    """Of choices and times: what either side added stays, what either took away goes."""
    kept = [one for one in theirs if one in mine or one not in base]
    return kept + [one for one in mine if one not in base and one not in theirs]


def _woven(base: Lines, theirs: Lines, mine: Lines) -> Iterator[str]:
    """Before each line of the base what both sides put there, then the line if both kept it."""
    their_new, their_kept = _changes(base, theirs)
    my_new, my_kept = _changes(base, mine)
    said = Counter(line for lines in their_new.values() for line in lines)
    for place in range(len(base) + 1):
        yield from _beside(their_new.get(place, []), my_new.get(place, []), said)
        if place in their_kept and place in my_kept:
            yield base[place]


def _changes(base: Lines, other: Lines) -> tuple[dict[int, Lines], set[int]]:
    """The lines that are new, by the line of the base they stand before, and the lines kept."""
    pairs = list(common(base, other))
    new: dict[int, Lines] = {}
    last = there = 0
    for place, place_there in [*pairs, (len(base), len(other))]:
        if place_there > there:
            new[last] = other[there:place_there]
        last, there = place + 1, place_there + 1
    return new, {place for place, _ in pairs}


def _beside(theirs: Lines, mine: Lines, said: Counter[str]) -> Iterator[str]:
    """All of theirs, and mine in its place; what they have said already is not said twice."""
    here = there = 0
    for place, place_there in [*common(theirs, mine), (len(theirs), len(mine))]:
        yield from theirs[here:place]
        yield from _unsaid(mine[there:place_there], said)
        yield from theirs[place : place + 1]
        here, there = place + 1, place_there + 1


def _unsaid(mine: Lines, said: Counter[str]) -> Iterator[str]:
    for line in mine:
        if said[line]:
            said[line] -= 1
        else:
            yield line
