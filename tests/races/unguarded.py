"""The site with the people's locks taken out, for the negative control. Never imported by it.

Whoever books waits until a second one has looked too: the control does not hang on luck.
"""

from coffeechat.wsgi import application  # isort: skip  Django must be ready first
from chats import locks
from chats.meeting import booking as meeting
from tests.races.harness import in_company

__all__ = ["application"]


def _no_locks(*keys: str) -> None:
    """Where the real one waits for its turn."""


locks.lock_people = _no_locks
meeting._attend = in_company(meeting._attend)
