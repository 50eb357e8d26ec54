"""The e-mails about an account, to an invented person, for the styleguide. Nothing is sent."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string

from outbox.queue import Draft

KINDS = [
    "account/email/email_confirmation_signup",
    "account/email/email_confirmation",
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/account_already_exists",
    "account/email/unknown_account",
    "account/email/password_set",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/email_changed",
    "mfa/email/webauthn_added",
    "mfa/email/webauthn_removed",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
    "mfa/email/recovery_codes_generated",
    "socialaccount/email/account_connected",
    "socialaccount/email/account_disconnected",
]


OWNER = "amara@example.org"


def account_emails() -> Iterable[Draft]:
    context = {
        "email": OWNER,
        "code": "K7M-9QX",
        "from_email": OWNER,
        "to_email": "amara.mensah@example.org",
        "provider": {"name": "Google"},
        "site_url": settings.SITE_URL,
    }
    for prefix in KINDS:
        subject, text, html = (
            render_to_string(f"{prefix}_{part}", context).strip()
            for part in ("subject.txt", "message.txt", "message.html")
        )
        kind = prefix.rpartition("/")[2]
        yield Draft(kind, f"styleguide:{kind}", OWNER, subject, text, html)
