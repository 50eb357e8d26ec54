"""Two versions of a text brought together: what both added stays, what one took away goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chats.merging import merge, merge_value

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


@given(base=LINES, theirs=LINES, mine=LINES)
def test_every_line_that_is_new_to_one_side_is_kept(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    merged = merge("\n".join(base), "\n".join(theirs), "\n".join(mine)).splitlines()
    assert ({*theirs, *mine} - {*base, ""}) <= set(merged)
    assert set(merged) <= {*base, *theirs, *mine, ""}


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
