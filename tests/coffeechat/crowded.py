"""The site that lets few visitors wait, and those for long. Never imported by it."""

from coffeechat import web_worker
from coffeechat.wsgi import application

__all__ = ["application"]

web_worker.HEAD_TIMEOUT = 3600
web_worker.MAX_WAITING = 20
