"""What somebody is called, guessed from their whole name; whoever knows better writes it down.

Where unsure it is the whole name: that is stiff, and never wrong.
"""

import re

from names.spellings import folded
from names.words import (
    AFTERWARDS,
    COUPLING,
    COUPLING_TITLES,
    FEMININE,
    FIELDS,
    FIELDS_OR_NAMES,
    GIVEN,
    PARTICLES,
    POSTS,
    PRONOUNS,
    RUSSIAN,
    SURNAMES_FIRST,
    TITLES,
    TITLES_OR_NAMES,
    WORK,
)

NICKNAME = re.compile(r"""["“”„«»]\s*([^"“”„«»]+?)\s*["“”„«»]""")
"""`Robert "Bob" Miles`"""
ASIDE = re.compile(r"[(\[{（【][^)\]}）】]*[)\]}）】]?")
"""`(she/her)`, `(Windpark)`"""
HONORARY = re.compile(r"\bh\. ?c\.", re.IGNORECASE)
"""`h. c.` are no initials."""
INITIALS = re.compile(r"[^\W\d_](?:\.(?:-?[^\W\d_]\.)*)?")
"""`J`, `J.`, `J.R.`, `J.-P.`"""
BORN = re.compile(r"(?<=[\s,])(?:geb\.|geborene[rn]?|née?|nee)\s+[^\s,]+", re.IGNORECASE)
"""`geb. Müller`: a family name that was."""
QUOTED = re.compile(r"\s*['‘](.+)['’]\s*", re.DOTALL)
"""All of it, as a table has it."""
COMMAS = re.compile("[,，、،;；]")
WHOLE_SCRIPTS = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3]")
"""Hangul, kana and Chinese characters, where the family name comes first."""
FAMILY_FIRST = re.compile("[ōơưạ-ỹ]", re.IGNORECASE)
"""Letters of Vietnamese, and of Japanese in ours: the family name comes first there too."""
PATRONYMICS = ("вич", "ич", "вна", "чна")
"""At the end of a name in Cyrillic: it began with the family name, then."""


def called(name: str) -> str:
    """`Anna` for `Dr. Anna Weber` and for `Weber, Anna`; neither a title alone nor with a comma."""
    nickname = NICKNAME.search(name)
    if nickname and _has_letters(nickname[1]):
        return _without_commas(nickname[1])
    quoted = QUOTED.fullmatch(name)
    plain = BORN.sub(" ", ASIDE.sub(" ", quoted[1] if quoted else name))
    if _is_couple(plain):
        return _without_commas(plain)
    titles, words = _taken_apart(HONORARY.sub("hc", plain))
    guess = (_called(titles, words) if words else "") or _without_commas(name) or name
    return _spoken(guess, name)


def _is_couple(name: str) -> bool:
    """`Mr. and Mrs. Weber` are two, who are greeted together."""
    words = COMMAS.split(name)[0].split()
    return any(map(_couples, words, words[1:], words[2:]))


def _couples(before: str, word: str, after: str) -> bool:
    between = is_title(before) and is_title(after) and word.casefold() in COUPLING_TITLES
    return between or word.casefold() in COUPLING


def _spoken(guess: str, name: str) -> str:
    """`Anna` of `ANNA WEBER`: only a list shouts."""
    is_shouted = len(name.split()) > 1 and name.isupper() and _shouted(guess)
    return guess.title() if is_shouted else guess


def beyond_guess(typed: str, *names: str) -> str:
    """What is worth keeping: a guess is made anew, so that it follows when the name changes."""
    return "" if typed in map(called, names) else typed


def is_title(word: str) -> bool:
    """`Dr.`, `Dr.-Ing.` and `Dr.in` alike; `M.-C.` are initials."""
    head, _, rest = word.partition(".")
    return _bare(word) in TITLES or (len(head) > 1 and _bare(head) in TITLES and _belongs(rest))


def _belongs(rest: str) -> bool:
    """What goes on with a title behind its dot: `-Ing.` and `in`."""
    return rest.startswith("-") or rest.casefold() in FEMININE


def _called(titles: list[str], words: list[str]) -> str:
    if titles and (len(words) == 1 or _is_particle(words[0])):
        return " ".join([titles[0], *words])  # a family name, most likely
    return " ".join(words) if _is_unsure(words) else _given(words)


def _is_unsure(words: list[str]) -> bool:
    """Whether the first word may be the family name, or no name by itself."""
    is_surname = folded(words[0]) in SURNAMES_FIRST or _is_korean(words[1:])
    if len(words) > 2 and words[-1].endswith(PATRONYMICS):
        return True
    if len(words) == 2 and words[0].endswith(RUSSIAN) and not words[1].endswith(RUSSIAN):
        return True
    by_letters = any(map(FAMILY_FIRST.search, words))
    return is_surname or by_letters or _is_particle(words[0]) or _is_whole(words)


def _is_korean(rest: list[str]) -> bool:
    """`Ki-moon` behind a word that is the family name, then."""
    syllable, _, second = rest[0].partition("-") if rest else ("", "", "")
    return syllable.istitle() and second.islower()


