"""allauth's journeys as a person walks them, with the codes read from the outbox."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.accounts.door import a_while_later, make_with_password, sign_in_just_now
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def newest_email(to: str) -> OutgoingEmail:
    return OutgoingEmail.objects.filter(to=to).latest("pk")


def code_for(to: str) -> str:
    """The code as a person reads it: alone on its line."""
    return re.search(r"^([A-Z0-9]{4}-?[A-Z0-9]{2,4}|\d{6})$", newest_email(to).text, re.M)[1]


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_signing_in_takes_a_code(client):
    seeker = make_seeker()
    asked = client.post(reverse("account_request_login_code"), {"email": seeker.email})
    assert asked.url == reverse("account_confirm_login_code")
    assert client.get(asked.url).status_code == 200
    answered = client.post(asked.url, {"code": code_for(seeker.email)})
    assert answered.url == reverse("today")
    assert is_signed_in(client)


def test_a_wrong_code_signs_nobody_in(client):
    seeker = make_seeker()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})
    assert not is_signed_in(client)


def test_sign_in_comes_back_to_the_page_that_was_asked_for(client):
    seeker = make_seeker()
    client.post(
        reverse("account_request_login_code"), {"email": seeker.email, "next": "/contacts/"}
    )
    confirm = reverse("account_confirm_login_code")
    answered = client.post(confirm, {"code": code_for(seeker.email), "next": "/contacts/"})
    assert answered.url == "/contacts/"


def test_whoever_waits_for_a_code_goes_before_all_others(client):
    client.post(reverse("account_signup"), {"email": "new@example.org"})
    client.post(reverse("account_request_login_code"), {"email": make_seeker().email})
    assert set(OutgoingEmail.objects.values_list("urgent", flat=True)) == {True}


def test_a_code_is_never_sent_late(client):
    seeker = make_seeker()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    email = newest_email(seeker.email)
    assert (email.status, email.repeatable, email.outreach) == (Status.PENDING, True, False)
    lifetime = email.expires_at - email.created_at
    assert timedelta(minutes=14, seconds=55) < lifetime <= timedelta(minutes=15)


def test_links_in_our_e_mails_start_with_the_setting_not_with_the_host_header(client, settings):
    settings.SITE_URL = "https://coffee.example.org"
    settings.ALLOWED_HOSTS = ["evil.example"]
    client.post(
        reverse("account_request_login_code"), {"email": "no@example.org"}, HTTP_HOST="evil.example"
    )
    email = newest_email("no@example.org")
    assert email.kind == "unknown_account"
    assert "https://coffee.example.org/accounts/signup/" in email.text
    assert "https://coffee.example.org/accounts/signup/" in email.html
    assert "evil" not in email.text + email.html + email.subject


def test_a_password_can_be_set_and_used(client):
    seeker = make_seeker()
    client.force_login(seeker)
    sign_in_again_with_code(client, seeker)
    password = "correct horse battery 7"
    client.post(reverse("account_set_password"), {"password1": password, "password2": password})
    client.logout()
    answered = client.post(reverse("account_login"), {"login": seeker.email, "password": password})
    assert answered.url == reverse("today")
    assert is_signed_in(client)


def sign_in_again_with_code(client, seeker) -> None:
    """A sign-in of a moment ago, which sensitive pages want to see."""
    client.logout()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    client.post(reverse("account_confirm_login_code"), {"code": code_for(seeker.email)})


def test_a_forgotten_password_is_replaced_by_a_code(client):
    seeker = make_seeker()
    seeker.set_password("the old one 123")
    seeker.save()
    asked = client.post(reverse("account_reset_password"), {"email": seeker.email}, follow=True)
    answered = client.post(asked.request["PATH_INFO"], {"code": code_for(seeker.email)})
    password = "correct horse battery 7"
    client.post(answered.url, {"password1": password, "password2": password})
    seeker.refresh_from_db()
    assert seeker.check_password(password)


def test_the_address_changes_once_the_new_one_has_answered(client):
    seeker = make_seeker()
    old = seeker.email
    sign_in_again_with_code(client, seeker)
    cache.clear()
    asked = client.post(
        reverse("account_email"), {"email": "moved@example.org", "action_add": ""}, follow=True
    )
    seeker.refresh_from_db()
    assert seeker.email == old
    client.post(asked.request["PATH_INFO"], {"code": code_for("moved@example.org")})
    seeker.refresh_from_db()
    assert (seeker.email, seeker.has_verified_email) == ("moved@example.org", True)


@pytest.mark.parametrize("has_password", [False, True])
def test_an_open_laptop_is_not_enough_to_move_the_account_away(client, has_password):
    seeker = make_with_password() if has_password else make_seeker()
    sign_in_just_now(client, seeker)
    with a_while_later():
        typed = {"email": "thief@example.org", "action_add": ""}
        asked = client.post(reverse("account_email"), typed)
    question = "account_reauthenticate" if has_password else "accounts:again"
    assert asked.url.startswith(reverse(question))
    assert not OutgoingEmail.objects.exists()


def test_an_open_laptop_is_not_enough_for_a_first_password(client):
    seeker = make_seeker()
    sign_in_just_now(client, seeker)
    password = "correct horse battery 7"
    with a_while_later():
        typed = {"password1": password, "password2": password}
        asked = client.post(reverse("account_set_password"), typed)
    assert asked.url.startswith(reverse("accounts:again"))
    seeker.refresh_from_db()
    assert not seeker.has_usable_password()


def post_totp(client, url: str, secret: str, **how):
    """While the clock stands: else the half minute of the code may be over before it arrives."""
    with time_machine.travel(timezone.now(), tick=False):
        counter = next(iter(yield_hotp_counters_from_time()))
        code = format_hotp_value(hotp_value(secret, counter))
        return client.post(url, {"code": code}, **how)


def test_an_authenticator_app_guards_the_next_sign_in_and_recovery_codes_help(client):
    seeker = make_seeker()
    _, codes = switch_on_authenticator_app(client, seeker)
    kinds = set(Authenticator.objects.filter(user=seeker).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}

    client.logout()
    cache.clear()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    asked = client.post(reverse("account_confirm_login_code"), {"code": code_for(seeker.email)})
    assert asked.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(asked.url).status_code == 200
    client.post(asked.url, {"code": codes[0]})
    assert is_signed_in(client)


def switch_on_authenticator_app(client, seeker) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes that came with it."""
    sign_in_again_with_code(client, seeker)
    activate = reverse("mfa_activate_totp")
    secret = client.get(activate).context["form"].secret
    post_totp(client, activate, secret)
    return secret, Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()


