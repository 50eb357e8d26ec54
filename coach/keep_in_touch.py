"""The coach of what keeps in touch. It warns, and never blocks."""

from coach.hints import Coach, Hint, advise
from coach.own_words import own_words
from coach.places import places
from coach.words import ATTACHMENT, JOB_ASK, STALE, found_in

MAX_WORDS = 90


def _specific(text: str) -> Hint | None:
    if places(text):
        return advise("Say one specific thing", "What is only about the two of you is read twice.")
    return None


def _short(text: str) -> Hint | None:
    if (words := len(text.split())) > MAX_WORDS:
        return advise("Make it shorter", f"{words} words; four sentences are read at once.")
    return None


def _no_job(text: str) -> Hint | None:
    if found := found_in(own_words(text), JOB_ASK):
        return advise(f"Leave out {found}", "A word that asks for nothing is a gift.")
    return None


def _stale(text: str) -> Hint | None:
    if found := found_in(own_words(text), STALE):
        return advise(f"Say {found} in your own words", "It reads like a mass mailing.")
    return None


def _no_attachment(text: str) -> Hint | None:
    if ATTACHMENT.search(own_words(text)):
        return advise("Send nothing along", "A link is lighter than an attachment.")
    return None


RULES = (_specific, _short, _no_job, _stale, _no_attachment)
COACH = Coach[str](
    text=lambda text: text, blocking=(), helping=RULES, helping_in_any_language=RULES
)
review = COACH.review
