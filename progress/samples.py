"""Figures of nobody, to show the plots without a database."""

from datetime import UTC, datetime
from typing import Any

from progress.counting import DAYS, WEEK
from progress.page import drawn

TODAY = datetime(2026, 11, 25, 12, tzinfo=UTC)

FIGURES: dict[str, Any] = {
    "asks": {
        "sent": 23,
        "answered": 9,
        "waiting": 3,
        "silent": 11,
        "people": 20,
        "people_answered": 8,
    },
    "people": {"met": 6, "thanked": 5, "outcome": 3},
    "days": [4, 2, 1, 0, 0, 1, *[0] * (DAYS - 6), 1],
    "weeks": {
        "2026-09-14": 2,
        "2026-09-28": 9,
        "2026-10-05": 12,
        "2026-10-12": 10,
        "2026-11-09": 3,
        "2026-11-16": 2,
        "2026-11-23": 1,
    },
    "kinds": {
        "connection": [[4, 3], [12, 5], [6, 1]],
        "words": [[14, 7], [6, 2], [2, 0]],
        "weekday": [[18, 8], [3, 1], [1, 0]],
        "hour": [[11, 6], [10, 3], [1, 0]],
    },
}


def plots() -> dict[str, Any]:
    return drawn(FIGURES, TODAY.date(), target=3, since=TODAY.date() - 2 * WEEK)
