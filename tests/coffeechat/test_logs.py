"""Private links never reach a log, however they get into a record."""

import io
import logging

from coffeechat.logs import RedactLinks

TOKEN = "AbCdEf-_0123456789012345678901234567890123"


def logged(*args: object, **kwargs: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactLinks())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.warning(*args, **kwargs)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_link_in_the_message_or_its_arguments_is_redacted() -> None:
    assert logged("Not Found: %s", f"/i/{TOKEN}/take/") == "Not Found: /i/[link]/take/\n"
    assert logged(f"GET /i/{TOKEN}/") == "GET /i/[link]/\n"


def test_a_link_in_a_traceback_is_redacted() -> None:
    try:
        raise ValueError(f"bad /i/{TOKEN}/")
    except ValueError:
        text = logged("it broke", exc_info=True)
    assert "ValueError: bad /i/[link]/" in text
    assert TOKEN not in text
