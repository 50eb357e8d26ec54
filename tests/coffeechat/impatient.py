"""The site that hangs up soon on whoever is slow. Never imported by it."""

from coffeechat import web_worker
from coffeechat.wsgi import application

__all__ = ["application"]

web_worker.HEAD_TIMEOUT = web_worker.REQUEST_TIMEOUT = 0.2
