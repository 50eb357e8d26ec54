"""A seeker who misuses a link they have copied, through the pages alone."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats.models import Invitation, Link
from chats.tokens import form_token, hash_of
from outbox.delivery import drain
from outbox.models import OutgoingEmail
from tests.chats.hosts import at, post
from tests.factories import NOW, make_contact, make_sent_invitation

BACKEND = "django.contrib.auth.backends.ModelBackend"
VICTIM = "victim@example.com"


def signed_in(seeker: User) -> Client:
    client = Client()
    with at(NOW):
        client.force_login(seeker, BACKEND)
    return client


def ask(seeker: User, email: str = VICTIM, **fields: Any) -> Invitation:
    """The letter has left, and says where to answer; nobody has yet."""
    sent = make_sent_invitation(make_contact(seeker, "Vic Timm", email=email), **fields)
    letters_to(email)
    return sent


def copy_link(client: Client, invitation: Invitation) -> str:
    """As the page of the invitation hands it out, once."""
    page = client.post(reverse("chats:copy_link", args=[invitation.pk])).content.decode()
    found = re.search(r"/i/[\w-]{20,}/", page)
    assert found, "no link on the page"
    return found[0]


def press(path: str, action: str, **fields: Any) -> HttpResponse:
    """Somebody with the link and no account."""
    return post(Client(), path, action, **fields)


def take(path: str, slot: int) -> HttpResponse:
    return force(path, "take", slot=slot, way="video")


def force(path: str, action: str, **fields: Any) -> HttpResponse:
    """With the form token of a page that was shown once, when it still had the form."""
    link = Link.objects.get(token_hash=hash_of(path.removeprefix("/i/").rstrip("/")))
    return Client().post(
        f"{path}{action}/", {"form_token": form_token(link, timezone.now()), **fields}
    )


def letters_to(address: str) -> list[str]:
    """The kinds of what has left for it, by way of the worker's own code."""
    due = {"not_before": NOW - timedelta(days=365), "expires_at": None}  # the outbox has real time
    OutgoingEmail.objects.filter(status="pending").update(**due)
    drain()
    left = {
        str(message.message()["Message-ID"]) for message in mail.outbox if address in message.to
    }
    rows = OutgoingEmail.objects.filter(message_id__in=left).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)
