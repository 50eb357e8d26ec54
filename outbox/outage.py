"""The mail server is away, or does not want us: everything waits, and the operator is told why."""

import logging
import re
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now

from outbox.delivery_results import DeliveryResult
from outbox.models import Outage, OutgoingEmail, OutgoingEmailQuerySet
from outbox.smtp import Failure

logger = logging.getLogger(__name__)

MAIL_SERVER = "mail server"
MIN_BACKOFF, MAX_BACKOFF = timedelta(seconds=10), timedelta(minutes=1)
"""Between two tries: as long as it has been away already, within these."""

ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")

# Workers find out side by side: the first says since when, the last what the server says now.
NOTE = """
    INSERT INTO outbox_outage AS found (name, since, said, try_at)
    VALUES (%(name)s, statement_timestamp(), %(said)s, statement_timestamp() + %(min_backoff)s)
    ON CONFLICT (name) DO UPDATE SET
        said = excluded.said,
        try_at = statement_timestamp() + LEAST(
            GREATEST(statement_timestamp() - found.since, %(min_backoff)s), %(max_backoff)s)
    RETURNING since
"""


def note(failure: Failure) -> None:
    said = without_addresses(str(failure))[:500]
    values: dict[str, Any] = {
        "name": MAIL_SERVER,
        "said": said,
        "min_backoff": MIN_BACKOFF,
        "max_backoff": MAX_BACKOFF,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        since: datetime = cursor.fetchone()[0]
    logger.warning(
        "No e-mail has left since %s. The mail server (%s): %s",
        since.isoformat(" ", "seconds"),
        failure.phase,
        said,
    )


def current() -> Outage | None:
    """With `waits`: whether it is too early to ask the server again."""
    early = ExpressionWrapper(Q(try_at__gt=Now()), output_field=BooleanField())
    return Outage.objects.filter(name=MAIL_SERVER).annotate(waits=early).first()


def lasts_longer_than(time: timedelta) -> bool:
    return Outage.objects.filter(name=MAIL_SERVER, since__lt=Now() - time).exists()


def holds_anything_up() -> bool:
    """Where nothing waits for it any more, nobody would ever find out that it is over."""
    return _held_up().exists()


def end() -> None:
    """What waited for the server alone leaves now."""
    Outage.objects.filter(name=MAIL_SERVER).delete()
    _held_up().update(not_before=Now())
    logger.warning("The outage of the mail server is over.")


def _held_up() -> OutgoingEmailQuerySet:
    return OutgoingEmail.objects.blocked().filter(delivery_result=DeliveryResult.SERVER)


def without_addresses(text: str) -> str:
    """What servers say often names the recipient, who is nobody's business in a log."""
    return ADDRESS.sub("[address]", text)
