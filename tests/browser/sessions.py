"""Signing in where it is not the point: a browser gets the cookies that it would end up with."""

from django.conf import settings
from django.test import Client
from django.utils.crypto import get_random_string
from playwright.sync_api import BrowserContext

from accounts.models import User

PASSWORD = "a long-enough password 7"


def sign_in(context: BrowserContext, seeker: User, url: str) -> None:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    take_session(context, client, url)


def take_session(context: BrowserContext, client: Client, url: str) -> None:
    """Of somebody who has signed in already, in a way of their own."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def sign_in_anew(context: BrowserContext, seeker: User, url: str) -> None:
    """With a new CSRF secret too, which pages that are open do not know of."""
    sign_in(context, seeker, url)
    secret = get_random_string(32)
    context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": secret, "url": url}])


def sign_in_with_the_form(context: BrowserContext, seeker: User, url: str) -> None:
    """In another tab, as a page asks its reader to who is signed out."""
    seeker.set_password(PASSWORD)
    seeker.save()
    tab = context.new_page()
    tab.goto(f"{url}/accounts/login/")
    tab.get_by_text("Use a password").click()
    tab.locator("#id_login").fill(seeker.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(f"{url}/")
    tab.close()
