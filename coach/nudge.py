"""The coach of a nudge, the one reminder of an ask. Two texts to begin from."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from coach.ask import Ask
from coach.hints import Coach, Hint, advise, another_language, ok
from coach.mistakes import leftovers, somebody_else, wrong_name
from coach.starters import Starter
from coach.words import ATTACHMENT, EASY_OUT, JOB_ASK, STALE, any_of, found_in

MAX_WORDS = 60
TOO_ALIKE = 0.7
COMPARED = 200
"""Words of either."""
REPROACH = any_of(
    "(?:just )?following up", "(?:just )?checking in", "bump(?:ing)?", "did you (?:see|get|read)",
    "(?:as|like) i (?:wrote|said)", "(?:still )?waiting for your", "(?:have )?not heard back",
    "haven[’']t heard",
)  # fmt: skip

STARTERS = {
    starter.key: starter
    for starter in (
        Starter(
            "once-more",
            "Once more, and no more",
            "",
            "Hello {{first_name}},\n\n"
            "your days are full, so only this once: I would still love to hear how you came to "
            "your work. The times below are free, and no is as fine as yes.\n\n{{my_name}}",
        ),
        Starter(
            "something-new",
            "Something new since then",
            "",
            "Hello {{first_name}},\n\n"
            "since I wrote I have {{what you did or read since, in a line}}, and my question to "
            "you has become a better one: {{your question}} If it suits you, one of the times "
            "below is yours; no is fine.\n\n{{my_name}}",
        ),
    )
}


@dataclass(frozen=True)
class Nudge:
    """Plain values: its words with the two people as an ask, and the words of the first letter."""

    ask: Ask
    first: str


def _shorter(nudge: Nudge) -> Hint:
    words, before = len(nudge.ask.message.split()), len(nudge.first.split())
    if words <= min(MAX_WORDS, before):
        return ok("Short", f"{words} words: read at a glance.")
    most = min(MAX_WORDS, before)
    return advise("Make it shorter", f"{words} words; they have the letter, so {most} will do.")


def _adds_something(nudge: Nudge) -> Hint | None:
    words = nudge.ask.message.casefold().split()[:COMPARED]
    before = nudge.first.casefold().split()[:COMPARED]
    if SequenceMatcher(None, words, before, autojunk=False).ratio() < TOO_ALIKE:
        return None
    return advise("Add something", "They have read this once. One new line is a reason to answer.")


def _no_reproach(nudge: Nudge) -> Hint | None:
    if found := found_in(nudge.ask.message, REPROACH):
        return advise(f"Leave out {found}", "It tells them what they owe, and they owe nothing.")
    return None


def _easy_out(nudge: Nudge) -> Hint:
    if EASY_OUT.search(nudge.ask.message):
        return ok("An easy out", "Whoever may say no says yes more easily.")
    return advise("Leave an easy out", "A line such as “no is fine” makes a yes likelier.")


def _no_job(nudge: Nudge) -> Hint | None:
    if found := found_in(nudge.ask.message, JOB_ASK):
        return advise(f"Leave out {found}", "A chat is easy to give, a job is not.")
    return None


def _stale(nudge: Nudge) -> Hint | None:
    if found := found_in(nudge.ask.message, STALE):
        return advise(f"Say {found} in your own words", "It reads like a mass mailing.")
    return None


def _no_attachment(nudge: Nudge) -> Hint | None:
    if ATTACHMENT.search(nudge.ask.message):
        return advise("Send nothing along", "A link is lighter than an attachment.")
    return None


def _blocks(nudge: Nudge) -> Sequence[Hint]:
    return [*leftovers(nudge.ask), *wrong_name(nudge.ask), *somebody_else(nudge.ask)]


COACH = Coach[Nudge](
    text=lambda nudge: nudge.ask.message,
    blocking=[_blocks],
    helping=[_shorter, _adds_something, _easy_out, _no_reproach, _no_job, _stale, _no_attachment],
    helping_in_any_language=[_shorter, _adds_something, another_language],
)
review, blocks = COACH.review, COACH.blocks
