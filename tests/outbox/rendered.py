"""E-mails of no particular meaning, for tests of what happens to any e-mail."""

import itertools
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from outbox import queue
from outbox.models import Outage, OutgoingEmail
from outbox.rendered import RenderedEmail
from outbox.states import Status

_numbers = itertools.count(1)


def rendered_email(**fields: Any) -> RenderedEmail:
    number = next(_numbers)
    values = {
        "kind": "note",
        "dedupe_key": f"note:{number}",
        "to": f"someone{number}@example.com",
        "subject": f"Note {number}",
        "text": "Hello\n",
        **fields,
    }
    return RenderedEmail(**values)


def enqueued(**fields: Any) -> OutgoingEmail:
    one = rendered_email(**fields)
    queue.enqueue([one])
    return OutgoingEmail.objects.get(dedupe_key=one.dedupe_key)


def again(row: OutgoingEmail) -> OutgoingEmail:
    return OutgoingEmail.objects.get(pk=row.pk)


def wait(row: OutgoingEmail) -> timedelta:
    """How long from now until it is tried again, to the second."""
    left = OutgoingEmail.objects.annotate(left=F("not_before") - Now()).get(pk=row.pk).left
    return timedelta(seconds=round(left.total_seconds()))


def make_due() -> None:
    """Whatever it waits for, an outage of the mail server included."""
    OutgoingEmail.objects.filter(status=Status.PENDING).update(not_before=Now())
    Outage.objects.update(try_at=Now())


def many_emails(status: Status, number: int) -> None:
    """One made here, and copied where it stands: thousands by way of Python take seconds."""
    now = timezone.now()
    first = OutgoingEmail.objects.create(
        kind="note",
        dedupe_key=f"{status}:0",
        message_id=f"<{status}.0@x>",
        to="a@example.com",
        subject="Note",
        text="Hello",
        status=status,
        wanted_at=now,
        not_before=now,
    )
    differs = {
        "dedupe_key": "status || ':' || n",
        "message_id": "'<' || status || '.' || n || '@x>'",
        "wanted_at": "wanted_at - n * interval '1 second'",
        "not_before": "not_before - n * interval '1 second'",
    }
    columns = [field.column for field in first._meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(differs.get(column, f'"{column}"') for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO outbox_outgoingemail ({names}) SELECT {values} "
            "FROM outbox_outgoingemail, generate_series(1, %s) AS n WHERE id = %s",
            [number - 1, first.pk],
        )
