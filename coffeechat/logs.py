"""Keep private links out of every log."""

import logging
import re

PRIVATE_LINK = re.compile(r"/i/[A-Za-z0-9_-]{8,}")


class RedactLinks(logging.Filter):
    """Replace the token in `/i/<token>/` wherever it stands: message, arguments or traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
        return True


def redact(text: str) -> str:
    return PRIVATE_LINK.sub("/i/[link]", text)
