"""What was typed when a button was pressed after the session: kept for an hour in that browser, for
whoever typed it, and put back into its form once they have signed in again.

A page with script asks before it sends (static/js/session.js); this is for one without.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.datastructures import MultiValueDict
from django.views.csrf import csrf_failure as refuse

from accounts.refill import Typed, refilled
from accounts.requests import Request

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

KEPT_SECONDS = 60 * 60
MAX_LENGTH = 200_000
"""Characters. More is hardly typed; what is over is not kept, and the notice says so."""
SESSION_KEY = "left"
NOT_KEPT = {"csrfmiddlewaretoken", "whose", "code"}
"""And passwords, and what a view says is secret (`secret_fields`)."""
NOTICE_ID = "left"
"""The id of what is said, for the address to lead to."""
ALL_OF_IT = "What you typed is here, except secrets. Please press once more."
PRESSED = "Please press once more."
NOT_ALL = (
    f"It was more than the {MAX_LENGTH:,} characters that are kept, so the longest of it is not "
    "here. The Back button of your browser may still show it. Please check, and press once more."
)


def notice(said: str) -> str:
    return (
        f'<div class="notice notice--warning" id="{NOTICE_ID}" role="alert"><p>Nothing was sent '
        f"yet. {said}</p>{{}}</div>"
    )


def whose(user: AbstractBaseUser) -> str:
    """For each form that is shown to somebody signed in. Signed: nobody else has anything kept."""
    return Signer(salt=NOTICE_ID).sign(user.pk)


def _owner(request: HttpRequest) -> str:
    try:
        return Signer(salt=NOTICE_ID).unsign(request.POST.get("whose", ""))
    except BadSignature:
        return ""


def is_somebody_elses(request: HttpRequest) -> bool:
    """From a page that was shown to another account, which was signed in here before."""
    owner = _owner(request) if request.method == "POST" else ""
    return bool(owner) and owner != str(request.user.pk)


def refuse_another_account(request: HttpRequest) -> HttpResponse:
    """What was typed is nothing for whoever is signed in now, and stands behind the Back button."""
    return render(request, "403_another_account.html", status=HTTPStatus.FORBIDDEN)


def is_of_a_form(request: HttpRequest) -> bool:
    """Sent by a page that we showed to somebody signed in, and that no script sends by itself."""
    by_script = "HX-Request" in request.headers or not request.accepts("text/html")
    return request.method == "POST" and not by_script and bool(_owner(request))


def secret_fields(*names: str) -> Callable[[View], View]:
    """Of a view's form: what is never kept here, where a session lies open in the database."""

    def mark(view: View) -> View:
        view.secret_fields = names  # type: ignore[attr-defined]  # read by `_is_kept`
        return view

    return mark


def _is_kept(request: HttpRequest, name: str) -> bool:
    view = request.resolver_match.func if request.resolver_match else None
    secret = NOT_KEPT.union(getattr(view, "secret_fields", ()))
    return name not in secret and "password" not in name


def keep(request: Request) -> None:
    lists = request.POST.lists()
    typed = {name: values for name, values in lists if _is_kept(request, name)}
    if not typed and SESSION_KEY in request.session:
        return  # a button alone, such as of signing out, takes the place of no words
    fits = _that_fits(typed)
    at = request.now.timestamp()
    kept = {"whose": _owner(request), "to": request.path, "at": at, "typed": fits}
    request.session[SESSION_KEY] = {**kept, "is_all": len(fits) == len(typed)}
    if not request.user.is_authenticated:
        request.session.set_expiry(KEPT_SECONDS)


def _that_fits(typed: Typed) -> Typed:
    """All of it but the longest, where it is too much. A text goes together with the version it
    began from: one without the other would write over what another tab wrote meanwhile."""
    together: dict[str, dict[str, Sequence[str]]] = {}
    for name, values in typed.items():
        together.setdefault(name.replace("base_", ""), {})[name] = values
    sizes = {name: len(json.dumps(part, ensure_ascii=False)) for name, part in together.items()}
    fits, room = dict[str, Sequence[str]](), MAX_LENGTH
    for name in sorted(sizes, key=lambda name: sizes[name]):
        room -= sizes[name]
        if room >= 0:
            fits |= together[name]
    return fits


def typed_for(request: Request, to: str) -> MultiValueDict[str, str]:
    """What is about to be put back into the form that leads to `to`, for a view whose page would
    have no place for it."""
    kept: Mapping[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["to"] != to or not _is_theirs(request, kept):
        return MultiValueDict()
    return MultiValueDict(kept["typed"])


def _is_theirs(request: Request, kept: Mapping[str, Any]) -> bool:
    age = request.now.timestamp() - kept["at"]
    return bool(kept["whose"] == str(request.user.pk) and age < KEPT_SECONDS)


def _said_of(kept: Mapping[str, Any]) -> str:
    """Of what was kept before it was known whether that is all, it is."""
    if not kept.get("is_all", True):
        return NOT_ALL
    return ALL_OF_IT if kept["typed"] else PRESSED


def page_of(request: HttpRequest) -> str:
    """The page that the form stood on: an address that acts is none to come back to."""
    page = urlsplit(request.headers.get("Referer", ""))
    path = f"/{page.path.lstrip('/')}" if page.netloc == request.get_host() else request.path
    query = f"?{page.query}" if page.query else ""
    return f"{path}{query}#{NOTICE_ID}"


def csrf_failure(request: Request, reason: str = "") -> HttpResponseBase:
    """A form of ours whose token does not hold any more, as after signing in anew or without any
    cookie, has lost nothing. What another site sends is refused."""
    origin = urlsplit(request.headers.get("Origin", ""))
    if origin.netloc != request.get_host() or not is_of_a_form(request):
        return refuse(request, reason=reason)
    if request.user.is_authenticated and is_somebody_elses(request):
        return refuse_another_account(request)
    keep(request)
    if request.user.is_authenticated:
        return redirect(page_of(request))
    return redirect_to_login(page_of(request), resolve_url("account_login"))


def put_back(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Once, on the first page with the form it was typed in."""
    kept = request.session.get(SESSION_KEY)
    if kept is None or not _is_page(request, response):
        return response
    assert isinstance(response, HttpResponse)
    request.session.set_expiry(None)  # the hour was for whoever was signed out
    is_theirs, page = _is_theirs(request, kept), response.content.decode()
    words = notice(_said_of(kept))
    filled = refilled(page, request.path, kept["to"], kept["typed"], words) if is_theirs else None
    if filled or not is_theirs:
        del request.session[SESSION_KEY]
    if filled:
        response.content = filled.encode()
    return response


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_whole = not response.streaming and response.status_code == HTTPStatus.OK
    return request.method == "GET" and is_html and is_whole
