"""Codes to sign in: how many may be asked for, and one sent at a press to somebody who is known."""

from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse, RateLimited
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from accounts.models import User

TOO_MANY = "That is enough codes for a moment. Please wait a minute, then ask once more."

ANOTHER = "Another e-mail is on its way. Only the newest code works."

SPENT = "Too many tries with this code. Please ask for another one."

TYPED = "typed_address"
"""In the session: the address that this browser signs in with, so that nobody types it twice."""


def count_code(request: HttpRequest, email: str) -> None:
    """Whichever page asks for one. Raises `RateLimited`."""
    limit = {"action": "request_login_code", "key": email.lower()}
    ratelimit.consume(request, **limit, raise_exception=True)


def send_code(request: HttpRequest, seeker: User, *, to: str | None, back: str) -> HttpResponse:
    """Signed out, and on the page that takes the code; or `back`, with nothing changed, where too
    many were sent. The caller knows from the session whose it is."""
    try:
        count_code(request, seeker.email)
        process = LoginCodeVerificationProcess.initiate(
            request=request, user=seeker, email=seeker.email
        )
    except (RateLimited, ImmediateHttpResponse):
        messages.error(request, TOO_MANY)
        return redirect(back)
    logout(request)
    process.persist()
    request.session[TYPED] = seeker.email
    return redirect(with_next(resolve_url("account_confirm_login_code"), to))


def begin_anew(request: HttpRequest, email: str, page: str) -> HttpResponse:
    """Back on the page that asks for a code, which knows the address already."""
    messages.error(request, SPENT)
    if not request.user.is_authenticated:
        request.session[TYPED] = email
    return redirect(page)


def with_next(page: str, to: str | None) -> str:
    return f"{page}?{urlencode({'next': to})}" if to else page
