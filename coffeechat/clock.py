"""Beat's own Celery app: `celery --app coffeechat.clock beat`.

It queues tasks by their names, and loads nothing of what they do: no models, no tasks.
"""

import os
from logging.config import dictConfig

from celery import Celery
from django.conf import settings

from coffeechat.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeechat.settings")

app = Celery("clock", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE

# Else Django would, which beat never sets up.
dictConfig(settings.LOGGING)
