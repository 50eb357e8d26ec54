"""Private links: 256 random bits, of which only the SHA-256 is kept."""

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.urls import reverse

from chats.models import Invitation, Link

PAGES: dict[str, str] = {
    Link.Purpose.ANSWER: "host:invitation",
    Link.Purpose.OPT_OUT: "host:one_click",
    Link.Purpose.REHEARSAL: "chats:rehearsal",
}
LINK_OUTLIVES = timedelta(days=90)
"""A host who comes back later still finds their page: to read, to correct, to say never again."""

FORM_TOKEN_SALT = "chats.shown"  # noqa: S105 - a namespace, no secret
FORM_TOKEN_MAX_AGE = timedelta(days=30)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def mint(invitation: Invitation, *, purpose: Link.Purpose, after: datetime, to: str = "") -> str:
    """A new link for this invitation; the URL is the only place its token stands.

    `after` is the moment the page must outlive, such as the expiry or the end of the chat; `to`
    the address it is sent to, if it is sent by us.
    """
    token = secrets.token_urlsafe(32)
    Link.objects.create(
        token_hash=hash_of(token),
        invitation=invitation,
        purpose=purpose,
        address=to,
        expires_at=after + LINK_OUTLIVES,
    )
    return url_of(token, purpose)


def url_of(token: str, purpose: Link.Purpose) -> str:
    return settings.SITE_URL + reverse(PAGES[purpose], args=[token])


class _FormTokens(signing.TimestampSigner):
    """Stamps and reads stamps by the moment it is given, where Django's own looks at the clock."""

    def __init__(self, now: datetime) -> None:
        super().__init__(salt=FORM_TOKEN_SALT)
        self.now = now

    def timestamp(self) -> str:
        return signing.b62_encode(int(self.now.timestamp()))

    def unsign(self, value: str, max_age: int | timedelta | None = None) -> str:
        said, stamp = signing.Signer.unsign(self, value).rsplit(self.sep, 1)
        age = self.now - datetime.fromtimestamp(signing.b62_decode(stamp), UTC)
        if age > FORM_TOKEN_MAX_AGE:
            raise signing.SignatureExpired
        return said


def form_token(link: Link, now: datetime) -> str:
    """A signed note that the page was shown, carried by its forms in place of a cookie."""
    return _FormTokens(now).sign_object(link.pk)


def is_form_token_of(link: Link, token: str, now: datetime) -> bool:
    """Whether the form comes from a page we showed for this very link, in the last 30 days."""
    try:
        shown: object = _FormTokens(now).unsign_object(token)
    except signing.BadSignature:
        return False
    return shown == link.pk
