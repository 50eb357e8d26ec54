"""The one e-mail about calendars: that one could not be read for so long that we stopped."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from calendars import samples
from calendars.models import CalendarAccount
from outbox import subjects
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail
from outbox.rendering import render


@email(
    "calendar_off",
    to=Audience.SEEKER,
    about=CalendarAccount,
    sample=lambda write: write(samples.account(), now=samples.NOW),
)
def calendar_off(kind: EmailKind, account: CalendarAccount, *, now: datetime) -> RenderedEmail:
    seeker = account.seeker
    context = {
        "account": account,
        "seeker": seeker,
        "page": settings.SITE_URL + reverse("calendars:calendars"),
        "site_url": settings.SITE_URL,
    }
    return RenderedEmail(
        kind=kind.name,
        dedupe_key=f"{kind.name}:{account.pk}:{now.isoformat()}",
        about=subjects.about("calendar_account", account.pk),
        to=seeker.email,
        held=seeker.is_sample,
        **render(kind.name, context),
    )
