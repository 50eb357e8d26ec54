"""What this app tells those below it once all are there: where its page is."""

from django.apps import AppConfig

from accounts.onward import add_part
from followups.onward import HOW_IT_GOES


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        HOW_IT_GOES.is_at("progress:how_it_goes")
        add_part("silence", "progress/_silence.html")
