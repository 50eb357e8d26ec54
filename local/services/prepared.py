"""Proof that the database and the static files need no work, found without starting Django.

What they are made from is hashed, and the hash is kept beside what was made of it.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import psycopg2

from local.services.state import CHECKOUT, State, write_private

COMMON = ("coffeechat/settings.py", "requirements.txt", "constraints.txt")
"""Which apps there are, and which versions of those of others."""

APPLIED = """
SELECT md5(string_agg(app || '.' || name, ' ' ORDER BY app, name) || to_regclass('cache_entries'))
FROM django_migrations
"""
"""What the database says of itself: another one, or an older one put back, says something else."""


def database_is_current(state: State, url: str) -> bool:
    """Whether this database has every migration of this code."""
    try:
        kept = _stamp_of_database(state).read_text()
    except FileNotFoundError:
        return False
    return kept == _proof_of_database(url)


def note_database(state: State, url: str) -> None:
    write_private(_stamp_of_database(state), _proof_of_database(url))


def static_is_current(root: Path) -> bool:
    """Whether the folder was collected from the static files as they are now."""
    stamp = _stamp_of_static(root)
    return stamp.exists() and stamp.read_text() == _proof_of_static()


def note_static(root: Path) -> None:
    _stamp_of_static(root).write_text(_proof_of_static())


def _stamp_of_database(state: State) -> Path:
    return state.folder / "migrated"


def _stamp_of_static(root: Path) -> Path:
    return root / ".collected"


def _proof_of_database(url: str) -> str:
    code = _hash_of(CHECKOUT.glob("*/migrations/*.py"))
    return f"{code} {_applied(url)}"


def _proof_of_static() -> str:
    # With DEBUG the files keep their own names.
    return f"{_hash_of((CHECKOUT / 'static').rglob('*'))} {os.environ.get('DEBUG', '')}"


def _applied(url: str) -> str | None:
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(APPLIED)
        except psycopg2.errors.UndefinedTable:
            return None
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _hash_of(files: Iterable[Path]) -> str:
    """Of the names and contents of these files and of those that concern everything."""
    found = sorted({*files, *(CHECKOUT / name for name in COMMON)})
    digest = hashlib.sha256(sys.version.encode())
    for file in found:
        if file.is_file():
            digest.update(f"{file.relative_to(CHECKOUT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()
