"""Every app's e-mails are in the table before anybody asks for them."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "outbox"

    def ready(self) -> None:
        """As Django's admin finds each `admin.py`: the decorators in an `emails.py` register it."""
        autodiscover_modules("emails")
