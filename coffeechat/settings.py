"""Every setting, from the environment alone. `.env.example` names each variable with one line."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from csp.constants import NONE, SELF
from environs import Env, validate
from redis.connection import parse_url

from coffeechat.inbox import inbox_at
from coffeechat.keys import address_key, field_keys
from coffeechat.mail_server import mail_server_at
from coffeechat.reply_address import reply_address_at, webhook_secret
from coffeechat.site_url import site_at

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")), recurse=False)

# -- The site -----------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = (env.str("SITE_URL", "") or f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
"""Where people reach us. Links in e-mails are built from it, never from a request's Host header."""

_site = site_at(SITE_URL)
HTTPS = _site.scheme == "https"
# Whoever asks about our health asks by one of these, whatever other names the operator gives us.
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [_site.hostname, *LOCAL_HOSTS, *env.list("ALLOWED_HOSTS", [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
"""Secrets of before: what they signed still holds, and nothing new is signed with them."""

ADDRESS_KEY = address_key(
    env.str("ADDRESS_KEY", ""), secret_key=SECRET_KEY, fallbacks=SECRET_KEY_FALLBACKS
)
"""Keys the hashes by which addresses are known (outbox/addresses.py). It stays for ever: nobody can
hash an address anew that was thrown away."""

FIELD_KEYS = field_keys(env.list("FIELD_KEYS", []))
"""Encrypt addresses and passwords of calendars (accounts/encrypted.py)."""

ROOT_URLCONF = "coffeechat.urls"
WSGI_APPLICATION = "coffeechat.wsgi.application"

# -- Apps ---------------------------------------------------------------------------------------

GOOGLE_CLIENT_ID = env.str("GOOGLE_CLIENT_ID", "")
LINKEDIN_CLIENT_ID = env.str("LINKEDIN_CLIENT_ID", "")

INSTALLED_APPS = [
    "coffeechat",
    "archive",
    "progress",
    "outcomes",
    "followups",
    "preparation",
    "chats",
    "calendars",
    "contacts",
    "accounts",
    "outbox",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    *(["allauth.socialaccount.providers.google"] if GOOGLE_CLIENT_ID else []),
    *(["allauth.socialaccount.providers.openid_connect"] if LINKEDIN_CLIENT_ID else []),
    "django_htmx",
    "heroicons",
    "csp",
    "coffeechat.operators.apps.OperatorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "accounts.middleware.NowMiddleware",
    "coffeechat.visitors.VisitorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coffeechat.private.CompressionMiddleware",
    "coffeechat.private.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.TimeZoneMiddleware",
    "calendars.middleware.HourCycleMiddleware",
    "coffeechat.busy.BusyMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "outbox.templatetags.languages",
                "outbox.templatetags.isolating",
                "accounts.templatetags.onward",
                "accounts.templatetags.whose",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coffeechat.context.site",
            ],
        },
    },
]

# -- Postgres and Redis -------------------------------------------------------------------------

DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL"),
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
    }
}
# Someone who waits longer than this for a lock gets a kind page that asks to try again. What the
# operator's own address says stands behind it, and the later word counts.
_options = DATABASES["default"].setdefault("OPTIONS", {})
_options["options"] = f"-c lock_timeout=3000 {_options.get('options', '')}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL")


def _next_database(url: str) -> str:
    """The one after the broker's: clearing a cache empties its whole database."""
    address, _, query = url.partition("?")
    others = [(name, value) for name, value in parse_qsl(query) if name != "db"]
    number = parse_url(url).get("db", 0) + 1  # type: ignore[no-untyped-call]
    return f"{address}?{urlencode([*others, ('db', number)])}"


# allauth counts tries to sign in in the default cache, wherever that is. In Postgres they outlive
# a lost broker, and nothing makes room by forgetting them. Nothing else is kept there.
CACHES = {
    "default": {
        "BACKEND": "accounts.counters.Counters",
        "LOCATION": "cache_entries",
    },
    "limits": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _next_database(REDIS_URL),
        "KEY_PREFIX": "limits",
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},
    },
}
RATELIMIT_USE_CACHE = "limits"

# -- Celery: Postgres is the truth, Celery is hands ---------------------------------------------

# Celery has its own name for the scheme of a Unix socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", 4)
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,  # at each of them; kombu's own is at every tenth
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "retry_on_timeout": True,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# -- E-mail -------------------------------------------------------------------------------------

if env.str("EMAIL_BACKEND", ""):
    # An e-mail provider's API through django-anymail; its keys are ANYMAIL_* variables.
    EMAIL_BACKEND = env.str("EMAIL_BACKEND")
else:
    vars().update(mail_server_at(env.str("EMAIL_URL", "smtp://localhost:8025")))
