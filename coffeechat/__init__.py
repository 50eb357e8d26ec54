"""The composition root: settings, URLs, Celery, and the local servers. Nothing imports it."""

from coffeechat.celery import app as celery_app

__all__ = ["celery_app"]
