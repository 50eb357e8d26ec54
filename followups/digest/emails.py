"""The weekly e-mail of what is due, to the seeker alone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from chats.writing import as_read_by, way_out_headers
from followups import tokens
from followups.digest import samples
from followups.digest.items import Week
from followups.models import Digest
from outbox import subjects
from outbox.kinds import Audience, EmailKind, email
from outbox.rendered import RenderedEmail
from outbox.rendering import render

OLD_AFTER = timedelta(days=2)


@email(
    "digest",
    to=Audience.SEEKER,
    about=Digest,
    sample=lambda write: write(samples.digest(), samples.week(), samples.NOW),
)
def digest(kind: EmailKind, row: Digest, week: Week, planned: datetime) -> RenderedEmail:
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
        written = render(kind.name, context)
    return RenderedEmail(
        kind=kind.name,
        dedupe_key=f"{kind.name}:{seeker.pk}:{planned.astimezone(zone).date()}",
        about=subjects.about("digest", seeker.pk),
        to=seeker.email,
        expires_at=planned + OLD_AFTER,
        repeatable=False,
        held=seeker.is_sample,
        headers=way_out_headers(stop_page),
        **written,
    )
