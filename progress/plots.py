"""Where each mark of a plot stands. The templates draw it; widths are shares, so that the same
drawing fits a phone and paper, and letters keep their size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

MIN_ASKS = 10
"""With fewer asks a share says more about chance than about anything else."""
Z = 1.96
"""Of a normal distribution: 95 in 100 lie within."""

BAR_ROW, RATE_ROW = 58, 74
COLUMNS_TOP, COLUMNS_FLOOR = 44, 188
"""Where the highest column ends, and where all of them stand."""


def share(part: float, whole: float) -> str:
    """As an attribute of SVG: `37.5%`."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    width: str
    y: int

    @property
    def text_y(self) -> int:
        return self.y + 18

    @property
    def bar_y(self) -> int:
        return self.y + 28


@dataclass(frozen=True)
class Bars:
    """Lines of one scale: each bar is a share of the same whole."""

    bars: list[Bar]

    @property
    def height(self) -> int:
        return BAR_ROW * len(self.bars)


def bars(rows: Sequence[tuple[str, int, str]], whole: int) -> Bars:
    """Of label, number, what is said of it."""
    return Bars(
        [
            Bar(label, said, share(number, whole), BAR_ROW * index)
            for index, (label, number, said) in enumerate(rows)
        ]
    )


@dataclass(frozen=True)
class Column:
    x: str
    middle: str
    width: str
    y: float
    height: float
    said: str = ""
    """The number above it, where there is room for one."""
    tick: str = ""
    tone: str = ""

    @property
    def is_wide(self) -> bool:
        """On a phone there is room for one digit above a column; the highest has more."""
        return len(self.said) > 1 and self.y > COLUMNS_TOP

    @property
    def said_y(self) -> float:
        return self.y - 6


@dataclass(frozen=True)
class Mark:
    """A line across or down the columns, with its words."""

    at: str
    words: str


@dataclass(frozen=True)
class Columns:
    columns: list[Column]
    target: Mark | None = None
    half: Mark | None = None
    height: int = COLUMNS_FLOOR + 26
    floor: int = COLUMNS_FLOOR
    tick_y: int = COLUMNS_FLOOR + 18


@dataclass(frozen=True)
class Given:
    """A column to be drawn."""

    number: int
    said: str = ""
    tick: str = ""
    tone: str = ""


def columns(
    given: Sequence[Given], *, target: int = 0, half: tuple[int, str] | None = None
) -> Columns:
    """Side by side. `target` is a height to reach; `half` the column before which a line stands."""
    highest = max([target, *(each.number for each in given), 1])
    step = 100 / len(given)
    drawn = [
        _column(each, index * step, step, _height(each.number, highest))
        for index, each in enumerate(given)
    ]
    line = (
        Mark(f"{COLUMNS_FLOOR - _height(target, highest):.1f}", f"Dotted: your target of {target}")
        if target
        else None
    )
    down = Mark(f"{half[0] * step:.2f}%", half[1]) if half else None
    return Columns(drawn, line, down)


def _height(number: int, highest: int) -> float:
    return (COLUMNS_FLOOR - COLUMNS_TOP) * number / highest


def _column(given: Given, left: float, step: float, height: float) -> Column:
    return Column(
        x=f"{left + 0.12 * step:.2f}%",
        middle=f"{left + step / 2:.2f}%",
        width=f"{0.76 * step:.2f}%",
        y=round(COLUMNS_FLOOR - height, 1),
        height=round(height, 1),
        said=given.said,
        tick=given.tick,
        tone=given.tone,
    )


@dataclass(frozen=True)
class Rate:
    label: str
    asked: int
    answered: int
    y: int
    at: str = ""
    """Where the dot stands; none where there are too few to tell."""
    low: str = ""
    high: str = ""
    between: str = ""

    @property
    def said(self) -> str:
        return f"{self.answered:,} of {self.asked:,}"

    @property
    def text_y(self) -> int:
        return self.y + 18

    @property
    def line_y(self) -> int:
        return self.y + 38


@dataclass(frozen=True)
class Rates:
    """One question: which of a few kinds were answered more often."""

    title: str
    name: str
    rates: list[Rate] = field(default_factory=list)

    @property
    def height(self) -> int:
        return RATE_ROW * len(self.rates) + 18

    @property
    def scale_y(self) -> int:
        return self.height - 4

    @property
    def has_scale(self) -> bool:
        """Something stands on it."""
        return any(rate.at for rate in self.rates)


def rates(title: str, name: str, labels: Sequence[str], rows: Sequence[Sequence[int]]) -> Rates:
    """Of how many were asked and how many of them answered, for each label."""
    found = [
        _rate(label, asked, answered, RATE_ROW * index)
        for index, (label, (asked, answered)) in enumerate(zip(labels, rows, strict=True))
    ]
    return Rates(title, name, found)


def _rate(label: str, asked: int, answered: int, y: int) -> Rate:
    if asked < MIN_ASKS:
        return Rate(label, asked, answered, y)
    low, high = wilson(answered, asked)
    between = f"between {round(100 * low)} and {round(100 * high)} in 100"
    return Rate(
        label, asked, answered, y, share(answered, asked), share(low, 1), share(high, 1), between
    )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Within these two the true share lies 95 times in 100 (Wilson's interval)."""
    rate, spread = part / whole, Z * Z / whole
    middle = (rate + spread / 2) / (1 + spread)
    reach = sqrt(rate * (1 - rate) * spread + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - reach), min(1.0, middle + reach)
