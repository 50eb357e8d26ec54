"""What came of somebody's help, handed down when they are to be told: it is not looked up here."""

from dataclasses import asdict, dataclass

from followups.models import FollowUp

IN_A_TITLE = 60
"""Letters of the seeker's own words; their page has the whole of them."""


@dataclass(frozen=True)
class News:
    """`an interview`, the seeker's own words for it, and whom the reader led them to, if so."""

    news: str = ""
    news_words: str = ""
    led_to: str = ""

    @property
    def fields(self) -> dict[str, str]:
        return asdict(self)


def in_short(follow_up: FollowUp) -> str:
    """`an interview: Windpark, in May`; empty where nothing was handed down."""
    words = words_in_short(follow_up)
    return f"{follow_up.news}: {words}" if words else follow_up.news


def words_in_short(follow_up: FollowUp) -> str:
    words = follow_up.news_words
    return f"{words[: IN_A_TITLE - 1].rstrip()}…" if len(words) > IN_A_TITLE else words
