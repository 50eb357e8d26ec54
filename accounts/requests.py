"""Requests behind the sign-in: the user is one of ours; what acts is a button."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What views see once `SignInMiddleware` has let the request through."""

    user: User
    htmx: HtmxDetails
    page_address: str
    """Of the page that a button stands on, where the address is that of the button."""


def acts(
    find: Callable[[User, int], object], page: str
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """POST acts. Whoever reloads the answer is led to the page that the button stands on, whose
    address an answer that is a page takes (static/js/session.js).

    `find` answers 404 to strangers; the address holds one number, the same for view and page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: SignedInRequest, **numbers: int) -> HttpResponse:
            (number,) = numbers.values()
            request.page_address = resolve_url(page, number)
            if request.method not in {"GET", "HEAD"}:
                return require_POST(view)(request, **numbers)
            find(request.user, number)
            return redirect(request.page_address)

        return answer

    return decorate
