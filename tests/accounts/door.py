"""Through the sign-in as it stands, for tests of what is around it."""

import time
from datetime import timedelta

import time_machine
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.factories import make_seeker

PASSWORD = "correct horse battery 7"


def make_with_password(**fields: object) -> User:
    seeker = make_seeker(**fields)
    seeker.set_password(PASSWORD)
    seeker.save()
    return seeker


def make_operator() -> User:
    return make_with_password(is_staff=True, is_superuser=True)


def sign_in_with_password(client: Client, seeker: User, **extra: str) -> HttpResponse:
    typed = {"login": seeker.email, "password": PASSWORD, **extra}
    return client.post(reverse("account_login"), typed)


def sign_in_just_now(client: Client, seeker: User) -> None:
    """A moment ago, where how is not the point."""
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(seeker.pk)
    session.save()


def a_while_later() -> time_machine.travel:
    """When signing in is no longer a moment ago."""
    return time_machine.travel(timezone.now() + timedelta(minutes=6))


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
