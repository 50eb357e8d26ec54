"""An attacker who has asked somebody, a seeker whom that somebody has agreed to meet, and their own
account: `python -m tests.faults.attacked` prints what an attack through the pages begins with."""

import json
from datetime import UTC, datetime, timedelta

import django

VICTIM, OTHER = "victim@example.com", "other@example.com"
"""Who has an account as well, and who has none. The attacker has asked both."""
ATTACKER = "mal@example.org"
PASSWORD = "correct horse battery 7"


def main() -> None:
    django.setup()
    from django.conf import settings
    from django.test import Client

    from outbox.models import OutgoingEmail
    from tests.factories import make_chat, make_contact, make_seeker, make_sent_invitation

    now = datetime.now(UTC)
    hours = [
        (now + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
        + timedelta(hours=number)
        for number in range(3)
    ]
    victim = make_seeker("Vic Timm", email=VICTIM, is_staff=True, is_superuser=True)
    victim.set_password(PASSWORD)
    victim.save()
    make_chat(make_contact(victim), starts_at=hours[1], now=now)
    OutgoingEmail.objects.filter(to=VICTIM).delete()  # it waits a minute for an undo
    attacker = make_seeker("Mal Ory", email=ATTACKER, video_link="https://lure.example/win")
    asked = {
        email: make_sent_invitation(make_contact(attacker, email=email), times=hours, now=now)
        for email in (VICTIM, OTHER)
    }
    client = Client()
    client.force_login(attacker, "django.contrib.auth.backends.ModelBackend")
    begun = {
        "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "asked": {
            email: {
                "number": sent.pk,
                "slots": list(sent.slots.order_by("starts_at").values_list("pk", flat=True)),
            }
            for email, sent in asked.items()
        },
    }
    print(json.dumps(begun))


if __name__ == "__main__":
    main()
