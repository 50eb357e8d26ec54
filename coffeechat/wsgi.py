"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

STATEMENT_TIMEOUT_MS = 15_000
"""Milliseconds. Nobody waits longer for a page, and a thread that asks is one less for the others.
Workers and migrations take the time they need."""


def limit_statements() -> None:
    """Of web requests alone; what the operator's own address says stands behind it and counts."""
    options = settings.DATABASES["default"]["OPTIONS"]
    options["options"] = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} {options['options']}"


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeechat.settings")
limit_statements()
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 loads every view once, before gunicorn forks its workers
