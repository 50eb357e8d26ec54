"""Doorbells for what time itself does to invitations and chats."""

from functools import partial
from typing import Any

from celery import shared_task
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from chats import lifecycle, limits
from chats.emails import ASKS
from chats.models import Invitation, Link, Reminder
from chats.states import ReminderKind
from outbox.arrival import about_each
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.sweeps import each

BATCH = 500


@shared_task(name="chats.sweep")
def sweep() -> None:
    """Remind; close what nobody answered; tell of what did not arrive, and of lost times."""
    remind_of_chats()
    expire_invitations()
    report_undeliverable()
    follow_offered_times()
    limits.forget(timezone.now())
    forget_links()


def remind_of_chats() -> None:
    """All but the seeker's of the day before, which `preparation` writes."""
    now = timezone.now()
    due = Reminder.objects.filter(due_at__lte=now).exclude(kind=ReminderKind.DAY_SEEKER)
    due = due.order_by("due_at")
    each(due[:BATCH], partial(lifecycle.remind, now=now))


def expire_invitations() -> None:
    now = timezone.now()
    each(Invitation.objects.to_expire(now)[:BATCH], partial(lifecycle.expire, now=now))


def follow_offered_times() -> None:
    now = timezone.now()
    each(Invitation.objects.to_follow(now)[:BATCH], partial(lifecycle.follow_times, now=now))


def report_undeliverable() -> None:
    now = timezone.now()
    waiting = Invitation.objects.awaiting_answer()
    refused = waiting.annotate(reason=Subquery(_refusals())).exclude(reason=None)

    def report(invitation: Invitation) -> None:
        reason: str = invitation.reason  # type: ignore[attr-defined]
        lifecycle.undeliverable(invitation, reason=reason, now=now)

    each(refused[:BATCH], report)


def _refusals() -> "QuerySet[OutgoingEmail, Any]":
    """What the server said to the ask that is out now.

    A round's e-mails end with it, so one from an earlier round says nothing about this one, be it
    out by e-mail or by a copied link; and what was told of is taken back.
    """
    asks = OutgoingEmail.objects.filter(
        about=about_each("invitation"), kind__in=ASKS, expires_at=OuterRef("expires_at")
    )
    return asks.filter(status=Status.DEAD).values("last_error")[:1]


def forget_links() -> None:
    """Links whose invitation is gone: an answer has nowhere to go, an opt-out runs out."""
    left = Link.objects.filter(invitation=None)
    left.exclude(purpose=Link.Purpose.OPT_OUT).delete()
    left.filter(expires_at__lt=timezone.now()).delete()
