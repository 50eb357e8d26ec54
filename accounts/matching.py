"""Which lines two texts have in common, in time that grows with their length.

`difflib` looks for the longest stretch again and again: thousands of short lines that are alike
take it hours. So it is asked about little at a time. Of more, the way from one text to the other
with the fewest changes is looked for (Myers, An O(ND) Difference Algorithm, 1986), which takes long
only where there are many; and where there are, the lines that stand once in each text say where the
rest belongs (patience diff).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

Lines = Sequence[str]
Pair = tuple[int, int]

MAX_PLAIN_CELLS = 10_000
"""Lines of one times lines of the other."""
MAX_CHANGES = 200
"""Lines that came and lines that went, between two saves of long notes."""


def common(one: Lines, other: Lines) -> Iterator[Pair]:
    """Places of equal lines, rising in both."""
    if len(one) * len(other) <= MAX_PLAIN_CELLS:
        yield from _exactly(one, other)
    elif (pairs := _by_fewest_changes(one, other)) is not None:
        yield from pairs
    else:
        yield from _by_lines_that_stand_once(one, other)


def _by_lines_that_stand_once(one: Lines, other: Lines) -> Iterator[Pair]:
    here = there = 0
    for place, place_there in [*_once_in_each(one, other), (len(one), len(other))]:
        yield from _moved(_near(one[here:place], other[there:place_there]), here, there)
        if place < len(one):
            yield place, place_there
        here, there = place + 1, place_there + 1


def _moved(pairs: Iterator[Pair], by: int, by_there: int) -> Iterator[Pair]:
    return ((place + by, place_there + by_there) for place, place_there in pairs)


def _near(one: Lines, other: Lines) -> Iterator[Pair]:
    """Between two such lines: what is equal at both ends, and what little is between those."""
    first = _as_long(one, other)
    last = _as_long(one[first:][::-1], other[first:][::-1])
    yield from ((place, place) for place in range(first))
    middle, middle_there = one[first : len(one) - last], other[first : len(other) - last]
    if len(middle) * len(middle_there) <= MAX_PLAIN_CELLS:
        yield from _moved(_exactly(middle, middle_there), first, first)
    yield from ((len(one) - back, len(other) - back) for back in range(last, 0, -1))


def _exactly(one: Lines, other: Lines) -> Iterator[Pair]:
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield from ((block.a + place, block.b + place) for place in range(block.size))


def _by_fewest_changes(one: Lines, other: Lines) -> list[Pair] | None:
    """How far each diagonal is reached with one change more, until both texts are at their end."""
    furthest, steps = {1: 0}, []
    for changes in range(MAX_CHANGES + 1):
        steps.append(furthest.copy())
        for diagonal in range(-changes, changes + 1, 2):
            here = furthest[_from(furthest, diagonal)] + (_from(furthest, diagonal) < diagonal)
            here += _as_long(one, other, here, here - diagonal)
            furthest[diagonal] = here
            if here >= len(one) and here - diagonal >= len(other):
                return _walked_back(steps, len(one), len(other))
    return None


def _from(furthest: dict[int, int], diagonal: int) -> int:
    """The neighbour that a change leads here from: the one that is further on."""
    less, more = furthest.get(diagonal - 1, -1), furthest.get(diagonal + 1, -1)
    return diagonal - 1 if less >= more else diagonal + 1


def _walked_back(steps: list[dict[int, int]], here: int, there: int) -> list[Pair]:
    pairs: list[Pair] = []
    for furthest in reversed(steps):
        before = _from(furthest, here - there)
        start, start_there = furthest[before], furthest[before] - before
        while here > max(start, 0) and there > max(start_there, 0):
            here, there = here - 1, there - 1
            pairs.append((here, there))
        here, there = start, start_there
    return pairs[::-1]


def _as_long(one: Lines, other: Lines, here: int = 0, there: int = 0) -> int:
    """How many lines are equal from these places on."""
    far = 0
    while max(here + far - len(one), there + far - len(other)) < 0:
        if one[here + far] != other[there + far]:
            break
        far += 1
    return far


def _once_in_each(one: Lines, other: Lines) -> list[Pair]:
    """Lines that stand once in either, as many as keep their order."""
    counts, counts_there = Counter(one), Counter(other)
    there = {line: place for place, line in enumerate(other) if counts_there[line] == 1}
    alone = ((place, line) for place, line in enumerate(one) if counts[line] == 1)
    return _rising([(place, there[line]) for place, line in alone if line in there])


def _rising(pairs: list[Pair]) -> list[Pair]:
    """The longest part of it that rises in the second place too. O(n log n)."""
    ends: list[int] = []
    chosen: list[int] = []  # of the rows that long the one that ends lowest, by its last
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(chosen[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        chosen[length : length + 1] = [number]
    return _followed(pairs, chosen, before)


def _followed(pairs: list[Pair], chosen: list[int], before: list[int]) -> list[Pair]:
    found: list[Pair] = []
    number = chosen[-1] if chosen else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]
