"""One rule for an address: what it is kept as, and what it is compared by."""

import hmac
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.mail.message import sanitize_address
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from outbox.addresses import DOMAIN, DOT_ATOM, are_same, cleaned, is_plain, normalised
from outbox.delivery import drain
from outbox.models import Suppression
from outbox.suppression import suppress, suppressed_among
from tests.outbox.rendered import enqueued
from tests.outbox.sink import Sink

OPT_OUT = Suppression.Reason.OPT_OUT

KEPT_AS = {
    " Dana@Example.com\n": "Dana@Example.com",
    "dana@Bücher.example": "dana@xn--bcher-kva.example",
    "dana@straße.example": "dana@xn--strae-oqa.example",
    "dana@βόλος.example": "dana@xn--nxasmm1c.example",
    "dana@ＥＸＡＭＰＬＥ.com": "dana@example.com",
    "dana@例え。example": "dana@xn--r8jz45g.example",
    "dana@i❤.example": "dana@xn--i-7iq.example",
    '"da na"@example.com': '"da na"@example.com',
    '"Dana"@example.com': "Dana@example.com",
    '"d\\ana"@example.com': "dana@example.com",
    '"dana+x"@gmail.com': "dana+x@gmail.com",
    '"dana."@example.com': '"dana."@example.com',
    "dana@company․co.uk": r"dana@company\u2024co.uk",
    "dana@[192.0.2.1]": "dana@[192.0.2.1]",
    "no address": "no address",
    "straße": "straße",
    "": "",
}
UNSEEN = "\u200b\u200d\u00ad\u2060\ufeff\u00a0\u3164\ufe0f\U000e0101\x00\u202e"


@pytest.mark.parametrize(("typed", "kept"), KEPT_AS.items())
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize(
    "typed", ["{}dana@example.com", "da{}na@example.com", "dana@exam{}ple.com{}"]
)
def test_what_shows_nothing_makes_no_other_address(typed: str, unseen: str) -> None:
    assert cleaned(typed.replace("{}", unseen)) == "dana@example.com"


def test_what_differs_for_owners_of_domains_differs_here() -> None:
    assert not are_same("dana@straße.example", "dana@strasse.example")
    assert not are_same("dana@faß.example", "dana@fass.example")


def test_spellings_of_one_address_are_one() -> None:
    assert are_same("DANA@BÜCHER.example", "dana@xn--BCHER-kva.example")
    assert not are_same("", "")


NOT_PLAIN = [
    '"da na"@example.com',
    r'"da\ na"@example.com',
    "Dana <dana@example.com>",
    "dana(x)@example.com",
    "dana@company․co.uk",
    "dana@company⒜.co.uk",
    "dana@[..]",
    "dana@[192.0.2.]",
    "danaı@example.com",
    "=?utf-8?q?dana?=@example.com",
    "=?utf-8?q?da=6Ea?=@example.com",
    "x.=?utf-8?b?ZGFuYQ==?=@example.com",
    "dana",
]


@pytest.mark.parametrize("typed", NOT_PLAIN)
def test_what_is_rewritten_on_the_way_is_not_plain(typed: str) -> None:
    assert not is_plain(cleaned(typed))


PIECES = ["=?", "?=", "?q?", "?b?", "utf-8", "=?utf-8?q?dana?=", "=6E", "_", ".", "dana", "+tag"]
LOCALS = st.from_regex(DOT_ATOM, fullmatch=True) | st.lists(
    st.sampled_from(PIECES), min_size=1, max_size=8
).map("".join)


@given(LOCALS, st.from_regex(DOMAIN, fullmatch=True))
def test_a_plain_address_leaves_as_it_is_kept(local: str, domain: str) -> None:
    address = f"{local}@{domain}"
    if is_plain(address):
        assert sanitize_address(address, "utf-8") == cleaned(address) == address


@given(st.from_regex(r"[a-z0-9+._-]{1,20}", fullmatch=True).filter(DOT_ATOM.fullmatch))
def test_an_everyday_address_is_plain(local: str) -> None:
    assert is_plain(f"{local}@example.com")


@given(st.text(max_size=40) | st.emails())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert cleaned(cleaned(typed)) == cleaned(typed)
    assert normalised(cleaned(typed)) == normalised(typed)


# -- Whoever opted out by the older rule stays out --------------------------------------------


def suppressed_once(address: str) -> None:
    """As code of before wrote it, which knows no column for the rule."""
    local, _, domain = address.partition("@")
    spelling = f"{local}@{domain.encode('idna').decode()}".encode()
    key = hmac.new(settings.SECRET_KEY.encode(), spelling, sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_suppression (address_hash, reason, created_at)"
            " VALUES (%s, 'opt_out', now())",
            [key],
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["dana@straße.example", "dana@example.com", "dana@βόλος.example"]
)
def test_an_opt_out_from_before_holds(address: str) -> None:
    suppressed_once(address)
    spellings = {address, cleaned(address), address.upper().replace("SS", "ß")}
    assert suppressed_among([*spellings, "x@example.com"]).keys() == spellings


@pytest.mark.django_db
def test_an_opt_out_of_today_binds_no_other_domain() -> None:
    suppress("dana@strasse.example", OPT_OUT)
    both = ["dana@strasse.example", "dana@straße.example"]
    assert suppressed_among(both).keys() == {"dana@strasse.example"}
    suppress("dana@straße.example", OPT_OUT)
    assert suppressed_among(both).keys() == set(both)


@pytest.mark.django_db
def test_what_waits_for_another_spelling_is_kept_back() -> None:
    row = enqueued(to="dana@Bücher.example", outreach=True)
    suppress("DANA@xn--bcher-kva.example", OPT_OUT)
    row.refresh_from_db()
    assert row.status == "held"


@pytest.mark.django_db
def test_an_e_mail_leaves_for_the_domain_that_was_meant(sink: Sink) -> None:
    enqueued(to="Dana@straße.example")
    drain()
    assert sink.recipients == ["Dana@xn--strae-oqa.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ['"dana"@company.co.uk', '"d\\ana+x"@company.co.uk'])
def test_no_quotes_lead_around_an_opt_out(sink: Sink, spelling: str) -> None:
    suppress("dana@company.co.uk", OPT_OUT)
    row = enqueued(to=spelling, outreach=True)
    drain()
    row.refresh_from_db()
    assert (row.status, sink.recipients) == ("held", [])


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", NOT_PLAIN)
def test_what_would_be_rewritten_on_the_way_does_not_leave(sink: Sink, spelling: str) -> None:
    row = enqueued(to=spelling)
    drain()
    row.refresh_from_db()
    said = "no mail server reads this address as it is written here"
    assert (row.status, row.last_error, sink.recipients) == ("dead", said, [])
