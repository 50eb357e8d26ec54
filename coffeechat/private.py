"""What the program answers is somebody's own: nobody else keeps it, or guesses it by its length."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ALSO_TEXT = {"application/json"}


class NoStoreMiddleware:
    """Neither a proxy nor a shared computer keeps a page, unless its view says otherwise. What
    every reader gets alike are static files, and those do not come by here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class CompressionMiddleware(GZipMiddleware):
    """Text, and only where no other site had it asked for.

    A site that makes a reader's browser ask for pages with words of its own in them would learn
    from the lengths what else they hold (BREACH). A browser says when another site asks, and that
    answer leaves as it is; for one that says nothing, Django pads each answer at random.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.headers.get("Sec-Fetch-Site") == "cross-site" or not _is_text(response):
            return response
        return super().process_response(request, response)


def _is_text(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind in ALSO_TEXT
