"""How often buttons may be pressed through one link."""

from django.conf import settings
from django.http import HttpRequest

from chats.models import Link
from chats.strangers import is_too_often


def presses_too_often(request: HttpRequest, link: Link, group: str) -> bool:
    """Whether many buttons of a group are pressed through one link. All copies of a link count as
    one, since another can be had at any time."""
    counted = link.token_hash if link.address else link.invitation.thread_id
    return is_too_often(request, group, lambda *_: counted, settings.LINK_POSTS_RATE)
