"""An invented calendar and its e-mail for the styleguide. Nothing here is saved or sent."""

from collections.abc import Iterable
from datetime import UTC, datetime

from accounts.models import User
from calendars import emails
from calendars.models import CalendarAccount
from outbox.queue import Draft

NOW = datetime(2027, 2, 24, 9, 0, tzinfo=UTC)


def account() -> CalendarAccount:
    return CalendarAccount(
        pk=1,
        seeker=User(pk=1, name="Amara Osei", email="amara@example.org"),
        kind=CalendarAccount.Kind.CALDAV,
        name="University calendar",
        url="https://cloud.example.org/dav/amara",
        problem=CalendarAccount.Problem.REFUSED,
    )


def calendar_emails() -> Iterable[Draft]:
    yield emails.calendar_off(account(), now=NOW)
