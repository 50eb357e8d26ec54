"""What a journey begins with: a seeker who has come before, and a chat with the host who is named.

`python -m tests.journeys.begun ana@example.org Europe/Berlin jonas@example.com` prints the cookie
of the seeker's session and the number of the chat; without a host there is none.
"""

import json
import sys
from datetime import UTC, datetime, timedelta

import django


def main(email: str, zone: str, host: str = "") -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.factories import make_chat, make_contact, make_seeker

    now = datetime.now(UTC)
    long_ago = now - timedelta(days=30)
    seeker = make_seeker(
        "Ana Silva", email=email, time_zone=zone, date_joined=long_ago, welcomed_at=long_ago
    )
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    begun = {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}
    if host:
        jonas = make_contact(seeker, "Jonas Weber", email=host, role="", company="Flusswerk")
        begun["chat"] = make_chat(jonas, now=now).pk
    print(json.dumps(begun))


if __name__ == "__main__":
    main(*sys.argv[1:])
