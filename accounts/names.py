"""What somebody is called, guessed from their whole name; whoever knows better writes it down.

Where unsure it is the whole name: that is stiff, and never wrong.
"""

import re
import unicodedata

from accounts.name_words import AFTERWARDS, FIELDS, PARTICLES, SURNAMES_FIRST, TITLES

NICKNAME = re.compile(r"""["“”„«»]\s*([^"“”„«»]+?)\s*["“”„«»]""")
"""`Robert "Bob" Miles`"""
ASIDE = re.compile(r"[(\[{（【][^)\]}）】]*[)\]}）】]?")
"""`(she/her)`, `(Windpark)`"""
INITIALS = re.compile(r"[^\W\d_](?:\.(?:-?[^\W\d_]\.)*)?")
"""`J`, `J.`, `J.R.`, `J.-P.`"""
WHOLE_SCRIPTS = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
"""Hangul, kana and Chinese characters, where the family name comes first."""


def called(name: str) -> str:
    """`Anna` for `Dr. Anna Weber` and for `Weber, Anna`; neither a title alone nor with a comma."""
    nickname = NICKNAME.search(name)
    if nickname and _has_letters(nickname[1]):
        return _without_commas(nickname[1])
    titles, words = _taken_apart(ASIDE.sub(" ", name))
    return (_called(titles, words) if words else "") or _without_commas(name) or name


def beyond_guess(typed: str, *names: str) -> str:
    """What is worth keeping: a guess is made anew, so that it follows when the name changes."""
    return "" if typed in map(called, names) else typed


def is_title(word: str) -> bool:
    return _bare(word) in TITLES


def _called(titles: list[str], words: list[str]) -> str:
    if titles and len(words) == 1:
        return f"{titles[0]} {words[0]}"  # a family name, most likely
    return " ".join(words) if _is_unsure(words) else _given(words)


def _is_unsure(words: list[str]) -> bool:
    """Whether the first word may be the family name, or no name by itself."""
    return _folded(words[0]) in SURNAMES_FIRST | PARTICLES or _is_whole(words)


def _is_whole(words: list[str]) -> bool:
    return any(map(WHOLE_SCRIPTS.search, words))


def _given(words: list[str]) -> str:
    """`Robert` of `J. Robert Miles`; all of `J. Miles`. Of `MILES Robert` what is not in capitals,
    as the French write family names."""
    if _shouted(words[0]) and not all(map(_shouted, words)):
        words = [word for word in words if not _shouted(word)]
    spelt = [word for word in words if not INITIALS.fullmatch(word) and not is_title(word)]
    is_short = bool(INITIALS.fullmatch(words[0])) and len(spelt) < 2
    return " ".join(words) if is_short or not spelt else spelt[0]


def _shouted(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.replace("-", "").isalpha()


def _taken_apart(name: str) -> tuple[list[str], list[str]]:
    """The titles, and the words of the name from the given one on, or all of them."""
    sides = [_side(side) for side in name.split(",")]
    titles = [title for before, _ in sides for title in before]
    named = [words for _, words in sides if words]
    if len(named) < 2:
        return titles, named[0] if named else []
    return [], _turned(named[0], named[1])


def _turned(family: list[str], given: list[str]) -> list[str]:
    """What stands behind the comma, or both in their order where that is not enough."""
    if _is_whole(family):
        return [*family, *given]
    by_itself = _folded(given[0]) not in PARTICLES and not all(map(INITIALS.fullmatch, given))
    return [_given(given)] if by_itself else [*given, *family]


def _side(text: str) -> tuple[list[str], list[str]]:
    """The titles it begins with, and the rest without what follows a name."""
    words = [word for typed in text.split() for word in _apart(typed) if _has_letters(word)]
    start = next((n for n, word in enumerate(words) if not _is_before(word, n)), len(words))
    titles, rest = words[:start], words[start:]
    while rest and _bare(rest[-1]) in AFTERWARDS:
        rest.pop()
    return titles, rest


def _is_before(word: str, place: int) -> bool:
    return is_title(word) or bool(place and word.endswith(".") and _bare(word) in FIELDS)


def _apart(word: str) -> list[str]:
    """`Dr.Anna` and `Prof.Dr.` are two words."""
    head, dot, rest = word.partition(".")
    glued = dot and rest and is_title(head) and len(head) > 1
    return [f"{head}.", *_apart(rest)] if glued and not is_title(word) else [word]


def _has_letters(word: str) -> bool:
    return any(one.isalnum() for one in word)


def _bare(word: str) -> str:
    return word.casefold().replace(".", "")


def _folded(word: str) -> str:
    """Without accents: Nguyễn is written Nguyen as often."""
    apart = unicodedata.normalize("NFKD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _without_commas(name: str) -> str:
    return " ".join(name.replace(",", " ").split())
