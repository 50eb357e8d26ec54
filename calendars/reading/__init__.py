"""Reading and writing other people's servers, in a process of its own.

`run` starts it, gives it a `Request`, and comes back with an `Answer`, whatever happens to it.
"""

from calendars.reading.process import run
from calendars.reading.wire import Answer, Found, Kind, Known, Problem, Request

EDITION = 5
"""One more whenever the same calendar would be read otherwise than before: then all are read anew,
also those that have not changed."""

__all__ = ["EDITION", "Answer", "Found", "Kind", "Known", "Problem", "Request", "run"]
