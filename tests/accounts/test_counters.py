"""Tries to sign in stay counted, however many others are counted meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.door import is_signed_in, make_with_password, sign_in_with_password

pytestmark = pytest.mark.django_db

COUNTERS = 700
"""More than twice as many as Django's own cache keeps."""


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def count_others(seconds: int) -> None:
    """In one statement, as `cache.set` would in many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cache_entries SELECT ':1:other:' || n, '', now() + %s * interval '1 s' "
            "FROM generate_series(1, %s) n",
            [seconds, COUNTERS],
        )


def number_kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entries")
        return int(cursor.fetchone()[0])


def test_wrong_passwords_stay_counted_among_many_others(client: Client) -> None:
    seeker = make_with_password()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": seeker.email, "password": "guess"})
    count_others(seconds=300)
    cache.set("one-more", 1)
    assert "Too many" in sign_in_with_password(client, seeker).text
    assert not is_signed_in(client)


def test_what_counts_is_kept_and_what_has_run_out_is_not() -> None:
    count_others(seconds=300)
    cache.set("one-more", 1, timeout=3600)
    assert number_kept() == COUNTERS + 1
    with time_machine.travel(timezone.now() + timedelta(seconds=301)):
        cache.set("another", 1)
    assert number_kept() == 2
