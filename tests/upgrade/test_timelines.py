"""Lines that were kept as sentences and addresses are facts now, and read as they did before."""

import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from contacts.models import Event
from tests.upgrade.database import ask, loaded
from tests.upgrade.test_upgrade import run

HERE = Path(__file__).parent
OF_SENTENCES = [HERE / "8bd7326.sql.gz", HERE / "timelines" / "cf69009.sql.gz"]
"""Databases of the days when an event was a sentence."""

FOREIGN = """
INSERT INTO contacts_event (at, text, url, contact_id)
SELECT '2026-11-20 09:00:00+00', line.text, line.url, (SELECT min(id) FROM contacts_contact)
FROM (VALUES
    ('You met at the market', ''), ('Moved to the attic', '/attic/7/'),
    ('Something about a chat', '/chats/1/'), ('Chat booked', '/elsewhere/1/'),
    ('You were in touch:', ''), ('Invited with many times', '/invitations/1/')
) AS line (text, url)
"""
"""What no code of ours has ever said, or never so."""

TOLD = """
import json
from contacts.models import Event
print(json.dumps([[row.pk, row.kind, row.sentence, row.link] for row in Event.objects.all()]))
"""


@dataclass(frozen=True)
class Line:
    sentence: str
    link: str
    kind: str = ""


@dataclass(frozen=True)
class Told:
    before: dict[int, Line]
    after: dict[int, Line]


@pytest.fixture(scope="module", params=OF_SENTENCES, ids=lambda dump: dump.name[:7])
def told(request: pytest.FixtureRequest, django_db_setup: None) -> Told:
    name = f"{connection.settings_dict['NAME']}_told"
    with loaded(name, request.param):
        before = ask(name, FOREIGN, "SELECT id, text, url FROM contacts_event")[1]
        run(name, "manage.py", "migrate", "--verbosity=0")
        after = json.loads(run(name, "manage.py", "shell", "--no-imports", "-c", TOLD))
    return Told(
        {pk: Line(text, url) for pk, text, url in before},
        {pk: Line(sentence, link, kind) for pk, kind, sentence, link in after},
    )


def test_every_line_reads_and_leads_as_before(told: Told) -> None:
    """But for a singular that is right now."""
    before = {pk: Line(_singular(line.sentence), line.link) for pk, line in told.before.items()}
    assert {pk: Line(line.sentence, line.link) for pk, line in told.after.items()} == before


def _singular(sentence: str) -> str:
    return "Invited with 1 time" if sentence == "Invited with 1 times" else sentence


def test_only_what_nobody_here_ever_said_is_a_note(told: Told) -> None:
    notes = sorted(line.sentence for line in told.after.values() if line.kind == "note")
    assert notes == [
        "Chat booked",
        "Invited with many times",
        "Moved to the attic",
        "Something about a chat",
        "You met at the market",
        "You were in touch:",
    ]


MIGRATION = import_module("contacts.migrations.0004_events_are_facts")
KINDS = {"note", *(kind for _, kind, _ in MIGRATION.SENTENCES)}
"""All that there were when an event was a sentence."""


@pytest.mark.parametrize("told", OF_SENTENCES[1:], indirect=True)
def test_there_are_lines_of_every_kind(told: Told) -> None:
    assert KINDS - {line.kind for line in told.after.values()} == set()


@pytest.mark.parametrize(("sentence", "kind", "side"), MIGRATION.SENTENCES)
def test_each_sentence_is_found_again(sentence: str, kind: str, side: str) -> None:
    """With every place filled by what looks most like something else."""
    text = sentence.format(
        times=3,
        words="Led you to this: Named by him, and so: An offer\n100% true",
        name="\u2068דנה כהן\u2069",
        by="\u2068נעה\u2069",
        places="Berlin and Accra",
        why="We do not write to Dana any more: the address does not exist.",
        news="an interview",
        outcome="An insight",
    )
    told = MIGRATION.facts(text, "/chats/42/")
    assert (told["kind"], told["side"]) == (kind, side)
    event = Event(**told)
    assert (event.sentence, event.link) == (text, "/chats/42/")
