"""What the figures say, in sentences: a seeker's own numbers and nobody else's."""

from collections.abc import Sequence

from progress.plots import MIN_ASKS

NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]


FIRST = "A streak begins with one ask."


def number(count: int) -> str:
    """`Two` at the start of a sentence, `12` from ten on."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"


def about(part: int, whole: int) -> str:
    """A share as people say it: `about one in three`."""
    rate = part / whole
    if rate > 0.9:
        return "nearly all"
    if rate >= 0.45:
        return min(HALF_AND_MORE, key=lambda said: abs(said[0] - rate))[1]
    if rate < 0.095:
        return "fewer than one in ten"
    return f"about one in {NUMBERS_IN[round(1 / rate)]}"


HALF_AND_MORE = [(0.5, "about half"), (2 / 3, "about two in three"), (0.8, "about four in five")]
NUMBERS_IN = dict(
    enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], start=2)
)


def base_rate(asks: dict[str, int], days: Sequence[int]) -> list[str]:
    """How often people answered, as far as that can be told."""
    people, answered = asks["people"], asks["people_answered"]
    said = [_how_many(people, answered)]
    if (within := days_to_half(days)) and answered >= MIN_ASKS // 2:
        said.append(f"Most answers came within {within} {plural(within, 'day')}.")
    if waiting := asks["waiting"]:
        is_are = "is" if waiting == 1 else "are"
        said.append(f"{number(waiting)} {plural(waiting, 'ask')} {is_are} still waiting.")
    return said


def _how_many(people: int, answered: int) -> str:
    asked = f"Of {people:,} {plural(people, 'person', 'people')} you asked, {answered:,} answered"
    if people < MIN_ASKS:
        return f"{asked}. That is too few to read anything into."
    if not answered:
        return f"{asked}. It is slow for many at first, and it is not about you."
    return f"{asked}: {about(answered, people)}."


def days_to_half(days: Sequence[int]) -> int:
    """Within how many days more than half of the answers came; 0 where none did, or later."""
    total, heard = sum(days), 0
    for day, answers in enumerate(days[:-1], start=1):
        heard += answers
        if 2 * heard > total:
            return day
    return 0


def of_this_week(asked: int, before: int, target: int, *, target_stood: bool) -> str:
    """Asks count. A week that fell short is over, and the next one is new. `target_stood` is
    whether the target was this one last week already."""
    went = f"{number(asked)} {plural(asked, 'ask')} went out this week"
    if not target:
        return f"{went}."
    if asked >= target:
        return f"{went}. That is your target, and the rest is a gift."
    if before >= target and target_stood:
        return f"{went}, of {target}. Last week you reached your target."
    if not before:
        return f"{went}, of {target}."
    return (
        f"{went}, of {target}. Last week it was {number(before).lower()}. This week is a new one."
    )


def of_streak(length: int, target: int) -> str:
    """By numbers, since the target may have been another, or none, in those weeks."""
    what = f"with at least {number(target or 1).lower()} {plural(target or 1, 'ask')}"
    if length == 0:
        return "A new streak begins with one week at your target." if target else FIRST
    if length == 1:
        return f"One week {what}: a streak has begun."
    return f"{number(length)} weeks in a row {what}."


def of_silence(answered: int, sent: int, silent: int, waiting: int) -> str:
    """What became of the asks; of what there is none, nothing is said."""
    said = [f"{answered:,} of {sent:,} {plural(sent, 'ask')} answered"]
    said += [f"{silent:,} closed without an answer"] if silent else []
    said += [f"{waiting:,} still open, which may yet be answered"] if waiting else []
    return f"{', '.join(said)}."