def test_the_texts_follow_what_signs_in(client):
    """Whoever believed them and lost the phone was locked out."""
    alone = "code by e-mail signs you in, also when a device is lost"
    sign_in_again_with_code(client, seeker := make_seeker())
    assert alone in client.get(reverse("mfa_index")).text
    assert "you get ten right after this" in client.get(reverse("mfa_activate_totp")).text
    assert "a code by e-mail still does." in client.get(reverse("mfa_add_webauthn")).text
    cache.clear()
    switch_on_authenticator_app(client, seeker)
    page = client.get(reverse("mfa_index")).text
    assert alone not in page
    assert "a code by e-mail is not enough: a recovery code lets you in" in page
    added = client.get(reverse("mfa_add_webauthn")).text
    assert "together with your authenticator app or a recovery code" in added


def test_whoever_switches_the_app_on_is_reminded_of_codes_they_have_already(client):
    sign_in_again_with_code(client, seeker := make_seeker())
    RecoveryCodes.activate(seeker)
    activate = reverse("mfa_activate_totp")
    shown = client.get(activate)
    assert "have yours at hand" in shown.text
    switched = post_totp(client, activate, shown.context["form"].secret, follow=True)
    assert "Keep them where you find them without your phone." in switched.text


def test_whoever_lost_the_app_is_told_what_lets_them_in(client):
    seeker = make_seeker()
    switch_on_authenticator_app(client, seeker)
    client.logout()
    cache.clear()
    client.post(reverse("account_request_login_code"), {"email": seeker.email})
    confirm = reverse("account_confirm_login_code")
    asked = client.post(confirm, {"code": code_for(seeker.email)}, follow=True)
    assert "A recovery code works in the same field." in asked.text
    assert "write to whoever runs this site" in asked.text


