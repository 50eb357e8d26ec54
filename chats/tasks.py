"""Tasks for what time itself does to invitations and chats."""

from datetime import datetime, timedelta
from functools import partial

from celery import shared_task
from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from calendars import my_hours
from calendars import rules as zone_rules
from chats import agreed, lifecycle
from chats.compose import deafness
from chats.email_groups import ASKS, NUDGES
from chats.meeting import limits
from chats.models import Chat, Invitation, Link, Plan, Reminder, RulesCompared, to_follow
from chats.replies.sweep import read_new
from chats.states import ReminderKind, Side
from outbox.delivery_results import DeliveryResult
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.subjects import about_each
from outbox.sweeps import alone, each

BATCH_ROWS = 500
ONE_AT_A_TIME = 0x726570
"""Names the lock of reading replies among Postgres's advisory locks."""
MAX_COMPARED = 20_000
"""In one run; the next goes on from there."""


@shared_task(name="chats.sweep")
def sweep() -> None:
    """Remind; send what is planned; close what nobody answered; tell of what did not arrive, and
    of lost times."""
    remind_of_chats()
    send_planned()
    expire_invitations()
    remind_of_asks()
    report_undeliverable()
    my_hours.follow_zones(now=timezone.now())  # first, for the next asks about days off
    follow_offered_times()
    limits.forget(timezone.now())
    forget_links()
    forget_wholes()


@shared_task(name="chats.replies")
def read_replies() -> None:
    """What calendars and people have answered, where somebody reads that; what came back for good
    is told of at once."""
    if not settings.INBOX:
        return
    with alone(ONE_AT_A_TIME) as first:
        if first:
            read_new(now=timezone.now())
            report_undeliverable()


@shared_task(name="chats.compare_rules")
def compare_rules() -> None:
    """Where today's rules part a chat's moment from what was agreed, both are told and asked.

    Chats are compared when the rules have changed and once a day, else nothing is read but a row.
    """
    now, rules = timezone.now(), zone_rules.in_use()
    compared = RulesCompared.under(rules, now)
    if compared.reached is not None:
        zone_rules.read_anew()
    for _ in range(MAX_COMPARED // BATCH_ROWS):
        if compared.reached is None:
            return
        batch = Chat.objects.to_compare(compared.reached, compared.reached_pk)[:BATCH_ROWS]
        each(batch, partial(_tell_if_shifted, now=now))
        compared.go_on_from(batch[len(batch) - 1] if len(batch) == BATCH_ROWS else None)


def _tell_if_shifted(chat: Chat, now: datetime) -> None:
    """Hardly ever is there anything to tell, and to see that takes neither lock nor query."""
    if agreed.new_rules(chat, Side.SEEKER, now) and chat.told_local_times != agreed.local_times_now(
        chat
    ):
        lifecycle.tell_of_new_rules(chat, now=now)


def remind_of_chats() -> None:
    """All but the seeker's of the day before, which `preparation` writes."""
    now = timezone.now()
    due = Reminder.objects.filter(due_at__lte=now).exclude(kind=ReminderKind.DAY_SEEKER)
    due = due.order_by("due_at")
    each(due[:BATCH_ROWS], partial(lifecycle.remind, now=now))


def send_planned() -> None:
    now = timezone.now()
    due = Plan.objects.nearly_due(now).select_related("invitation__seeker", "invitation__contact")
    each(due[:BATCH_ROWS], partial(lifecycle.leave, now=now))


def remind_of_asks() -> None:
    """Whoever has not answered, once."""
    now = timezone.now()
    due = deafness.due(now).select_related("invitation__seeker", "invitation__contact")
    each(due[:BATCH_ROWS], partial(lifecycle.leave_nudge, now=now))


def expire_invitations() -> None:
    now = timezone.now()
    each(Invitation.objects.to_expire(now)[:BATCH_ROWS], partial(lifecycle.expire, now=now))


def follow_offered_times() -> None:
    now = timezone.now()
    each(to_follow(now)[:BATCH_ROWS], partial(lifecycle.follow_times, now=now))


def report_undeliverable() -> None:
    now = timezone.now()
    waiting = Invitation.objects.awaiting_answer()
    refused = waiting.annotate(
        reason=Subquery(_refusals().values("last_error")[:1]),
        delivery_result=Subquery(_refusals().values("delivery_result")[:1]),
    ).exclude(reason=None)

    def report(invitation: Invitation) -> None:
        reason: str = invitation.reason  # type: ignore[attr-defined]
        delivery_result: str = invitation.delivery_result  # type: ignore[attr-defined]
        lifecycle.undeliverable(invitation, reason=reason, delivery_result=delivery_result, now=now)

    each(refused.order_by("pk")[:BATCH_ROWS], report)


def _refusals() -> "QuerySet[OutgoingEmail]":
    """The ask that is out now, where the server refused it. A reminder tells of the address alone:
    the letter has arrived.

    A round's e-mails end with it, so one from an earlier round says nothing about this one, be it
    out by e-mail or by a copied link; and what was told of is taken back.
    """
    asks = OutgoingEmail.objects.filter(
        _carries_the_ask(), about=about_each("invitation"), expires_at=OuterRef("expires_at")
    )
    return asks.filter(status=Status.DEAD).order_by("-pk")


def _carries_the_ask() -> Q:
    no_address = Q(kind__in=NUDGES.kinds, delivery_result=DeliveryResult.ADDRESS)
    return Q(kind__in=ASKS.kinds) | no_address


def forget_wholes() -> None:
    """Of what came by e-mail, as of what left."""
    kept = timedelta(days=settings.EMAIL_RETENTION_DAYS)
    lifecycle.forget_wholes(timezone.now() - kept)


def forget_links() -> None:
    """Links whose invitation is gone: those that speak for nobody, and those that have run out; of
    the rest, where they were sent."""
    left = Link.objects.filter(invitation=None)
    speaks_for_nobody = Q(address="") | Q(purpose=Link.Purpose.REHEARSAL)
    left.filter(speaks_for_nobody | Q(expires_at__lt=timezone.now())).delete()
    lifecycle.forget_addresses(left)
