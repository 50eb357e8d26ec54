"""The weekly e-mail of what is due, to the seeker alone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from chats.emails import as_read_by, way_out_headers
from followups import tokens
from followups.digest_items import Week
from followups.models import Digest
from outbox.queue import Draft
from outbox.rendering import render

OLD_AFTER = timedelta(days=2)


def digest(row: Digest, week: Week, planned: datetime) -> Draft:
    seeker = row.seeker
    zone = seeker.time_zone
    stop_page = tokens.stop_url(seeker)
    context = {
        "seeker": seeker,
        "zone": zone,
        "week": week,
        "page": settings.SITE_URL + reverse("today"),
        "settings_page": settings.SITE_URL + reverse("followups:digest"),
        "stop_page": stop_page,
    }
    with as_read_by(seeker):
        written = render("digest", context)
    return Draft(
        kind="digest",
        dedupe_key=f"digest:{seeker.pk}:{planned.astimezone(zone).date()}",
        about=f"digest:{seeker.pk}",
        to=seeker.email,
        expires_at=planned + OLD_AFTER,
        repeatable=False,
        held=seeker.is_sample,
        headers=way_out_headers(stop_page),
        **written,
    )
