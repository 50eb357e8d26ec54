"""A request behind the sign-in, for type checkers: the user is one of ours."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """What views see once `SignInMiddleware` has let the request through."""

    user: User
    htmx: HtmxDetails
