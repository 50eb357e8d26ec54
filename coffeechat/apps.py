"""What has to be there once Django is: the Celery app, which every `shared_task` belongs to."""

from django.apps import AppConfig
from django.conf import settings

from coffeechat.celery import app as celery_app

__all__ = ["CoffeeChatConfig", "celery_app"]


class CoffeeChatConfig(AppConfig):
    name = "coffeechat"

    def ready(self) -> None:
        from coffeechat import endpoints, webhooks

        webhooks.listen()
        if settings.EMAIL_WEBHOOKS:
            endpoints.of_provider()  # the process does not start where they would be open to all
