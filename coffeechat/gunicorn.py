"""What gunicorn is told wherever it runs: `--config python:coffeechat.gunicorn`."""

import os

from gunicorn import glogging  # type: ignore[import-untyped]
from gunicorn.config import Config  # type: ignore[import-untyped]

from coffeechat.logs import RedactLinks

worker_class = "coffeechat.web_worker.WaitingWorker"
threads = 4
sendfile = False  # what a visitor does not take at once is kept, and nobody waits for it
preload_app = True  # the site is loaded once, and its workers are forks of that
# The heartbeat file in memory: a slow disk must not look like a hung worker.
MEMORY = "/dev/shm"  # noqa: S108 gunicorn makes a private file in it
worker_tmp_dir = MEMORY if os.access(MEMORY, os.W_OK) else None


class Logger(glogging.Logger):  # type: ignore[misc]
    """Gunicorn writes its own log, and a request it cannot read is quoted there in full."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.addFilter(RedactLinks())


logger_class = Logger
