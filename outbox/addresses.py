"""One way to write an address, and a hash that tells nothing to whoever steals the table."""

import hmac
from contextlib import suppress
from hashlib import sha256

from django.conf import settings
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact


def normalised(address: str) -> str:
    """Lower case, spaces gone, the domain in its ASCII form; two spellings become one."""
    local, _, domain = address.strip().lower().rpartition("@")
    with suppress(UnicodeError):  # kept as typed: an address no server takes has one spelling too
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"


def address_hash(address: str) -> str:
    """HMAC-SHA-256 of the normalised address, hexadecimal, under the instance's secret."""
    return hmac.new(settings.SECRET_KEY.encode(), normalised(address).encode(), sha256).hexdigest()


def are_same(one: str, other: str) -> bool:
    """Whether both are one address, however they are written; nobody's is like nothing."""
    return bool(one and other) and normalised(one) == normalised(other)


def same_address(field: str, address: str) -> Exact:
    """For `filter`: the field holds this address in any case of letters.

    `__iexact` compares UPPER(field), which no index on Lower(field) can serve.
    """
    return Exact(Lower(field), Lower(Value(address)))
