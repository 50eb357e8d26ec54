"""An invented calendar for the sample of its e-mail. Nothing here is saved or sent."""

from datetime import UTC, datetime

from accounts.models import User
from calendars.models import CalendarAccount

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
