"""What this app tells those below it once all are there: where its page is."""

from django.apps import AppConfig

from accounts.onward import MY_DATA


class ArchiveConfig(AppConfig):
    name = "archive"

    def ready(self) -> None:
        MY_DATA.is_at("archive:my_data")
