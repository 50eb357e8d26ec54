"""The e-mails about an account. allauth asks for each by the prefix of its templates, which are
ours; the adapter queues them."""

from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from outbox.kinds import Audience, EmailKind, register
from outbox.rendered import RenderedEmail
from outbox.rendering import with_styles

PREFIXES = [
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


def kind_of(prefix: str) -> str:
    return PurePosixPath(prefix).name


def sample_of(prefix: str) -> RenderedEmail:
    """To an invented person. Nothing is sent."""
    context = {
        "email": OWNER,
        "code": "K7M-9QX",
        "from_email": OWNER,
        "to_email": "amara.mensah@example.org",
        "provider": {"name": "Google"},
        "site_url": settings.SITE_URL,
    }
    subject, text, html = (
        render_to_string(f"{prefix}_{part}", context).strip()
        for part in ("subject.txt", "message.txt", "message.html")
    )
    kind = kind_of(prefix)
    return RenderedEmail(kind, f"sample:{kind}", OWNER, subject, text, with_styles(html))


for _prefix in PREFIXES:
    register(EmailKind(kind_of(_prefix), Audience.SEEKER, User, partial(sample_of, _prefix)))
