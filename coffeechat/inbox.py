"""The inbox that replies by calendar arrive in, as one address in the environment."""

from typing import TypedDict
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Inbox(TypedDict):
    """Django's error pages hide what stands under PASSWORD."""

    HOST: str
    PORT: int
    USER: str
    PASSWORD: str
    FOLDER: str
    SECURITY: str
    """`tls`, `starttls`, or `none` on this machine alone."""


def inbox_at(url: str) -> Inbox | None:
    """`imaps://user:password@host/INBOX` in its parts; nothing for an empty one.

    What is wrong is said without the address: it holds a password.
    """
    if not url:
        return None
    try:
        address = urlsplit(url)
        host, port = address.hostname, address.port
    except ValueError as error:
        raise ImproperlyConfigured("INBOX_URL is not an address.") from error
    if address.scheme not in {"imaps", "imap"}:
        raise ImproperlyConfigured("INBOX_URL begins with imaps:// or imap://")
    if not (host and address.username and address.password):
        raise ImproperlyConfigured("INBOX_URL names a user, a password and a host.")
    security = _security(address.scheme, host)
    return {
        "HOST": host,
        "PORT": port or (993 if security == "tls" else 143),
        "USER": unquote(address.username),
        "PASSWORD": unquote(address.password),
        "FOLDER": unquote(address.path.strip("/")) or "INBOX",
        "SECURITY": security,
    }


def _security(scheme: str, host: str) -> str:
    """A password never crosses a network in the clear."""
    if scheme == "imaps":
        return "tls"
    return "none" if host in LOOPBACK else "starttls"
