"""The secret address under which a seeker's calendar program follows their chats."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from chats.models import Chat, ChatFeed, ChatQuerySet
from chats.states import ChatStatus
from chats.tokens import hash_of

KEPT_AFTER = timedelta(days=90)
"""How long a chat that is over stays in the feed."""

CANCELLED_KEPT = timedelta(days=14)
"""Until every program that looks now and then has taken a cancelled chat out."""

MAX_CHATS = 500
"""Bounds what one visit costs; nobody has so many chats in three months."""


def make(seeker: User, *, now: datetime) -> str:
    """A new address, which ends the one before; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    fields = {"token_hash": hash_of(token), "created_at": now}
    ChatFeed.objects.update_or_create(seeker=seeker, defaults=fields)
    return settings.SITE_URL + reverse("chats:feed", args=[token])


def stop(seeker: User) -> None:
    ChatFeed.objects.filter(seeker=seeker).delete()


def is_on(seeker: User) -> bool:
    return ChatFeed.objects.filter(seeker=seeker).exists()


def seeker_of(token: str) -> int | None:
    """Whose feed it is, or None where the address is not known (any more)."""
    feeds = ChatFeed.objects.filter(token_hash=hash_of(token), seeker__is_active=True)
    return feeds.values_list("seeker", flat=True).first()


def chats_of(seeker: int, now: datetime) -> ChatQuerySet:
    """What is to come and what was lately; a cancelled chat for a while, to take it out."""
    gone = Q(status=ChatStatus.CANCELLED)
    lately = Q(ends_at__gt=now - KEPT_AFTER) & ~gone | Q(ends_at__gt=now - CANCELLED_KEPT) & gone
    chats = Chat.objects.filter(lately, seeker=seeker).order_by("-starts_at", "pk")
    return chats.select_related("seeker", "contact", "invitation")[:MAX_CHATS]
