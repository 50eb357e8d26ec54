"""Requests have one moment; behind the sign-in the user is one of ours; what acts is a button."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """What every view sees."""

    now: datetime
    """When it came in. All that it asks and does goes by this one moment: `NowMiddleware`."""


class SignedInRequest(Request):
    """What views see once `SignInMiddleware` has let the request through."""

    user: User
    htmx: HtmxDetails
    page_address: str
    """Of the page that a button stands on, where the address is that of the button."""


View = Callable[..., HttpResponseBase]
AView = TypeVar("AView", bound=View)


def without_session(view: AView) -> AView:
    """A page that never looks at the session, such as one behind a private link: whoever opens it
    is nobody we know, also in a browser where somebody is signed in."""
    view.is_without_session = True  # type: ignore[attr-defined]  # read below
    return view


def looks_at_session(view: View) -> bool:
    return not getattr(view, "is_without_session", False)


def acts(find: Callable[[User, int], object], page: str) -> Callable[[View], View]:
    """POST acts. Whoever reloads the answer, or comes by its address, is led to the page that the
    button stands on, whose address an answer that is a page takes (static/js/session.js).

    `find` answers 404 to strangers; the address holds one number, the same for view and page.
    """
    return _acting(lambda number: resolve_url(page, number), find)


def acts_at(page: str, find: Callable[[User, int], object] | None = None) -> Callable[[View], View]:
    """The same on a page that there is one of; the address may hold a number all the same."""
    return _acting(lambda *_: resolve_url(page), find)


def _acting(
    page_of: Callable[..., str], find: Callable[[User, int], object] | None
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: SignedInRequest, **numbers: int) -> HttpResponseBase:
            request.page_address = page_of(*numbers.values())
            if request.method not in {"GET", "HEAD"}:
                return require_POST(view)(request, **numbers)
            if find:
                find(request.user, *numbers.values())
            return redirect(request.page_address)

        return answer

    return decorate
