"""Requests behind the sign-in: the user is one of ours; what acts is a button."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What views see once `SignInMiddleware` has let the request through."""

    user: User
    htmx: HtmxDetails


def acts(
    find: Callable[[User, int], object], page: str
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """POST acts. Whoever reloads the answer is led to the page that the button stands on.

    `find` answers 404 to strangers; the address holds one number, the same for view and page.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answer(request: SignedInRequest, **numbers: int) -> HttpResponse:
            if request.method not in {"GET", "HEAD"}:
                return require_POST(view)(request, **numbers)
            (number,) = numbers.values()
            find(request.user, number)
            return redirect(page, number)

        return answer

    return decorate