def test_the_secret_can_be_typed_copied_and_opened_on_the_phone(client):
    sign_in_again_with_code(client, make_seeker())
    shown = client.get(reverse("mfa_activate_totp"))
    secret = shown.context["form"].secret
    assert f'value="{secret}"><code>{secret[:4]} {secret[4:8]} ' in shown.text
    assert 'data-copy="secret"' in shown.text
    assert 'href="otpauth://totp/' in shown.text


@pytest.mark.parametrize("has_app", [False, True])
def test_the_field_of_the_second_step_says_what_fits(client, has_app):
    seeker = make_with_password()
    RecoveryCodes.activate(seeker)
    if has_app:
        TOTP.activate(seeker, generate_totp_secret())
    client.force_login(seeker)
    page = client.get(reverse("mfa_reauthenticate"))
    said = "Six digits, or a recovery code" if has_app else "Recovery code"
    assert page.context["form"]["code"].label == said
    wrong = client.post(reverse("mfa_reauthenticate"), {"code": "000000"})
    assert "This code is not right." in wrong.text


@pytest.mark.parametrize(
    ("name", "back"),
    [
        ("mfa_index", "accounts:settings"),
        ("mfa_list_webauthn", "mfa_index"),
        ("mfa_add_webauthn", "mfa_index"),
        ("mfa_view_recovery_codes", "mfa_index"),
    ],
)
def test_each_page_leads_back_to_the_one_above(client, name, back):
    seeker = make_seeker()
    RecoveryCodes.activate(seeker)
    sign_in_just_now(client, seeker)
    page = client.get(reverse(name)).text
    assert f'<a class="page__back" href="{reverse(back)}">' in page
    assert ("Done</a>" in page) == (name == "mfa_view_recovery_codes")


def test_recovery_codes_are_shown_at_once_to_whoever_has_just_signed_in(client):
    _, codes = switch_on_authenticator_app(client, make_seeker())
    shown = client.get(reverse("mfa_view_recovery_codes"))
    assert [code for code in codes if code in shown.text] == codes


def test_later_recovery_codes_ask_once_more_who_one_is(client):
    secret, codes = switch_on_authenticator_app(client, make_seeker())
    cache.clear()  # the same six digits again: a person waits for the next
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.get(reverse("mfa_view_recovery_codes"))
        assert asked.url.partition("?")[0] == reverse("mfa_reauthenticate")
        assert client.get(asked.url).status_code == 200
        shown = post_totp(client, asked.url, secret, follow=True)
    assert [code for code in codes if code in shown.text] == codes


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
)
def test_the_pages_of_settings_open_for_a_seeker_and_for_nobody_else(client, name):
    url = reverse(name)
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"
    seeker = make_seeker()
    sign_in_again_with_code(client, seeker)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_no_other_ways_are_shown_without_their_keys(client, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "Google" not in page.text
    assert "LinkedIn" not in page.text


def test_nothing_leaves_for_a_sample_seeker_whatever_address_they_ask_for(client):
    sign_in_just_now(client, make_seeker(is_sample=True))
    client.post(reverse("account_email"), {"email": "victim@example.org", "action_add": ""})
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {Status.HELD}


def test_a_superuser_can_be_made_by_command(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery 7")
    call_command("createsuperuser", "--noinput", email="ops@example.org", verbosity=0)
    user = User.objects.get(email="ops@example.org")
    assert (user.is_staff, user.is_superuser) == (True, True)
    assert user.check_password("correct horse battery 7")
