"""What no single module can promise: migrations, pins, settings, and the direction of imports."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from local.services.testing import setting_names

ROOT = Path(settings.BASE_DIR)
GIVEN_BY_THE_PROGRAM = {"ENV_FILE"}


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert capsys.readouterr().out == "No changes detected\n"


OF_TODAY = {
    "accounts.operations": "how the squashed migrations make their tables",
    "accounts.encrypted": "a kind of field, which Django names in a migration",
    "chats.models.chat": "a default of a field, which Django names in a migration",
    "outbox.addresses": "what is written must be found by the program that reads it: the hash is "
    "keyed by the settings, and an address has one form",
}
"""What migrations share with the program, each with its reason. All else they hold themselves, so
that they do tomorrow what they do now."""


def test_migrations_stand_alone() -> None:
    apps = {path.parent.parent.name for path in ROOT.glob("*/migrations/__init__.py")}
    shared = re.compile(rf"^(?:from|import) (({'|'.join(apps)})\S*)", re.M)
    used = {
        f"{path.relative_to(ROOT)} {found[1]}"
        for path in ROOT.glob("*/migrations/*.py")
        for found in shared.finditer(path.read_text())
        if found[1] not in OF_TODAY
    }
    assert used == set()


def test_every_requirement_is_pinned_and_says_what_it_is_for() -> None:
    pinned = re.compile(r"[a-z0-9][a-z0-9_.-]*(\[[a-z0-9,]+\])?==[0-9][\w.]*\s+# \S.+", re.I)
    loose = {
        path.name: [
            line
            for line in path.read_text().splitlines()
            if line and line[0] not in "-#" and not pinned.fullmatch(line)
        ]
        for path in ROOT.glob("requirements*.txt")
    }
    assert len(loose) > 1
    assert {name: lines for name, lines in loose.items() if lines} == {}


def test_every_setting_from_the_environment_is_in_the_example() -> None:
    code = (ROOT / "coffeechat" / "settings.py").read_text()
    read = set(re.findall(r'\benv\.?\w*\(\s*"([A-Z][A-Z0-9_]+)"', code))
    assert len(read) > 20
    assert read - setting_names() - GIVEN_BY_THE_PROGRAM == set()
