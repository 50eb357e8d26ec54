"""The site that hangs up soon on whoever is slow. Never imported by it."""

from coffeechat import web_worker
from tests.coffeechat.large import application

__all__ = ["application"]

web_worker.HEAD_TIMEOUT = web_worker.REQUEST_TIMEOUT = 0.2
web_worker.SEND_TIMEOUT = 0.2
