"""Addresses that answers come back to: whose they are, and that nobody makes one up."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from coffeechat.logs import redact
from coffeechat.reply_address import LONGEST_TOKEN, reply_address_at
from outbox import message, reply_address
from outbox.models import OutgoingEmail
from tests.outbox.rendered import enqueued

pytestmark = pytest.mark.django_db
SAM = "sam@example.org"


@pytest.fixture(autouse=True)
def heard(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "coffee+{}@coffee.example"


def row(**fields: object) -> OutgoingEmail:
    return enqueued(reply_to=SAM, expects_reply=True, outreach=True, **fields)


def test_the_first_address_is_ours_and_the_second_the_seekers() -> None:
    email = row()
    ours = reply_address.address_of(email)
    composed = message.compose(email)
    assert composed.reply_to == [ours, SAM]
    assert composed.message()["X-Answer-To"] == ours
    assert reply_address.rows_named(["x@example.org", ours.upper()]) == [email.pk]


@pytest.mark.parametrize(("wanted", "seekers"), [("instance", False), ("seeker", True)])
def test_one_of_the_two_where_that_is_wanted(
    wanted: str, seekers: bool, settings: Settings
) -> None:
    settings.REPLY_TO = wanted
    email = row()
    expected = [SAM] if seekers else [reply_address.address_of(email)]
    assert message.compose(email).reply_to == expected


def test_nothing_changes_where_nobody_reads_it(settings: Settings) -> None:
    settings.REPLY_ADDRESS = ""
    composed = message.compose(row())
    assert composed.reply_to == [SAM]
    assert "X-Answer-To" not in composed.message()


def test_an_e_mail_that_expects_no_answer_has_none() -> None:
    assert message.compose(enqueued(reply_to=SAM)).reply_to == [SAM]


def test_the_envelope_is_ours_only_where_the_operator_says_so(settings: Settings) -> None:
    email = row(from_name="Zoë via CoffeeChat")
    before = message.compose(email)
    settings.REPLY_ENVELOPE = True
    after = message.compose(email)
    assert after.from_email == reply_address.address_of(email)
    assert before.from_email != after.from_email
    assert before.message()["From"] == after.message()["From"]


def test_nobody_makes_one_up() -> None:
    email = row()
    ours = reply_address.address_of(email)
    token = ours.split("+")[1].split("@")[0]
    number, _, mac = token.partition("-")
    others = [
        f"coffee+{email.pk + 1:x}-{mac}@coffee.example",
        f"coffee+{number}-{'a' * 32}@coffee.example",
        f"coffee+{token}@evil.example",
        f"coffee+0{token}@coffee.example",
        "coffee+@coffee.example",
        "coffee@coffee.example",
    ]
    assert reply_address.rows_named(others) == []


def test_a_secret_of_before_still_holds_and_another_does_not(settings: Settings) -> None:
    email = row()
    ours = reply_address.address_of(email)
    settings.SECRET_KEY, before = "another", settings.SECRET_KEY
    assert reply_address.rows_named([ours]) == []
    settings.SECRET_KEY_FALLBACKS = [before]
    assert reply_address.rows_named([ours]) == [email.pk]


def test_it_stands_in_no_log() -> None:
    ours = reply_address.address_of(row())
    assert redact(f"550 <{ours}> refused") == "550 <coffee+[link]@coffee.example> refused"


def test_the_longest_fits() -> None:
    email = row()
    email.pk = 2**40
    local = reply_address.address_of(email).partition("@")[0]
    assert len(local.partition("+")[2]) <= LONGEST_TOKEN
    with pytest.raises(ImproperlyConfigured):
        reply_address_at("a-name-that-is-longer+{}@coffee.example")


@pytest.mark.parametrize(
    "text", ["coffee@coffee.example", "coffee+{}", "{}@coffee.example", "a b+{}@x.example"]
)
def test_an_address_without_a_place_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        reply_address_at(text)


def test_what_is_ours() -> None:
    assert reply_address.is_ours("Coffee+anything@coffee.example")
    assert not reply_address.is_ours("sam@coffee.example")
