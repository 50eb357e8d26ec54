"""Two versions of a text brought together: what both added stays, what one took away goes."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import matching
from accounts.merging import merge, merge_lists, merge_value
from tests.growth import LINEAR, growth

CASES = {
    "only mine": ("a", "a", "a\nb", "a\nb"),
    "only theirs": ("a", "a\nb", "a", "a\nb"),
    "the same by both": ("a", "a\nb", "a\nb", "a\nb"),
    "both begin": ("", "b", "a", "b\na"),
    "both add at the end": ("a", "a\nb", "a\nc", "a\nb\nc"),
    "in different places": ("a\nb", "x\na\nb", "a\nb\ny", "x\na\nb\ny"),
    "both write on in one line": ("Hello", "Hello there", "Hello you", "Hello there\nHello you"),
    "mine goes further": ("", "He", "He\nasked", "He\nasked"),
    "theirs goes further": ("", "He\nasked", "He", "He\nasked"),
    "one takes away, the other adds": ("a\nb", "a\nb\nc", "a", "a\nc"),
    "one takes away what the other changes": ("a\nb", "a\nb2", "a", "a\nb2"),
    "both take away": ("a\nb\nc", "b\nc", "a\nb", "b"),
    "with an empty line between": ("a\n\nb", "a\n\nb\nc", "a2\n\nb", "a2\n\nb\nc"),
}

LINES = st.lists(st.sampled_from(["one", "two", "three", "four", ""]), max_size=6)


@pytest.mark.parametrize(("base", "theirs", "mine", "both"), CASES.values(), ids=CASES)
def test_both_stay(base: str, theirs: str, mine: str, both: str) -> None:
    assert merge(base, theirs, mine) == both


@pytest.mark.parametrize(
    ("little", "most"),
    [(matching.MAX_PLAIN_CELLS, 0), (0, 200), (0, 0)],
    ids=["short", "long", "new"],
)
@given(base=LINES, theirs=LINES, mine=LINES)
def test_every_line_that_is_new_to_one_side_is_kept(
    little: int, most: int, base: list[str], theirs: list[str], mine: list[str]
) -> None:
    """Of texts that are compared line with line, of those that are too long for it, and of those
    that are too different as well."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "MAX_PLAIN_CELLS", little)
        patch.setattr(matching, "MAX_CHANGES", most)
        merged = merge("\n".join(base), "\n".join(theirs), "\n".join(mine)).splitlines()
    assert ({*theirs, *mine} - {*base, ""}) <= set(merged)
    assert set(merged) <= {*base, *theirs, *mine, ""}


def test_a_change_at_both_ends_of_long_notes() -> None:
    base = [f"{number}. line" if number % 3 else "" for number in range(900)]
    theirs, mine = ["theirs", *base], [*base[:400], "mine", *base[400:890]]
    both = ["theirs", *base[:400], "mine", *base[400:890]]
    assert merge("\n".join(base), "\n".join(theirs), "\n".join(mine)) == "\n".join(both)


def test_each_side_s_changes_of_its_half_of_long_notes_stay_where_they_are() -> None:
    """Also where most lines stand many times, so that few of them say where they belong."""
    for seed in range(100):
        by = random.Random(seed)
        words = ["yes", "no", "", "- ask", *map(str, range(by.choice([5, 50, 400])))]
        first, second = ([by.choice(words) for _ in range(by.choice([60, 150]))] for _ in "12")
        theirs, mine = changed(first, "theirs", by), changed(second, "mine", by)
        halves = (first, second), (theirs, second), (first, mine)
        base, one, other = ("\n".join([*upper, "-", *lower, "."]) for upper, lower in halves)
        assert merge(base, one, other) == "\n".join([*theirs, "-", *mine, "."]), seed


def changed(lines: list[str], name: str, by: random.Random) -> list[str]:
    """Lines that are new, others instead, and lines that went, up to twenty of each."""
    after = list(lines)
    for number in range(by.randrange(1, 20)):
        place, line = by.randrange(len(after)), f"{name} {number}"
        after[place : place + by.choice([0, 1, 1])] = by.choice([[line], [line], []])
    return after


LONG: dict[str, Callable[[int], tuple[str, str, str]]] = {
    "the same line": lambda n: ("a\n" * n, "b\n" + "a\n" * n, "a\n" * n + "c"),
    "the same and another": lambda n: tuple(
        "\n".join(f"a\n{name}{number}" for number in range(n)) for name in "uvw"
    ),
    "two by turns": lambda n: ("a\nb\n" * n, "b\na\n" * n, "a\na\nb\n" * n),
    "nothing in common": lambda n: tuple(
        "\n".join(f"{name}{number}" for number in range(n)) for name in "uvw"
    ),
    "the other way round": lambda n: (
        "\n".join(f"{number}" for number in range(n)),
        "\n".join(f"{n - number}" for number in range(n)),
        "\n".join(f"{number}" for number in range(n)) + "\nmine",
    ),
    "a long base": lambda n: ("\n" * n + "x", "theirs", "mine"),
}


@pytest.mark.parametrize("name", LONG)
def test_merging_costs_as_much_as_there_is(name: str) -> None:
    assert growth(lambda texts: merge(*texts), LONG[name], 2_000) < LINEAR


@given(text=LINES, other=LINES)
def test_where_one_side_did_nothing_the_other_counts(text: list[str], other: list[str]) -> None:
    base, changed = "\n".join(text), "\n".join(other)
    assert merge(base, base, changed) == changed
    assert merge(base, changed, base) == changed


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "after"),
    [
        (False, False, True, True),
        (True, True, False, False),
        (False, True, False, True),
        (True, False, True, False),
        (False, True, True, True),
    ],
)
def test_a_tick_counts_where_it_was_pressed(
    base: bool, theirs: bool, mine: bool, after: bool
) -> None:
    assert merge_value(base, theirs, mine) is after


def test_of_lists_what_either_side_added_stays_and_what_either_took_away_goes() -> None:
    assert merge_lists(["a", "b", "c"], ["a", "c", "d"], ["b", "c", "e"]) == ["c", "d", "e"]
    assert merge_lists([], ["a"], ["a"]) == ["a"]
    assert merge_lists(["a"], [], ["a"]) == []
