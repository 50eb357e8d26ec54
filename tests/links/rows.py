"""Who writes: what PostgreSQL itself counts while a transaction runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

COUNTED = """
    SELECT relname, relfilenode, pg_stat_get_xact_tuples_inserted(oid),
        pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
"""Rows written that stay as they were count too, and so do rows whose writing was undone.
Emptying a table counts no rows, but gives it another file."""


def written() -> dict[str, list[int]]:
    """By table, what this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return {table: counts for table, *counts in cursor.fetchall()}


@contextmanager
def undone() -> Iterator[set[str]]:
    """Whatever happens within is taken back; the set says which tables it wrote to."""
    tables: set[str] = set()
    before = written()
    with transaction.atomic():
        yield tables
        if connection.is_usable():  # not after an error of the database, which answers with 500
            after = written()
            tables |= {table for table in after if after[table] != before.get(table)}
        transaction.set_rollback(True)
