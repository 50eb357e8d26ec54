"""From rows to what stands in the archive: JSON for machines, CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.postgresql.psycopg_any import Range

from accounts.models import User
from archive.rules import Rule

AT_A_TIME = 1_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet reckon rather than read."""


class Encoder(DjangoJSONEncoder):
    """Django's, and what Postgres brings: stretches of time; zones by their names."""

    def default(self, value: Any) -> Any:
        if isinstance(value, Range):
            return [value.lower, value.upper]
        if hasattr(value, "key"):
            return value.key
        return super().default(value)


def columns(rule: Rule) -> list[str]:
    fields = rule.model._meta.concrete_fields
    kept = [field.attname for field in fields if field.name not in rule.leave_out]
    return [*kept, *rule.adds]


def rows(rule: Rule, seeker: User) -> Iterator[dict[str, Any]]:
    """A few at a time, the oldest first, whatever their number."""
    assert rule.mine is not None
    names = columns(rule)
    found = rule.mine(seeker).order_by("pk")
    for row in found.iterator(chunk_size=AT_A_TIME):
        yield {name: getattr(row, name) for name in names}


def as_json(rule: Rule, seeker: User) -> Iterator[str]:
    """A list, one row a line."""
    begin = "[\n"
    for row in rows(rule, seeker):
        yield begin + json.dumps(row, cls=Encoder, ensure_ascii=False)
        begin = ",\n"
    yield "[]\n" if begin == "[\n" else "\n]\n"


def as_csv(rule: Rule, seeker: User) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(columns(rule))
    for row in rows(rule, seeker):
        writer.writerow([_cell(value) for value in row.values()])
        if line.tell() > 100_000:
            yield line.getvalue()
            line.seek(0)
            line.truncate()
    yield line.getvalue()


def _cell(value: Any) -> str:
    """As text; what a spreadsheet would run is quoted (OWASP, CSV injection)."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _said(value)
    harmless = not isinstance(value, str) or not text.startswith(FORMULA)
    return text if harmless else f"'{text}"


def _said(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, cls=Encoder, ensure_ascii=False).strip('"')
