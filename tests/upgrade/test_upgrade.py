"""A database made by the code of another day, full of rows, comes to today's and keeps them all.

Each `<commit>.sql.gz` beside this file is such a database; `fill.py` says how one is made.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.upgrade.database import counts, loaded, schema, url_of

DUMPS = sorted(Path(__file__).parent.glob("*.sql.gz"))
DJANGOS_OWN = {"django_migrations", "django_content_type", "auth_permission"}
"""Rows about the code, which come with it. All others are somebody's."""


@dataclass(frozen=True)
class Upgraded:
    name: str
    before: dict[str, int]
    after: dict[str, int]

    def run(self, *words: str) -> str:
        return run(self.name, *words)


def run(name: str, *words: str) -> str:
    """A program on that database, with the key its rows were made with."""
    facts = {"DATABASE_URL": url_of(name), "SECRET_KEY": "of the dumps alone"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env={**os.environ, **facts, "DJANGO_SETTINGS_MODULE": "coffeechat.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=DUMPS, ids=lambda dump: dump.name.partition(".")[0])
def upgraded(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Upgraded]:
    with loaded(f"{connection.settings_dict['NAME']}_upgraded", request.param) as name:
        before = counts(name)
        run(name, "manage.py", "migrate", "--verbosity=0")
        yield Upgraded(name, before, counts(name))


def test_there_are_rows_in_every_table(upgraded: Upgraded) -> None:
    assert [table for table, rows in upgraded.before.items() if not rows] == []


def test_no_row_is_lost(upgraded: Upgraded) -> None:
    """Of a table that a later migration takes away, say here where its rows are now."""
    kept = {table: upgraded.after.get(table) for table in upgraded.before.keys() - DJANGOS_OWN}
    assert kept == {table: upgraded.before[table] for table in kept}
    assert all(upgraded.after[table] >= upgraded.before[table] for table in DJANGOS_OWN)


def test_what_waits_is_late_from_when_it_is_due(upgraded: Upgraded) -> None:
    asked = """from django.db.models import F; from outbox.models import OutgoingEmail
waiting = OutgoingEmail.objects.waiting()
print(waiting.exists(), waiting.exclude(wanted_at=F("not_before")).exists())"""
    assert upgraded.run("manage.py", "shell", "--no-imports", "--command", asked) == "True False\n"


@pytest.mark.django_db
def test_the_tables_are_those_of_a_new_database(upgraded: Upgraded) -> None:
    new = schema(connection.settings_dict["NAME"])
    assert sorted(schema(upgraded.name) ^ new, key=repr) == []
    assert len(new) > 500


def test_nothing_is_left_to_migrate(upgraded: Upgraded) -> None:
    """Both end with 1 where something is."""
    upgraded.run("manage.py", "migrate", "--check")
    upgraded.run("manage.py", "makemigrations", "--check", "--dry-run")


OPT_OUTS = """
from outbox.models import Suppression
from outbox.suppression import suppressed_among
print(sorted(suppressed_among(["never.again@example.com", "nobody@example.com"])))
print(Suppression.objects.filter(by_older_rule=False).count())
"""


def test_whoever_is_not_written_to_is_still_known(upgraded: Upgraded) -> None:
    """By the rule that their addresses were hashed by, which the database says of them."""
    said = upgraded.run("manage.py", "shell", "--no-imports", "-c", OPT_OUTS).splitlines()
    assert said == ["['never.again@example.com', 'nobody@example.com']", "0"]


def test_its_pages_open(upgraded: Upgraded) -> None:
    answers = json.loads(upgraded.run("-m", "tests.upgrade.visits"))
    visited = [*answers["seekers"], answers["hosts"]]
    assert [page for pages in visited for page in pages if page[1] != 200] == []
    assert len(answers["seekers"]) >= 2
    assert all(len(pages) > 3 for pages in visited)
