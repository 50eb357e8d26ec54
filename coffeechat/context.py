"""What every page may ask about the site itself."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The local mailbox's presence, for the banner."""
    return {"local_mailbox": bool(settings.MAILBOX_DIR), "site_url": settings.SITE_URL}
