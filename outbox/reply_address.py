"""Addresses of our own, one for each e-mail, that answers and bounces come back to.

Nothing of them is kept: the part behind the plus is the key of the row and a keyed hash of it, so
that nobody can make one up. `REPLY_ADDRESS` is set where somebody reads what arrives there.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac

from outbox.addresses import mailbox, normalised
from outbox.models import OutgoingEmail

OCTETS = 20
"""Of the hash: 160 bits, in letters that mail servers may write large or small."""
TOKEN = re.compile(r"([0-9a-f]{1,15})-[a-z2-7]{32}")


def address_of(row: OutgoingEmail) -> str:
    """Empty where nobody reads it, or nobody is to answer."""
    if not (settings.REPLY_ADDRESS and row.expects_reply and row.reply_to):
        return ""
    return str(settings.REPLY_ADDRESS.format(_token(row.pk, settings.SECRET_KEY)))


def _token(pk: int, secret: str) -> str:
    digest = salted_hmac(
        "outbox.reply_address", str(pk), secret=secret, algorithm="sha256"
    ).digest()
    return f"{pk:x}-{b32encode(digest[:OCTETS]).decode().lower()}"


def rows_named(addresses: Iterable[str]) -> list[int]:
    """The keys of the rows whose addresses are among these, in their order."""
    found = dict.fromkeys(_row_named(normalised(one)) for one in addresses)
    return [pk for pk in found if pk]


def _row_named(address: str) -> int:
    """None, as 0, where the hash is not ours: under the secrets of before it still is."""
    before, _, behind = settings.REPLY_ADDRESS.lower().partition("{}")
    if not (before and address.startswith(before) and address.endswith(behind)):
        return 0
    token = TOKEN.fullmatch(address[len(before) : len(address) - len(behind)])
    if not token:
        return 0
    pk = int(token[1], 16)
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return pk if any(hmac.compare_digest(token[0], _token(pk, one)) for one in secrets) else 0


def is_ours(address: str) -> bool:
    """The instance's own address, or any behind its plus."""
    own = [parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.REPLY_ADDRESS.replace("+{}", "")]
    return mailbox(address) in {mailbox(one) for one in own if one}
