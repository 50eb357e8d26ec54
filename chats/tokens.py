"""Private links: 256 random bits, of which only the SHA-256 is kept."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.urls import reverse

from chats.models import Invitation, Link

LINK_OUTLIVES = timedelta(days=90)
"""A host who comes back later still finds their page: to read, to correct, to say never again."""

NONCE_SALT = "chats.shown"
NONCE_MAX_AGE = timedelta(days=30)


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
    name = "host:one_click" if purpose == Link.Purpose.OPT_OUT else "host:invitation"
    return settings.SITE_URL + reverse(name, args=[token])


def proof_of_page(link: Link) -> str:
    """A signed note that the page was shown, carried by its forms in place of a cookie."""
    return signing.dumps(link.pk, salt=NONCE_SALT)


def was_shown(link: Link, proof: str) -> bool:
    """Whether the form comes from a page we showed for this very link, in the last 30 days."""
    try:
        shown: object = signing.loads(proof, salt=NONCE_SALT, max_age=NONCE_MAX_AGE)
    except signing.BadSignature:
        return False
    return shown == link.pk
