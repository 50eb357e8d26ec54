"""What is kept encrypted: under whose key, until when, and what a wrong key does."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.encrypted import Unreadable
from accounts.management.commands.encrypt_anew import encrypt_row
from calendars.models import CalendarAccount
from coffeechat.keys import field_keys
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db

ADDRESS = "https://calendar.example/private-7a8b/basic.ics"
OLD, NEW = "old-" + "0123456789" * 4, "new-" + "0123456789" * 4

# Written by the version that had no key but SECRET_KEY.
SECRET_OF_BEFORE = "the secret of an older version"
TOKEN_OF_BEFORE = (
    "gAAAAABrC1PsIwye3mktp3cjleUjy3VmUM7MYvElCQ4eH_bbFAlL6-HhEmFr2kIHb_l95QQapcKJEoGA"
    "d8GLWFlaTMRsYBJ4Kp6ytZSnPKN3GUDOjAQvJx95Wzb8XYLP3wJuuftF_Ib2"
)


@pytest.fixture
def add_account(settings: Settings) -> Callable[..., CalendarAccount]:
    def add(*keys: str) -> CalendarAccount:
        settings.FIELD_KEYS = keys
        return CalendarAccount.objects.create(
            seeker=make_seeker(), kind="feed", name="Mine", url=ADDRESS, password="hush"
        )

    return add


def kept(account: CalendarAccount) -> tuple[str, str | None, str]:
    """As whoever steals the database reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT url, username, password FROM calendars_calendaraccount WHERE id = %s",
            [account.pk],
        )
        return cursor.fetchone()


def read(account: CalendarAccount) -> str:
    return CalendarAccount.objects.get(pk=account.pk).url


def test_the_database_holds_neither_word(add_account: Callable[..., CalendarAccount]) -> None:
    account = add_account(NEW)
    url, username, password = kept(account)
    assert ADDRESS not in url
    assert (username, "hush" in str(password)) == (None, False)
    assert read(account) == account.url == ADDRESS


def test_an_older_key_opens_and_the_newest_encrypts(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    account = add_account(OLD)
    settings.FIELD_KEYS = [NEW, OLD]
    assert read(account) == ADDRESS
    other = add_account(NEW, OLD)
    settings.FIELD_KEYS = [NEW]
    assert read(other) == ADDRESS
    with pytest.raises(Unreadable, match=r"calendars_calendaraccount\.url .* FIELD_KEYS"):
        read(account)


def test_a_wrong_key_hands_out_nothing_and_stands_in_the_way_of_no_other_row(
    add_account: Callable[..., CalendarAccount],
) -> None:
    add_account(OLD)
    add_account(NEW)
    wrong, right = CalendarAccount.objects.order_by("pk")
    for name in ("url", "password"):
        with pytest.raises(Unreadable):
            getattr(wrong, name)
    assert (right.url, right.password) == (ADDRESS, "hush")


def test_a_row_that_cannot_be_opened_can_be_saved_and_loses_nothing(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    account = add_account(OLD)
    before = kept(account)
    settings.FIELD_KEYS = [NEW]
    locked = CalendarAccount.objects.get()
    locked.failures = 3
    locked.save()
    assert kept(account) == before


def test_what_was_written_before_there_were_keys_opens_until_it_is_encrypted_anew(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    settings.SECRET_KEY = SECRET_OF_BEFORE
    account = add_account(NEW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE calendars_calendaraccount SET url = %s", [TOKEN_OF_BEFORE])
    assert read(account) == ADDRESS
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [SECRET_OF_BEFORE]
    assert read(account) == ADDRESS
    call_command("encrypt_anew")
    settings.SECRET_KEY_FALLBACKS = []
    assert read(account) == ADDRESS


def test_without_a_key_of_its_own_secret_key_goes_on_encrypting(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    account = add_account()
    settings.FIELD_KEYS = [NEW]
    assert read(account) == ADDRESS


def test_encrypting_anew_brings_all_rows_to_the_newest_key(
    add_account: Callable[..., CalendarAccount], settings: Settings, capsys: pytest.CaptureFixture
) -> None:
    account = add_account(OLD)
    settings.FIELD_KEYS = [NEW, OLD]
    call_command("encrypt_anew")
    assert capsys.readouterr().out == "Encrypted anew: 2.\n"
    settings.FIELD_KEYS = [NEW]
    assert (read(account), CalendarAccount.objects.get().password) == (ADDRESS, "hush")


def test_encrypting_anew_takes_back_nothing_that_was_written_meanwhile(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    account = add_account(OLD)
    sealed = CalendarAccount.objects.values_list("url", flat=True).get()
    settings.FIELD_KEYS = [NEW, OLD]
    account.url = f"{ADDRESS}?new"
    account.save()
    assert encrypt_row(CalendarAccount._meta.get_field("url"), account.pk, sealed)
    assert read(account) == f"{ADDRESS}?new"


def test_encrypting_anew_says_what_it_could_not_open_and_leaves_it(
    add_account: Callable[..., CalendarAccount], settings: Settings
) -> None:
    account = add_account(OLD)
    before = kept(account)
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match=r"^2 could not be opened"):
        call_command("encrypt_anew")
    assert kept(account) == before


def test_whoever_is_signed_in_stays_so_while_the_older_secret_is_kept(settings: Settings) -> None:
    client, before = Client(), settings.SECRET_KEY
    client.force_login(make_seeker(), "django.contrib.auth.backends.ModelBackend")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [before]
    assert client.get("/settings/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a newer one", []
    assert client.get("/settings/").status_code == 302


def test_a_key_that_could_be_guessed_is_refused_without_saying_it() -> None:
    assert field_keys(["", f" {NEW} "]) == [NEW]
    with pytest.raises(ImproperlyConfigured, match="openssl rand -hex 32") as refused:
        field_keys([NEW, "hunter2"])
    assert "hunter2" not in str(refused.value)
