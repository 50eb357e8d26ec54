"""What pages for people without an account answer to whom they do not know, and how often.

Without Redis nobody is turned away.
"""

from collections.abc import Callable

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_ratelimit.core import is_ratelimited


def unknown(request: HttpRequest) -> HttpResponse:
    """One body for links that never were and links that are for something else."""
    if _asks_too_often(request):
        return render(request, "host/wait.html", status=429)
    return render(request, "host/unknown.html", status=404)


def _asks_too_often(request: HttpRequest) -> bool:
    """Whether one address tries many unknown links."""
    return is_too_often(request, "unknown-links", "ip", settings.UNKNOWN_LINKS_RATE)


def is_too_often(
    request: HttpRequest, group: str, key: str | Callable[..., str], rate: str
) -> bool:
    try:
        limited: bool = is_ratelimited(request, group=group, key=key, rate=rate, increment=True)
    except redis.RedisError:
        return False
    return limited
