"""What a journey begins with: a seeker who has come before, and a letter to the host who is named.

`python -m tests.journeys.asked ana@example.org jonas@example.com` prints the cookie of the seeker's
session and the number of the invitation.
"""

import json
import sys
from datetime import UTC, datetime, timedelta

import django


def main(email: str, host: str) -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.factories import make_contact, make_seeker, make_sent_invitation

    now = datetime.now(UTC)
    long_ago = now - timedelta(days=30)
    seeker = make_seeker(
        "Ana Silva",
        email=email,
        time_zone="Europe/Berlin",
        date_joined=long_ago,
        welcomed_at=long_ago,
    )
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    jonas = make_contact(seeker, "Jonas Weber", email=host, time_zone="Europe/Berlin")
    asked = make_sent_invitation(jonas, now=now, subject="Your talk on river sensors")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    print(json.dumps({"cookie": cookie, "invitation": asked.pk}))


if __name__ == "__main__":
    main(*sys.argv[1:])
