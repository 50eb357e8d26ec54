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

from accounts import zones
from tests.upgrade.database import ask, counts, loaded, schema, url_of

DUMPS = sorted(Path(__file__).parent.glob("*.sql.gz"))
DJANGOS_OWN = {"django_migrations", "django_content_type", "auth_permission"}
"""Rows about the code, which come with it. All others are somebody's."""
RENAMED = {
    "chats_told": "chats_notification",
    "outbox_trouble": "outbox_outage",
    "preparation_received": "preparation_seenkeys",
    "progress_weeklygoal": "progress_weeklytarget",
}
SIGNED_UP_LONG_AGO = """
    UPDATE accounts_user SET time_zone = 'Asia/Calcutta'
    WHERE id = (SELECT max(id) FROM accounts_user)
"""

LOOKED_AT = """
    INSERT INTO followups_followup
        (seeker_id, contact_id, kind, occasion, status, due_at, text, url, news, news_words, led_to,
        elsewhere)
    SELECT
        seeker_id, id, of.kind, of.occasion, 'open', '2026-11-20 09:00Z', '', '', '', '', '', false
    FROM contacts_contact CROSS JOIN (VALUES
        ('linkedin', 'once'), ('resource', 'own:2026-11-20T09:00:00+00:00'),
        ('keep_in_touch', 'cadence:2026-11-20'), ('update', 'outcome:99')) AS of (kind, occasion)
    WHERE id = (SELECT max(id) FROM contacts_contact)
"""
"""Pages of the contact added last that were opened and left, beside what was made due."""


@dataclass(frozen=True)
class Upgraded:
    name: str
    dump: str
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


def commit_of(dump: Path) -> str:
    return dump.name.partition(".")[0]


@pytest.fixture(scope="module", params=DUMPS, ids=commit_of)
def upgraded(request: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Upgraded]:
    with loaded(f"{connection.settings_dict['NAME']}_upgraded", request.param) as name:
        ask(name, SIGNED_UP_LONG_AGO, LOOKED_AT)
        before = counts(name)
        run(name, "manage.py", "migrate", "--verbosity=0")
        yield Upgraded(name, commit_of(request.param), before, counts(name))


def test_there_are_rows_in_every_table(upgraded: Upgraded) -> None:
    assert [table for table, rows in upgraded.before.items() if not rows] == []


def test_no_row_is_lost(upgraded: Upgraded) -> None:
    """Of a table that a later migration takes away, say here where its rows are now."""
    kept = {
        table: upgraded.after.get(RENAMED.get(table, table))
        for table in upgraded.before.keys() - DJANGOS_OWN
    }
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


DAYS_OFF = """
from calendars.models import DayException
print(set(DayException.objects.values_list("kind", "marked_at")))
"""


def test_days_marked_before_close_nothing_that_was_offered_on_purpose(upgraded: Upgraded) -> None:
    """When they were marked was not kept, so nobody knows which of the two came first."""
    said = upgraded.run("manage.py", "shell", "--no-imports", "-c", DAYS_OFF)
    assert said == "{('off', None)}\n"


def test_no_seeker_keeps_an_older_name_of_their_zone(upgraded: Upgraded) -> None:
    (stored,) = ask(upgraded.name, "SELECT DISTINCT time_zone FROM accounts_user")
    named = {zone for (zone,) in stored}
    assert "Asia/Kolkata" in named
    assert named.isdisjoint(zones.aliases())


OWED = """
from contacts.models import Contact
from followups.models import FollowUp
follow_ups = FollowUp.objects.filter(contact=Contact.objects.latest("pk"), chat=None)
print(sorted(follow_ups.values_list("kind", flat=True)))
print(sorted(follow_ups.open().values_list("kind", flat=True)))
print(set(FollowUp.objects.exclude(text="").values_list("kind", "begun_by_seeker")))
"""


def test_nothing_is_owed_for_a_page_that_was_only_looked_at(upgraded: Upgraded) -> None:
    there, owed, written = upgraded.run(
        "manage.py", "shell", "--no-imports", "-c", OWED
    ).splitlines()
    assert there == "['keep_in_touch', 'linkedin', 'resource', 'update']"
    assert owed == "['keep_in_touch', 'update']"
    assert "('resource', True)" in written
    assert "('thank_you', False)" in written


OPT_OUTS = """
from outbox.models import Suppression
from outbox.suppression import suppressed_among
print(sorted(suppressed_among(["never.again@example.com", "nobody@example.com"])))
print(Suppression.objects.filter(by_older_rule=True).count())
"""


def test_whoever_is_not_written_to_is_still_known(upgraded: Upgraded) -> None:
    """By the rule that their addresses were hashed by, which the database says of them."""
    said = upgraded.run("manage.py", "shell", "--no-imports", "-c", OPT_OUTS).splitlines()
    by_older_rule = {"8bd7326": "2", "cf69009": "0"}[upgraded.dump]
    assert said == ["['never.again@example.com', 'nobody@example.com']", by_older_rule]


HEARS = {
    "Told both": ["cancelled_host", "cancelled_seeker"],
    "Told the host": ["cancelled_host"],
    "Told the seeker": ["cancelled_seeker"],
    "Told nobody": [],
    "Moved before anybody heard": [],
    "Refused the host": ["cancelled_host"],
    "Unclear to both": ["cancelled_host", "cancelled_seeker"],
    "Held for a bounce": [],
    "Came too late": [],
    "Leaving now": ["cancelled_host"],
    "Proposed": ["new_times"],
    "Letter refused": ["invitation"],
}
"""Who of each chat hears that it is off, by the rules of the day on which only the outbox knew; and
with what an ask is gone on with."""


def test_what_was_told_is_known_without_the_outbox(upgraded: Upgraded) -> None:
    hears = json.loads(upgraded.run("-m", "tests.upgrade.telling"))
    assert {name: hears.get(name) for name in HEARS} == {
        "8bd7326": dict.fromkeys(HEARS),  # nothing had left there
        "cf69009": HEARS,
    }[upgraded.dump]
    assert all(hears[name] == [] for name in hears.keys() - HEARS.keys())


def test_its_pages_open(upgraded: Upgraded) -> None:
    answers = json.loads(upgraded.run("-m", "tests.upgrade.visits"))
    visited = [*answers["seekers"], answers["hosts"]]
    assert [page for pages in visited for page in pages if page[1] != 200] == []
    assert len(answers["seekers"]) >= 2
    assert all(len(pages) > 3 for pages in visited)
