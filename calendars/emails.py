"""The one e-mail about calendars: that one could not be read for so long that we stopped."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from calendars.models import CalendarAccount
from outbox.queue import Draft
from outbox.rendering import render


def calendar_off(account: CalendarAccount, *, now: datetime) -> Draft:
    seeker = account.seeker
    context = {
        "account": account,
        "seeker": seeker,
        "page": settings.SITE_URL + reverse("calendars:calendars"),
        "site_url": settings.SITE_URL,
    }
    return Draft(
        kind="calendar_off",
        dedupe_key=f"calendar_off:{account.pk}:{now.isoformat()}",
        about=f"calendar_account:{account.pk}",
        to=seeker.email,
        held=seeker.is_sample,
        **render("calendar_off", context),
    )
