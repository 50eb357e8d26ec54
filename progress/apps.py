"""What this app tells those below it once all are there: where its page is."""

from django.apps import AppConfig

from followups.onward import HOW_IT_GOES


class ProgressConfig(AppConfig):
    name = "progress"

    def ready(self) -> None:
        HOW_IT_GOES.is_at("progress:how_it_goes")
