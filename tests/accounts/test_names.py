"""What somebody is called, from names as people have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.names import beyond_guess, called, is_title

GUESSES = {
    "Anna Weber": "Anna",
    "Dr. Anna Weber": "Anna",
    "Dr.Anna Weber": "Anna",
    "Prof. Dr. Anna Weber": "Anna",
    "Univ.-Prof. Dr. Anna Weber": "Anna",
    "Dipl.-Ing. Anna Weber": "Anna",
    "PD Dr. med. Anna Weber": "Anna",
    "Dr. rer. nat. Anna Weber": "Anna",
    "Mr John Smith": "John",
    "Ms. Ana Lima": "Ana",
    "Herr Jonas Weber": "Jonas",
    "Frau Anna Weber": "Anna",
    "Mme Claire Dupont": "Claire",
    "M. Jean Dupont": "Jean",
    "Dott.ssa Giulia Rossi": "Giulia",
    "Dr. Phil McGraw": "Phil",
    "Weber, Anna": "Anna",
    "Weber,Anna": "Anna",
    "Weber, Dr. Anna Maria": "Anna",
    "Weber, Anna, PhD": "Anna",
    "Anna Weber, PhD": "Anna",
    "Anna Weber, M.D.": "Anna",
    "Smith, Jr., John": "John",
    "Kim, Min-jun": "Min-jun",
    "García Márquez, Gabriel": "Gabriel",
    "WEBER Anna": "Anna",
    "Anna WEBER": "Anna",
    "J. Robert Miles": "Robert",
    'Robert "Bob" Miles': "Bob",
    "Ana Lima (she/her)": "Ana",
    "Min-jun Kim": "Min-jun",
    "José-María Pérez": "José-María",
    "דנה כהן": "דנה",
    "Madonna": "Madonna",
    "anna.weber": "anna.weber",
}
UNSURE = {
    "Dr. Weber": "Dr. Weber",
    "Weber, Dr.": "Dr. Weber",
    "Frau Weber": "Frau Weber",
    "M. Dupont": "M. Dupont",
    "J. Miles": "J. Miles",
    "J.R.R. Miles": "J.R.R. Miles",
    "Weber, A.": "A. Weber",
    "van der Berg": "van der Berg",
    "Abdul Rahman Khan": "Abdul Rahman Khan",
    "王小明": "王小明",
    "김민준": "김민준",
    "山田 太郎": "山田 太郎",
    "李, 小明": "李 小明",
    "Zhang Wei": "Zhang Wei",
    "Kim Min-jun": "Kim Min-jun",
    "Nguyễn Thị Mai": "Nguyễn Thị Mai",
    "Tanaka Yuki": "Tanaka Yuki",
    "Dr. Zhang Wei": "Zhang Wei",
    "Dr.": "Dr.",
}
"""The family name may come first, or nothing stands beside it: all of it, as it is said."""


@pytest.mark.parametrize(("name", "guess"), GUESSES.items())
def test_a_given_name_is_found(name: str, guess: str) -> None:
    assert called(name) == guess


@pytest.mark.parametrize(("name", "guess"), UNSURE.items())
def test_where_unsure_it_is_the_whole_name(name: str, guess: str) -> None:
    assert called(name) == guess


PARTS = [
    "Dr.",
    "Prof.",
    "Herr",
    "Mme",
    "Anna",
    "Weber",
    "WEBER",
    "Kim",
    "J.",
    "van",
    "PhD",
    "王",
    ",",
]
typed = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=6).map(" ".join)


@given(typed)
def test_a_guess_is_part_of_the_name_and_never_a_list(name: str) -> None:
    guess = called(name)
    letters = [one for one in name if one.isalnum()]
    assert all(guess.count(one) <= name.count(one) for one in guess if one.isalnum())
    if letters:
        assert any(one.isalnum() for one in guess)
        assert "," not in guess
        assert guess == guess.strip()


@given(typed.filter(lambda name: '"' not in name))
def test_nobody_is_called_a_title_who_has_a_name(name: str) -> None:
    if "Anna" in name.split():
        assert not is_title(called(name))


def test_only_what_the_guess_does_not_say_is_kept() -> None:
    assert beyond_guess("Anna", "Dr. Anna Weber") == ""
    assert beyond_guess("Annie", "Anna Weber") == "Annie"
    assert beyond_guess("Anna", "Anna Weber", "Beate Weber") == ""
