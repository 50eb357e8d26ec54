"""The mail server that e-mail leaves through, as one address in the environment."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from coffeechat.inbox import LOOPBACK


@dataclass(frozen=True)
class Scheme:
    port: int
    tls_at_once: bool = False
    starttls: bool = False
    """Asked for and insisted on: without it nothing is sent, the password least of all."""


SCHEMES = {
    "smtps": Scheme(465, tls_at_once=True),
    "submission": Scheme(587, starttls=True),
    "smtp": Scheme(25),
}


def mail_server_at(url: str) -> dict[str, Any]:
    """`submission://user:password@host:587?timeout=30` as Django's settings of e-mail.

    What is wrong is said without the address: it holds a password.
    """
    try:
        address = urlsplit(url)
        host, port = address.hostname, address.port
    except ValueError as error:
        raise ImproperlyConfigured("EMAIL_URL is not an address.") from error
    scheme = SCHEMES.get(address.scheme)
    if scheme is None:
        raise ImproperlyConfigured("EMAIL_URL begins with smtps://, submission:// or smtp://.")
    if not host or address.path.strip("/") or address.fragment:
        raise ImproperlyConfigured(
            "EMAIL_URL names a host and nothing behind it; "
            "what is special in a password is written with percent signs."
        )
    if bool(address.username) != bool(address.password):
        raise ImproperlyConfigured("EMAIL_URL names a user and a password, or neither.")
    return {
        "EMAIL_BACKEND": "outbox.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or scheme.port,
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": scheme.tls_at_once,
        "EMAIL_USE_TLS": scheme.starttls,
        "EMAIL_TIMEOUT": _timeout(address.query),
    }


def _timeout(query: str) -> int | None:
    """A word that is not known may have been meant to switch TLS on, so it is not passed over."""
    words = dict(parse_qsl(query, keep_blank_values=True))
    said = words.pop("timeout", None)
    if words:
        raise ImproperlyConfigured("EMAIL_URL takes ?timeout= and nothing else after the host.")
    if said is None:
        return None
    if not (said.isascii() and said.isdecimal() and int(said)):
        raise ImproperlyConfigured("EMAIL_URL says ?timeout= in whole seconds.")
    return int(said)


def crosses_a_network_in_the_clear(settings: Any) -> bool:
    """Whether everybody on the way can read it; a mail server on this machine has no such way."""
    encrypted = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    return not encrypted and settings.EMAIL_HOST not in LOOPBACK
