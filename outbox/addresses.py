"""One way to write an address, and a hash that tells nothing to whoever steals the table."""

import hmac
import re
import unicodedata
from contextlib import suppress
from hashlib import sha256

import idna
from django.conf import settings
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from outbox.text import shows_nothing

GMAIL = ("gmail.com", "googlemail.com")

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
DOT_ATOM = re.compile(rf"{_ATOM}(\.{_ATOM})*")
"""What may stand before the @ without quotes (RFC 5322 section 3.2.3)."""
_LABEL, _HEX = "[A-Za-z0-9-]{1,63}", "[A-Fa-f0-9:]{1,45}"
DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*|\[{_HEX}(\.{_HEX})*\]")
"""A name, or the address of a machine in brackets."""


def cleaned(address: str) -> str:
    """As it is kept and written to: nothing unseen in it, no quotes that say nothing, the domain
    in its ASCII form.

    The case of letters stays as typed before the @.
    """
    seen = _seen(address).strip()
    local, at, domain = seen.rpartition("@")
    return f"{_unquoted(local)}@{_in_ascii(domain)}" if at else seen


def is_plain(address: str) -> bool:
    """Whether it has one spelling. Any other is rewritten on its way, and would leave for a mailbox
    by another name than that by which opt-outs and limits know it: so would an encoded word, though
    nothing in it needs quotes (RFC 2047 section 5 allows none here, and parsers read them)."""
    local, _, domain = address.rpartition("@")
    return bool(DOT_ATOM.fullmatch(local) and "=?" not in local and DOMAIN.fullmatch(domain))


def _unquoted(local: str) -> str:
    """`"dana"` and `"d\\ana"` are `dana` to every mail server (RFC 5321 section 4.1.2)."""
    if not (len(local) > 2 and local[0] == local[-1] == '"'):
        return local
    said = re.sub(r"\\(.)", r"\1", local[1:-1])
    return said if DOT_ATOM.fullmatch(said) else local


def _seen(address: str) -> str:
    if address.isascii() and address.isprintable():  # nearly all, and looked at often
        return address
    letters = unicodedata.normalize("NFC", address)
    return "".join(one for one in letters if one == " " or not shows_nothing(one))


def _in_ascii(domain: str) -> str:
    """By IDNA 2008, which owners of domains go by: `ß` is a letter of its own there, and not the
    domain of whoever has it with `ss`. Symbols are in no domain by that rule; some are registered
    all the same."""
    if domain.isascii():
        return domain
    with suppress(idna.IDNAError):
        return idna.encode(domain, uts46=True).decode("ascii")
    with suppress(idna.IDNAError):
        labels = idna.uts46_remap(domain, std3_rules=False).split(".")
        return ".".join(one if one.isascii() else _a_label(one) for one in labels)
    return domain.encode("ascii", "backslashreplace").decode("ascii")  # no domain to anybody


def _a_label(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def normalised(address: str) -> str:
    """What addresses are compared by: two spellings become one."""
    return cleaned(address).lower()


def mailbox(address: str) -> str:
    """Whose mailbox it is, as far as an address tells: for opt-outs and limits, never to write to.

    What follows a + is a tag that the owner chooses freely, and to Gmail dots mean nothing.
    """
    local, at, domain = normalised(address).rpartition("@")
    name = local.partition("+")[0] or local
    if domain in GMAIL:
        name, domain = name.replace(".", ""), GMAIL[0]
    return f"{name}{at}{domain}"


HASH = re.compile(r"[0-9a-f]{64}")


def address_hash(address: str) -> str:
    """HMAC-SHA-256 of the normalised address, hexadecimal, under the instance's ADDRESS_KEY."""
    return _keyed(normalised(address))


def mailbox_hash(address: str) -> str:
    """The same for all addresses of one mailbox; that of the address itself where it has no tag."""
    return _keyed(mailbox(address))


def older_hash(address: str) -> str:
    """As it was before addresses went by IDNA 2008. What was hashed then cannot be hashed anew, so
    whoever looks for that looks for this as well."""
    local, _, domain = normalised(address).rpartition("@")
    with suppress(UnicodeError):  # which idna's own errors are
        domain = idna.decode(domain).encode("idna").decode("ascii")
    return _keyed(f"{local}@{domain}")


def hashes_of(address: str) -> tuple[str, str, str]:
    """Under which it may be found: of its mailbox, of itself, and by the older rule."""
    return mailbox_hash(address), address_hash(address), older_hash(address)


def _keyed(spelling: str) -> str:
    """Where an address is kept as its hash alone, that is its hash: none of them looks like one."""
    if HASH.fullmatch(spelling):
        return spelling
    return hmac.new(settings.ADDRESS_KEY.encode(), spelling.encode(), sha256).hexdigest()


def is_hash(field: str) -> Q:
    """For `filter`: the field holds the hash of an address in place of one."""
    return Q(**{f"{field}__regex": f"^{HASH.pattern}$"})


def are_same(one: str, other: str) -> bool:
    """Whether both are one address, however they are written; nobody's is like nothing."""
    return bool(one and other) and normalised(one) == normalised(other)


def same_address(field: str, address: str) -> Exact:
    """For `filter`: the field, which is kept `cleaned`, holds this address.

    `__iexact` compares UPPER(field), which no index on Lower(field) can serve.
    """
    return Exact(Lower(field), Value(normalised(address)))
