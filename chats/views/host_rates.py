"""How often something may be asked of the host's pages. Without Redis nobody is turned away."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from chats.models import Link
from chats.states import AnswerKind


def asks_too_often(request: HttpRequest) -> bool:
    """Whether one address tries many unknown links."""
    return _is_limited(request, "unknown-links", "ip", settings.UNKNOWN_LINKS_RATE)


def presses_too_often(request: HttpRequest, link: Link, verb: str) -> bool:
    """Whether many buttons are pressed through one link. All copies of a link count as one, since
    another can be had at any time. What takes "never again" back is counted by itself, as that is
    not counted either: it can be taken back for as long as its page says."""
    counted = link.token_hash if link.address else link.invitation.thread_id
    group = "link-undos" if verb == "undo" and _says_never(link) else "link-posts"
    return _is_limited(request, group, lambda *_: counted, settings.LINK_POSTS_RATE)


def _says_never(link: Link) -> bool:
    answer = link.invitation.latest_answer
    return answer is not None and answer.kind == AnswerKind.OPT_OUT


def _is_limited(request: HttpRequest, group: str, key: str | Callable[..., str], rate: str) -> bool:
    try:
        limited: bool = is_ratelimited(request, group=group, key=key, rate=rate, increment=True)
    except redis.RedisError:
        return False
    return limited
