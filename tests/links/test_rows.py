"""What is written to a table is seen, however little of it stays."""

import pytest
from django.db import connection, transaction

from accounts.models import User
from tests.factories import make_seeker
from tests.links.rows import undone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("INSERT INTO auth_group (name) VALUES ('Helpers')", {"auth_group"}),
        ("UPDATE accounts_user SET name = 'Somebody Else'", {"accounts_user"}),
        ("UPDATE accounts_user SET name = name", {"accounts_user"}),
        ("DELETE FROM account_emailaddress", {"account_emailaddress"}),
        ("TRUNCATE outbox_suppression", {"outbox_suppression"}),
        ("CREATE TABLE another (number int)", {"another"}),
        ("SELECT * FROM accounts_user FOR UPDATE", set()),
    ],
)
def test_a_statement_that_writes_is_seen_and_taken_back(statement: str, seen: set[str]) -> None:
    seeker = make_seeker()
    with undone() as tables, connection.cursor() as cursor:
        cursor.execute(statement)
    assert tables == seen
    assert User.objects.get().name == seeker.name


def test_what_was_taken_back_already_is_seen_too() -> None:
    with undone() as tables, transaction.atomic():
        make_seeker()
        transaction.set_rollback(True)
    assert {"accounts_user", "account_emailaddress"} <= tables


def test_what_was_written_before_is_nobodys_fault() -> None:
    make_seeker()
    with undone() as tables:
        assert User.objects.count() == 1
    assert tables == set()
