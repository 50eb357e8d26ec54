"""The Celery app. Every task only says "look now": what is due stands in Postgres."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from kombu.transport.redis import Channel

from coffeechat.mail_server import crosses_a_network_in_the_clear
from coffeechat.schedule import SCHEDULE

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeechat.settings")

app = Celery("coffeechat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULE


@worker_init.connect
def restore_no_unacked_messages(**_: Any) -> None:
    """When a worker loses its broker or stops: the next sweep finds in Postgres what they were for.

    kombu 5.7 restores them while it closes a channel, on a connection that it has already taken
    apart. The AttributeError ends the worker, which first waits for its children: up to ten
    minutes, where one waits for the answer of a mail server.
    """
    Channel.do_restore = False


@worker_init.connect
def say_how_email_leaves(**_: Any) -> None:
    """Once at each start, by the one process that is above those that send."""
    if crosses_a_network_in_the_clear(settings):
        logger.warning(
            "EMAIL_URL begins with smtp://, so e-mail and the private links in it cross the "
            "network in the clear. smtps:// and submission:// encrypt them."
        )
