"""Whose request it is, by address: the peer's, or behind a proxy that of whom the proxy saw."""

import logging
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

PEER = "coffeechat.peer"
"""Under this name a request keeps who opened the connection; no header is spelt like that."""

MISSING = (
    "The proxy named no visitor, so all of them count as one (%s): "
    "let it send X-Forwarded-For or X-Real-IP, and say in PROXY_HOPS how many proxies there are."
)


class VisitorMiddleware:
    """Behind a proxy every connection is the proxy's. Limits ask for REMOTE_ADDR, so the visitor's
    goes there, and whatever the header says, no request fails by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.BEHIND_PROXY:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META["REMOTE_ADDR"]
        visitor = _named(request)
        if visitor is None:
            self._warn(peer)
        request.META[PEER] = peer
        request.META["REMOTE_ADDR"] = str(visitor or _address(peer) or "127.0.0.1")
        return self.get_response(request)

    def _warn(self, peer: str) -> None:
        """Once: a proxy that sets no header sets none on every request."""
        if not self.has_warned:
            self.has_warned = True
            logger.error(MISSING, peer)


def is_of_this_machine(request: HttpRequest) -> bool:
    """Whether no other machine is at the far end. The connection says so, which nobody can forge;
    a header of the proxy can only say that somebody else is."""
    visitor = request.META["REMOTE_ADDR"]
    found = [_address(end) for end in (visitor, request.META.get(PEER, visitor))]
    return all(one is not None and one.is_loopback for one in found)


def _named(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Each proxy adds whom it saw at the right of X-Forwarded-For; what stands left of ours came
    from outside, and may be made up."""
    hops: int = settings.PROXY_HOPS
    told = request.headers.get("X-Forwarded-For", "")
    if not (hops and told):
        return _address(request.headers.get("X-Real-IP", ""))
    return _address(told.split(",")[-hops:][0])


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """`192.0.2.7`, `2001:db8::7`, and with the port that some proxies add."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