def _is_whole(words: list[str]) -> bool:
    return any(map(WHOLE_SCRIPTS.search, words))


def _given(words: list[str]) -> str:
    """`Robert` of `J. Robert Miles`; all of `J. Miles` and `J. van Dam`. Of `MILES Robert` what is
    not in capitals, as the French write family names."""
    if _shouted(words[0]) and not all(map(_shouted, words)):
        words = [word for word in words if not _shouted(word)]
    spelt = [word for word in words if not (INITIALS.fullmatch(word) or _goes_before(word))]
    is_short = bool(INITIALS.fullmatch(words[0])) and len(spelt) < 2
    return " ".join(words) if is_short or not spelt or _is_particle(spelt[0]) else spelt[0]


def _goes_before(word: str) -> bool:
    return is_title(word) or _is_shortened(word)


def _shouted(word: str) -> bool:
    capitals = word.removeprefix("Mc").removeprefix("Mac")
    return len(capitals) > 2 and capitals.isupper() and capitals.replace("-", "").isalpha()


def _taken_apart(name: str) -> tuple[list[str], list[str]]:
    """The titles, and the words of the name from the given one on, or all of them."""
    sides = [_side(side) for side in COMMAS.split(name)]
    titles = [title for before, _ in sides for title in before]
    named = _without_degrees([words for _, words in sides if words])
    if len(named) < 2:
        return titles, named[0] if named else []
    return [], _turned(named[0], named[1])


def _without_degrees(sides: list[list[str]]) -> list[list[str]]:
    """Of `Anna Weber, BSN, SHRM-CP, SAFe` and of `Anna Weber, Product Manager` what stands before:
    a name has no two capitals, and no word of a post or a company."""
    if not sides or len(sides[0]) < 2:
        return sides
    begins_given = folded(sides[0][0]) in GIVEN
    named = [
        words
        for words in sides[1:]
        if not (any(map(_is_of_work, words)) or (begins_given and _is_elsewhere(words)))
    ]
    if any(map(_has_capitals, sides[0])):
        return [sides[0], *named]
    return [sides[0], *(words for words in named if not all(map(_has_capitals, words)))]


def _is_elsewhere(words: list[str]) -> bool:
    """`Siemens` and `Berlin`, behind a name that begins with the given one."""
    return len(words) == 1 and folded(words[0]) not in GIVEN


def _is_of_work(word: str) -> bool:
    """Of a post or a company, or how they are spoken of."""
    bare = _bare(word)
    spoken_of = PRONOUNS.issuperset(bare.split("/"))
    return bare in WORK or bare.endswith(POSTS) or spoken_of


def _has_capitals(word: str) -> bool:
    return sum(one.isupper() for one in word) > 1 and not INITIALS.fullmatch(word)


def _turned(family: list[str], given: list[str]) -> list[str]:
    """What stands behind the comma, or both in their order where that is not enough."""
    if _is_whole(family):
        return [*family, *given]
    is_name = any(not INITIALS.fullmatch(word) and not _is_particle(word) for word in given)
    by_itself = is_name and not _is_particle(given[0])
    return [_given(given)] if by_itself else [*given, *family]


def _side(text: str) -> tuple[list[str], list[str]]:
    """The titles it begins with, and the rest without what follows a name."""
    words = [word for typed in text.split() for word in _apart(typed) if _has_letters(word)]
    start = next((n for n in range(len(words)) if not _is_before(words, n)), len(words))
    titles, rest = words[:start], words[start:]
    while rest and _bare(rest[-1]) in AFTERWARDS:
        rest.pop()
    return titles, rest


def _is_before(words: list[str], place: int) -> bool:
    """A title, or what goes with one: a word that ends with a dot and is no initial."""
    word, bare = words[place], _bare(words[place])
    may_be_name = bare in FIELDS_OR_NAMES and word.istitle()
    if is_title(word) or (place and bare in FIELDS and not may_be_name):
        return True
    is_last = place + 1 == len(words)
    return (bare in TITLES_OR_NAMES and not is_last) or (_is_shortened(word) and len(words) > 1)


def _is_shortened(word: str) -> bool:
    """`Avv.` and `Engª`."""
    ends = word.endswith((".", "º", "ª"))
    return ends and not INITIALS.fullmatch(word) and not _is_particle(word)


def _is_particle(word: str) -> bool:
    return folded(_bare(word)) in PARTICLES


def _apart(word: str) -> list[str]:
    """`Dr.Anna` and `Prof.Dr.` are two words."""
    head, dot, rest = word.partition(".")
    glued = dot and rest and not _belongs(rest) and is_title(head) and len(head) > 1
    return [f"{head}.", *_apart(rest)] if glued and not is_title(word) else [word]


def _has_letters(word: str) -> bool:
    return any(one.isalnum() for one in word)


def _bare(word: str) -> str:
    return word.casefold().replace(".", "")


def _without_commas(name: str) -> str:
    return " ".join(COMMAS.sub(" ", name).split())
