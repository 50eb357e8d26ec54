"""The e-mails about an account, to an invented person, for the styleguide. Nothing is sent."""

from collections.abc import Iterable

from django.conf import settings
from django.template.loader import render_to_string

from outbox.queue import Draft

KINDS = [
    "email_confirmation_signup",
    "email_confirmation",
    "login_code",
    "password_reset_code",
    "account_already_exists",
    "unknown_account",
]


def account_emails() -> Iterable[Draft]:
    context = {
        "email": "amara@example.org",
        "code": "K7M-9QX",
        "site_url": settings.SITE_URL,
    }
    for kind in KINDS:
        subject, text, html = (
            render_to_string(f"account/email/{kind}_{part}", context).strip()
            for part in ("subject.txt", "message.txt", "message.html")
        )
        yield Draft(kind, f"styleguide:{kind}", context["email"], subject, text, html)