ANYMAIL = {
    # Providers cannot send a calendar entry as an alternative part; the attached file stays.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    # No tracking, whatever the provider's own default is.
    "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    **{
        name.removeprefix("ANYMAIL_"): value
        for name, value in os.environ.items()
        if name.startswith("ANYMAIL_")
    },
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", f"coffee@{_site.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

EMAIL_RETENTION_DAYS = env.int("EMAIL_RETENTION_DAYS", 90, validate=validate.Range(min=30))
"""How long the outbox keeps a finished e-mail, beyond its last moment. Not shorter than its
text is kept (outbox/tasks.py), with which a refused ask is sent again."""

INBOX = inbox_at(env.str("INBOX_URL", ""))
"""Where replies by calendar to DEFAULT_FROM_EMAIL arrive; nothing when nobody reads them
(docs/decisions/0011-replies-by-calendar-are-hints.md)."""

EMAIL_WEBHOOKS = webhook_secret(env.str("EMAIL_WEBHOOKS", ""))
"""The secret part of the address at which a provider tells what came back or arrived."""

REPLY_ADDRESS = reply_address_at(env.str("REPLY_ADDRESS", "")) if INBOX or EMAIL_WEBHOOKS else ""
"""Where hosts' answers arrive, with a place behind the plus for each e-mail; empty where nobody
reads them (outbox/reply_address.py)."""
REPLY_TO = env.str("REPLY_TO", "both", validate=validate.OneOf(["both", "instance", "seeker"]))
"""To whom answers go: to us and the seeker, to us alone, or to the seeker alone."""
REPLY_ENVELOPE = env.bool("REPLY_ENVELOPE", False)
"""Whether e-mail leaves from that address too, so that bounces come back to it. Not every mail
server lets it."""

# -- Limits (docs/decisions/0005-limits-that-protect-hosts.md) -----------------------------------

INVITATIONS_PER_DAY = env.int("INVITATIONS_PER_DAY", 20)
INVITATIONS_PER_DAY_AT_FIRST = env.int("INVITATIONS_PER_DAY_AT_FIRST", 5)
EMAILS_PER_INVITATION = env.int("EMAILS_PER_INVITATION", 3)
EMAILS_PER_CHAT = env.int("EMAILS_PER_CHAT", 12)
FIRST_CONTACTS_PER_HOST_PER_WEEK = env.int("FIRST_CONTACTS_PER_HOST_PER_WEEK", 2)
UNKNOWN_LINKS_RATE = env.str("UNKNOWN_LINKS_RATE", "30/5m")
LINK_POSTS_RATE = env.str("LINK_POSTS_RATE", "20/h")

# -- Forms ----------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
"""The page beside the call sends six of each note, where it has no script, and holds 200 notes."""

# -- Calendars (docs/decisions/0009-calendars-are-read-in-a-child.md) -----------------------------

CALENDAR_HOSTS: list[str] = env.list("CALENDAR_HOSTS", [])
"""`host:port` on the operator's own network that calendars may be read from, also without TLS.
Everywhere else it must be https on port 443 at a public address."""

CALENDAR_CONCURRENCY = max(1, CELERY_WORKER_CONCURRENCY // 2)
"""So many processes read and write calendars at once, over all workers: of one worker half, so that
the others are there for e-mail (docs/decisions/0016-calendars-have-concurrency-slots.md)."""

# -- People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique in any case of letters, by a constraint on Lower()
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "accounts.form_recovery.csrf_failure"
LOGIN_REDIRECT_URL = "today"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapter.SocialAccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.PasswordLoginForm",
    "request_login_code": "accounts.sign_in.CodeForm",
    "reset_password": "accounts.sign_in.NewPasswordForm",
    "reauthenticate": "accounts.sign_in.AgainForm",
    "set_password": "accounts.sign_in.FirstPasswordForm",
    "change_password": "accounts.sign_in.OtherPasswordForm",
    "reset_password_from_key": "accounts.sign_in.ForgottenPasswordForm",
    "signup": "accounts.sign_in.SignUpForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Every code lasts as long as its e-mail may be under way (accounts/adapter.py).
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"mailbox": "5/m/key,60/d/key", "opted_out": "3/d/key"}
"""Beside allauth's own, which count by address: one mailbox has as many of those as it likes.
Whoever asked not to be written to, and has no account, hears of few that type their address."""
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "accounts.sign_in.SecondStepForm",
    "reauthenticate": "accounts.sign_in.SecondStepAgainForm",
    "add_webauthn": "accounts.sign_in.AddPasskeyForm",
    "login_webauthn": "accounts.sign_in.PasskeyLoginForm",
}
MFA_TOTP_ISSUER = "CoffeeChat"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

SOCIALACCOUNT_PROVIDERS: dict[str, object] = {}
if GOOGLE_CLIENT_ID:
    SOCIALACCOUNT_PROVIDERS["google"] = {
        "APP": {"client_id": GOOGLE_CLIENT_ID, "secret": env.str("GOOGLE_CLIENT_SECRET")},
        "SCOPE": ["profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
if LINKEDIN_CLIENT_ID:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "linkedin",
                "name": "LinkedIn",
                "client_id": LINKEDIN_CLIENT_ID,
                "secret": env.str("LINKEDIN_CLIENT_SECRET"),
                "settings": {"server_url": "https://www.linkedin.com/oauth"},
            }
        ]
    }

# -- Headers, sessions, cookies -----------------------------------------------------------------

# Signing in through Google or LinkedIn starts with a form whose redirect leaves for their pages.
SIGN_IN_PAGES = [
    *(["https://accounts.google.com"] if GOOGLE_CLIENT_ID else []),
    *(["https://www.linkedin.com"] if LINKEDIN_CLIENT_ID else []),
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF, *SIGN_IN_PAGES],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# Nothing to other sites. "no-referrer" would make browsers hide the Origin that CSRF checks ask
# for; the pages behind private links, which need no such check, do say "no-referrer".
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
PROXY_HOPS = env.int("PROXY_HOPS", 1, validate=validate.Range(min=0))
"""How many proxies add whom they saw to X-Forwarded-For; with 0, X-Real-IP alone is believed."""
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "accounts.session_store"  # which also ends those that were begun long ago
USERSESSIONS_ADAPTER = "accounts.sessions.SessionsAdapter"
# A cookie of their own would be without the prefix below, and would hold names of contacts.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# -- Language and time: UTC inside, the reader's zone at the edge --------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
"""Sentences are marked for gettext and dates follow the language (CONTRIBUTING.md, "Write a
sentence"); no other language is shipped yet."""
USE_TZ = True
TIME_ZONE = "UTC"

# -- Static files -------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Pages name files by their content; under their plain names they would be compressed once more.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# -- Logs: one line each, private links never in them --------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "coffeechat.logs.RedactLinks"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["redact"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
