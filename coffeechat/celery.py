"""The Celery app and its clock. Every task is a doorbell: what is due stands in Postgres."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.conf import settings
from kombu.transport.redis import Channel

from coffeechat.mail_server import crosses_a_network_in_the_clear

logger = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeechat.settings")

app = Celery("coffeechat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# `expires` drops ticks that pile up while no worker runs; the next tick finds what is due.
app.conf.beat_schedule = {
    "outbox-tick": {"task": "outbox.tick", "schedule": 1.0, "options": {"expires": 5}},
    "outbox-tidy": {"task": "outbox.tidy", "schedule": 3600.0, "options": {"expires": 600}},
    "calendars-sweep": {"task": "calendars.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "chats-sweep": {"task": "chats.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "chats-replies": {"task": "chats.replies", "schedule": 60.0, "options": {"expires": 60}},
    "chats-rules": {"task": "chats.compare_rules", "schedule": 3600.0, "options": {"expires": 600}},
    "preparation-sweep": {
        "task": "preparation.sweep",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "followups-sweep": {"task": "followups.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "archive-sweep": {"task": "archive.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "archive-tidy": {"task": "archive.tidy", "schedule": 600.0, "options": {"expires": 600}},
    "progress-sweep": {"task": "progress.sweep", "schedule": 30.0, "options": {"expires": 60}},
    "accounts-sweep": {"task": "accounts.sweep", "schedule": 3600.0, "options": {"expires": 600}},
    "sample-sweep": {"task": "sample.sweep", "schedule": 3600.0, "options": {"expires": 600}},
}


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
