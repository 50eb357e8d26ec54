"""What somebody wrote, without what they quote: each line is looked at a few times, however many.

Answers written between quoted lines are kept, each behind the line that it answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mail.quote_heads import (
    CUT_HERE,
    MAX_ATTRIBUTION,
    MAX_ATTRIBUTION_LINES,
    ORIGINAL,
    UNDERSCORES,
    is_attribution,
    is_header_block,
    may_begin_one,
    names_somebody,
)
from mail.signatures import is_of_a_device, is_signature_mark, without_signature

MAX_KEPT_QUOTE = 3
"""Of the lines somebody answers, the last few: they know the rest."""
MAX_LINES = 20_000


@dataclass
class Run:
    """Lines one behind another that are all quoted, or all somebody's own."""

    quoted: bool
    lines: list[str]


def new_in(text: str) -> str:
    """What is new in it; all of it where nothing would be left."""
    lines = text.split("\n")[:MAX_LINES]
    kept = _tidy(_between(_runs(_above(_without_attributions(lines)))))
    return kept or _tidy([line for line in lines if line != CUT_HERE])


def _above(lines: Sequence[str]) -> list[str]:
    """Up to where a program put the whole e-mail before it, not marked line by line."""
    for at, line in enumerate(lines):
        if _begins_the_rest(lines, at, line) and any(map(_says_something, lines[:at])):
            return list(lines[:at])
    return list(lines)


def _begins_the_rest(lines: Sequence[str], at: int, line: str) -> bool:
    if line == CUT_HERE or ORIGINAL.fullmatch(line):
        return True
    if UNDERSCORES.fullmatch(line):
        following = [at + step for step in range(1, 4) if at + step < len(lines)]
        return any(is_header_block(lines, one) for one in following)
    return is_header_block(lines, at)


def _says_something(line: str) -> bool:
    if line == CUT_HERE or ORIGINAL.fullmatch(line) or UNDERSCORES.fullmatch(line):
        return False
    return bool(line.strip(" \t>")) and not is_of_a_device(line)


def _without_attributions(lines: Sequence[str]) -> list[str]:
    """Programs wrap that line, and Apple puts it behind `>` as well.

    Where nothing below is marked as quoted, all of it is.
    """
    kept, at = list[str](), 0
    while at < len(lines):
        length = _attribution_at(lines, at)
        at += length or 1
        if not length:
            kept.append(lines[at - 1])
        elif not _is_quoted_next(lines, at) and any(map(_says_something, kept)):
            return kept
    return kept


def _attribution_at(lines: Sequence[str], at: int) -> int:
    """How many lines it takes from here; none where there is none."""
    joined, depth = "", _depth(lines[at])
    for length in range(1, MAX_ATTRIBUTION_LINES + 1):
        if at + length > len(lines):
            return 0
        line = lines[at + length - 1].lstrip(" \t>").rstrip()
        apart = _depth(lines[at + length - 1]) != depth
        if not line or apart or len(joined) + len(line) > MAX_ATTRIBUTION:
            return 0
        joined = f"{joined} {line}" if joined else line
        if length == 1 and not may_begin_one(line) and not line.endswith((":", "-")):
            return 0
        if is_attribution(joined):
            sure = names_somebody(joined) or _is_quoted_next(lines, at + length)
            return length if sure else 0
    return 0


def _depth(line: str) -> int:
    """How often it is quoted."""
    return line[: len(line) - len(line.lstrip(" \t>"))].count(">")


def _is_quoted_next(lines: Sequence[str], at: int) -> bool:
    return any(line.lstrip().startswith(">") for line in lines[at : at + 4])


def _runs(lines: Sequence[str]) -> list[Run]:
    runs = list[Run]()
    for line in lines:
        if line == CUT_HERE:
            continue
        quoted = line.lstrip(" ").startswith(">")
        if not line.strip() and runs:
            quoted = runs[-1].quoted
        if not runs or runs[-1].quoted != quoted:
            runs.append(Run(quoted, []))
        runs[-1].lines.append(line)
    return runs


def _between(runs: list[Run]) -> list[str]:
    """Own lines; before each answer within a quote, what it answers."""
    own = [number for number, run in enumerate(runs) if not run.quoted and _is_own(run)]
    if not own:
        return []
    first, last = own[0], own[-1]
    many = sum(run.quoted for run in runs[: last + 1]) > 1
    kept = list[str]()
    for number, run in enumerate(runs[: last + 1]):
        if not run.quoted:
            if number in {first, last} or _is_own(run):
                kept += ["", *without_signature(run.lines), ""]
        elif many or _is_short(run):
            kept += ["", *_answered(run)]
        if _has_signature(run):
            break
    return kept


def _is_own(run: Run) -> bool:
    return any(line.strip() for line in without_signature(run.lines))


def _has_signature(run: Run) -> bool:
    return not run.quoted and any(map(is_signature_mark, run.lines)) and _is_own(run)


def _is_short(run: Run) -> bool:
    return sum(bool(line.strip(" >\t")) for line in run.lines) <= MAX_KEPT_QUOTE


def _answered(run: Run) -> list[str]:
    """The last lines of it that say something, quoted once however often they were."""
    said = [one for line in run.lines if (one := line.strip(" >\t"))]
    return [f"> {one}" for one in said[-MAX_KEPT_QUOTE:]]


def _tidy(lines: Sequence[str]) -> str:
    """No free line at either end, and never two of them."""
    kept = list[str]()
    for line in lines:
        line = line.rstrip()
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
