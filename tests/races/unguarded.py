"""The site with the people's locks taken out, for the negative control. Never imported by it."""

from coffeechat.wsgi import application  # isort: skip  Django must be ready first
from chats.lifecycle import locks

__all__ = ["application"]


def _no_locks(*keys: str) -> None:
    """Where the real one waits for its turn."""


locks.lock_people = _no_locks
