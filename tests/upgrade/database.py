"""A database beside the suite's own, filled from a dump, and what stands in a catalog."""

import gzip
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1
"""
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attcollation::regcollation::text, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
        AND a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = """
    SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    JOIN pg_class c ON c.oid = indrelid WHERE c.relnamespace = 'public'::regnamespace
"""
OTHERS = """
    SELECT 'extension', extname FROM pg_extension
    UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
CATALOG = (COLUMNS, CONSTRAINTS, INDEXES, OTHERS)

ONE_OF = re.compile(r"\(ARRAY\[([^]]*)\]\)::text\[\]")
EACH = re.compile(r"\(('[^']*'::character varying)\)::text")
"""`status IN (…)`, by Django and out of a dump: the array is cast as a whole, or each member."""


def url_of(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def ask(name: str, *statements: str) -> list[list[tuple[Any, ...]]]:
    """What each statement finds, in an order of its own. Outside of any transaction."""
    with closing(psycopg2.connect(url_of(name))) as connection:
        connection.autocommit = True
        return [_rows(connection, statement) for statement in statements]


def _rows(connection: Any, statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall(), key=repr) if cursor.description else []


@contextmanager
def loaded(name: str, dump: Path) -> Iterator[str]:
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    ask("postgres", drop, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        ask(name, gzip.decompress(dump.read_bytes()).decode())
        yield name
    finally:
        ask("postgres", drop)


def counts(name: str) -> dict[str, int]:
    """How many rows each table has."""
    (tables,) = ask(name, TABLES)
    names = [table for (table,) in tables]
    found = ask(name, *(f'SELECT count(*) FROM "{table}"' for table in names))
    return {table: rows[0][0] for table, rows in zip(names, found, strict=True)}


def schema(name: str) -> set[tuple[Any, ...]]:
    """Every column, constraint, index, extension and trigger; not the order of columns."""
    return {tuple(map(_plain, row)) for rows in ask(name, *CATALOG) for row in rows}


def _plain(value: Any) -> Any:
    return EACH.sub(r"\1", ONE_OF.sub(r"ARRAY[\1]", value)) if isinstance(value, str) else value
