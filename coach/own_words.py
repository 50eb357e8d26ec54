"""Which words of a letter the seeker wrote: what every coach reads before it says what they did.

A starter's sentence is ours, and so is what leads up to a place that still waits. Once the place
is filled, its sentence says something, and counts.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from coach.places import PLACE, PLACEHOLDER

SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]?")
MIN_WORDS = 3
"""Words of a sentence that is known again: one or two are anybody's."""
FEW_WORDS = r"(?:[^\w!?\n]++\w++){0,10}?"
"""What stands in a place of a sentence of ours, on its line; no way through it is tried twice."""


def own_words(text: str, ours: Iterable[str] = ()) -> str:
    """Without the sentences that wait, and without `ours`, where such a one stands unchanged
    or leads up to a place. In a {{place}} within `ours` any few words are ours as well.

    The longest first: a shorter one may be the end of it.
    """
    for sentence in sorted(ours, key=len, reverse=True):
        text = _without(sentence, text)
    return _without_places(text)


def _without(sentence: str, text: str) -> str:
    enough = len(re.findall(r"\w+", PLACEHOLDER.sub("", sentence))) >= MIN_WORDS
    return _pattern(sentence).sub("\n", text) if enough else text


@lru_cache(maxsize=256)
def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.findall(rf"{PLACEHOLDER.pattern}|(\w+)", sentence)
    phrase = "".join(rf"\W+{word}" if word else FEW_WORDS for _, word in parts)
    start = phrase.removeprefix(FEW_WORDS).removeprefix(r"\W+")
    return re.compile(rf"\b{start}\b[^\w.!?\n{{\[]*(?:[.!?\n]|$|(?={{{{|\[))")


def _without_places(text: str) -> str:
    kept, end = [], 0
    for place in PLACE.finditer(text):
        if place.start() >= end:
            begin = max(text.rfind(mark, end, place.start()) for mark in ".!?\n") + 1
            kept.append(text[end : max(begin, end)])
        if place.end() > end:
            end = _end_of_sentence(text, place.end())
    return "".join([*kept, text[end:]])


def _end_of_sentence(text: str, place: int) -> int:
    found = SENTENCE.match(text, place)
    assert found is not None
    return found.end() - (found[0][-1:] in {".", "!", "?", "\n"})
