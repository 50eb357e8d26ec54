"""The site that lets few visitors wait, and those for long. Never imported by it."""

from coffeechat import web_worker
from tests.coffeechat.large import application

__all__ = ["application"]

web_worker.HEAD_TIMEOUT = web_worker.SEND_TIMEOUT = 3600
web_worker.MAX_WAITING = 20
web_worker.MAX_LEAVING = 20
web_worker.MAX_UNSENT_BYTES = 10**12
