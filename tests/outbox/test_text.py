"""One rule for text: words stay apart, lines stay lines, nothing turns what stands beside it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.text import is_seen, isolated, joined, one_line, plain

SEPARATORS = ["\x1c", "\x1d", "\x1e", "\x1f"]
BREAKS = ["\r\n", "\r", "\n", "\x0b", "\x0c", *SEPARATORS, "\x85", "\u2028", "\u2029"]
CONTROLS = [*map(chr, range(9)), *map(chr, range(14, 28)), "\x7f", "\x80", "\x9f", "\ufeff"]
DIRECTIONS = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]

ODD = [*BREAKS, *CONTROLS, *DIRECTIONS, "\ud800", "\u0301", "A\u030a", "\u212b", "שלום"]
typed = st.lists(st.sampled_from(ODD) | st.text(max_size=20), max_size=8).map("".join)


@pytest.mark.parametrize("end", BREAKS)
def test_every_end_of_a_line_is_one_and_a_space_where_there_is_one_line(end: str) -> None:
    assert (plain(f"two{end}words"), one_line(f"two{end}words")) == ("two\nwords", "two words")


@pytest.mark.parametrize("control", CONTROLS)
def test_other_control_characters_go(control: str) -> None:
    assert (plain(f"o{control}ne"), one_line(f"o{control}ne")) == ("one", "one")


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_line_turns_nothing_around(direction: str) -> None:
    assert one_line(f"Ana{direction} Lima") == "Ana Lima"


def test_what_joins_letters_and_emoji_stays() -> None:
    for text in ("می\u200cخواهم", "👩\u200d🔬", "\u200fשלום", "क्\u200dष"):
        assert one_line(text) == text


def test_what_looks_the_same_is_the_same() -> None:
    assert plain("Zoe\u0308") == one_line("Zoe\x00\u0308") == "Zoë"


@given(typed)
def test_properties_of_text(text: str) -> None:
    lines, line = plain(text), one_line(text)
    for kept in (lines, line):
        assert unicodedata.is_normalized("NFC", kept)
        assert not any(unicodedata.category(one) in {"Cs", "Zl", "Zp"} for one in kept)
    assert {one for one in lines if unicodedata.category(one) == "Cc"} <= {"\n", "\t"}
    assert not any(unicodedata.category(one) == "Cc" or one in DIRECTIONS for one in line)
    assert (plain(lines), one_line(line), one_line(lines)) == (lines, line, line)
    assert line == " ".join(line.split())


@given(st.text(st.sampled_from("ab\N{LATIN SMALL LETTER E WITH ACUTE}"), min_size=1), typed)
def test_no_letter_is_lost(word: str, around: str) -> None:
    """Wherever something unseen stands, the words on both of its sides are still there, apart."""
    assert one_line(f"{word}\u2028{word}") == f"{word} {word}"
    kept = {*unicodedata.normalize("NFD", one_line(around))}
    assert {one for one in around if one.isalnum() and one.isascii()} <= kept


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u2800\u3164", "\u0301", "\u202e\ufe0f"])
def test_a_name_of_nothing_shows_nothing(name: str) -> None:
    assert not is_seen(name)


@pytest.mark.parametrize("name", ["A", "王", "7", "☕", "\u202eA", "-"])
def test_any_letter_figure_or_sign_is_seen(name: str) -> None:
    assert is_seen(name)


@pytest.mark.parametrize("name", ["דנה", "محمد", "Dana דנה", "\u202eדנה", "דנה\u2069"])
def test_a_name_that_runs_leftwards_stands_by_itself(name: str) -> None:
    line = one_line(name)
    assert isolated(name) == f"\u2068{line}\u2069"
    assert joined(f"{isolated(name)},  7") == f"\u2068{line}\u2069, 7"


@pytest.mark.parametrize("name", ["Dana Okafor", "王小明", "Zoë", "7", ""])
def test_any_other_name_brings_nothing_unseen_along(name: str) -> None:
    assert isolated(name) == name


@given(typed)
def test_isolating_twice_is_isolating_once(text: str) -> None:
    assert isolated(isolated(text)) == isolated(text)
    assert sorted(one for one in isolated(text) if one in DIRECTIONS) in ([], ["\u2068", "\u2069"])
