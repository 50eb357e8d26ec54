"""The site that hangs up soon on whoever is slow. Never imported by it."""

from coffeechat import web_worker
from coffeechat.wsgi import application

__all__ = ["application"]

web_worker.HEAD_WITHIN = web_worker.BODY_WITHIN = 0.2
