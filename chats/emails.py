"""The e-mails of this app, found by their table when the program starts (`outbox.apps`).

Each stands in the lowest feature that causes it, with a folder of three templates in
`templates/emails/`. It renders and returns an e-mail; the operation queues it.
"""

from chats.compose import emails as compose
from chats.host import emails as host
from chats.meeting import emails as meeting
from chats.replies import emails as replies

__all__ = ["compose", "host", "meeting", "replies"]
