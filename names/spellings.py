"""One word in the ways people write it: with its accents or without, or spelt out."""

import unicodedata

_WITHOUT_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that Unicode does not take apart."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def folded(text: str) -> str:
    """In small letters without accents, so that Müller, Muller and MÜLLER are one."""
    if text.isascii():  # nearly all of it is, and this is fifty times as fast
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_STROKES))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def spelt_out(text: str) -> str:
    """Müller as Mueller, where a keyboard has no ü."""
    return folded(unicodedata.normalize("NFC", text.casefold()).translate(_SPELT_OUT))
