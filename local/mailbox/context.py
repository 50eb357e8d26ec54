"""What every page may ask about the local mailbox."""

from django.conf import settings
from django.http import HttpRequest

from coffeechat.visitors import is_of_this_machine


def local_mailbox(request: HttpRequest) -> dict[str, object]:
    """Whether it is there for this visitor, for the banner."""
    return {"local_mailbox": bool(settings.MAILBOX_DIR) and is_of_this_machine(request)}
