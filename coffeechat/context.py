"""What every page may ask about the site itself."""

from django.conf import settings
from django.http import HttpRequest

from coffeechat.visitors import is_of_this_machine


def site(request: HttpRequest) -> dict[str, object]:
    """Whether the local mailbox is there for this visitor, for the banner."""
    local_mailbox = bool(settings.MAILBOX_DIR) and is_of_this_machine(request)
    return {"local_mailbox": local_mailbox, "site_url": settings.SITE_URL}
