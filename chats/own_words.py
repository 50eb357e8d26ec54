"""Which words of a letter the seeker wrote: what every coach reads before it says what they did.

A starter's sentence is ours, and so is what leads up to a place that still waits. Once the place
is filled, its sentence says something, and counts.
"""

import re
from collections.abc import Iterable

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
"""The space within is taken off afterwards: a pattern that does so tries each share of a long one
for the front, the middle and the end."""
BRACKET = re.compile(r"\[(?:one specific thing they said|in your own words:)[^\]]*\]?")
PLACE = re.compile(f"{PLACEHOLDER.pattern}|{BRACKET.pattern}")
SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]?")
FEWEST = 3
"""Words of a sentence that is known again: one or two are anybody's."""


def own_words(text: str, ours: Iterable[str] = ()) -> str:
    """Without the sentences that wait, and without `ours`, where such a one stands unchanged
    or leads up to a place."""
    for sentence in ours:
        text = _without(sentence, text)
    return _without_places(text)


def places(text: str) -> list[str]:
    """What still waits for own words, as it stands, each once."""
    return list(dict.fromkeys(found[0] for found in PLACE.finditer(text)))


def _without(sentence: str, text: str) -> str:
    words = re.findall(r"\w+", sentence)
    if len(words) < FEWEST:
        return text
    phrase = r"\W+".join(words)
    return re.sub(rf"\b{phrase}\b[^\w.!?\n{{\[]*(?:[.!?\n]|$|(?={{{{|\[))", "\n", text)


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
