"""What Today asks after a chat: did it happen, and the promises whose day has come."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from accounts.models import User
from calendars import clock
from chats.models import Chat
from chats.states import Side
from followups.item import Item, Press
from followups.models import FollowUp, Promise
from followups.states import Status
from outbox.text import isolated

MAX_SHOWN = 5
ASKED_FOR = timedelta(days=14)
WEEK = timedelta(days=7)


def did_it_happen(seeker: User, now: datetime) -> Iterator[Item]:
    """Chats that are over and of which nobody said how they went. Thanks say so too."""
    begun = FollowUp.objects.thank_yous().exclude(status=Status.OPEN, text="")
    ended = Chat.objects.of(seeker).live().filter(ends_at__lte=now, ends_at__gt=now - ASKED_FOR)
    ended = ended.exclude(pk__in=begun.filter(seeker=seeker).values("chat"))
    for chat in ended.select_related("contact").order_by("ends_at")[:MAX_SHOWN]:
        yield Item(
            "Afterwards",
            "",
            f"Did your chat with {chat.contact.display_name} happen?",
            f"It was on {clock.say(chat.starts_at, seeker.time_zone)}.",
            "We moved it",
            chat.get_absolute_url(),
            action_url=reverse("chats:move", args=[chat.pk]),
            presses=_answers(chat),
            contact=chat.contact_id,
        )


def _answers(chat: Chat) -> tuple[Press, ...]:
    no_show = reverse("chats:no_show", args=[chat.pk])
    return (
        Press("Yes", reverse("chats:held", args=[chat.pk])),
        Press("They did not come", no_show, {"by": Side.HOST}),
        Press("I did not make it", no_show, {"by": Side.SEEKER}),
    )


def promises(seeker: User, now: datetime) -> Iterator[Item]:
    """Those whose day has come, by the seeker's calendar, and those without one in time."""
    today = now.astimezone(seeker.time_zone).date()
    due = Promise.objects.of(seeker).come_up(today, now)
    for promise in due.select_related("contact").order_by("due_on", "pk")[:MAX_SHOWN]:
        mine = promise.by == Side.SEEKER
        name, text = promise.contact.display_name, isolated(promise.text)
        yield Item(
            "Your promise" if mine else "Their promise",
            "due" if mine else "",
            f"You promised {name}: {text}" if mine else f"{name} offered: {text}",
            _when(promise, today, mine),
            "Change the day",
            f"{reverse('followups:after', args=[promise.chat_id])}#promises",
            presses=_settling(promise, today, mine),
            contact=promise.contact_id,
        )


def _when(promise: Promise, today: date, mine: bool) -> str:
    due_on = promise.due_on
    if due_on == today:
        return "For today."
    late = "It is still worth doing." if mine else "A friendly line may help."
    if due_on is None:
        return f"Two weeks ago or more, without a day. {late}"
    return f"For {due_on:%A} {due_on.day} {due_on:%B %Y}. {late}"


def _settling(promise: Promise, today: date, mine: bool) -> tuple[Press, ...]:
    back = {"from": "today"}
    next_week = {"due_on": (today + WEEK).isoformat(), **back}
    return (
        Press(
            "Done" if mine else "They did",
            reverse("followups:promise_kept", args=[promise.pk]),
            back,
        ),
        Press("In a week", reverse("followups:promise_due", args=[promise.pk]), next_week),
        Press("No longer needed", reverse("followups:promise_let_go", args=[promise.pk]), back),
    )
