"""Text that is safe to send, as the outbox knows it."""

from outbox.text import one_line, plain

__all__ = ["one_line", "plain"]
