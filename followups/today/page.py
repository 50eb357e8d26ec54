"""What to do next, in order: answers, the thank-you and its clock, the next chat, drafts.

Each kind is one query, whatever the number of rows, and shows the first few.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from accounts.models import User
from calendars import clock
from chats.email_groups import CHAT_TO_HOST
from chats.models import Chat, Invitation, with_lost_times, without_open_times
from chats.states import ChatStatus, InvitationStatus, Side
from followups.clock import clock_of
from followups.item import Item, gathered
from followups.models import FollowUp
from followups.titles import title
from followups.today import after as today_after
from followups.today import news, unsent
from followups.today.asked import before_a_nudge
from followups.today.keeping import keeping_items
from followups.today.letters import letter_items
from followups.today.unsent import of_invitation
from outbox import arrival
from outbox.suppression import suppressed_among
from preparation import readiness

MAX_SHOWN = 5
NEWS_FOR = timedelta(days=3)


def items(seeker: User, now: datetime) -> list[Item]:
    found = [
        *letter_items(seeker),
        *_answers(seeker, now),
        *unsent.stayed(seeker),
        *before_a_nudge(seeker, now),
        *_may_not_have_arrived(seeker, now),
        *today_after.did_it_happen(seeker, now),
        *_thank_yous(seeker, now),
        *today_after.promises(seeker, now),
        *_next_chats(seeker, now),
        *keeping_items(seeker, now),
        *news.to_ask_again(seeker, now),
        *news.noes(seeker, now),
        *unsent.planned(seeker),
        *unsent.drafts(seeker),
    ]
    return gathered(found)


ANSWERS = {
    InvitationStatus.COUNTERED: ("proposes other times", "Choose one", ""),
    InvitationStatus.ANSWERED: (
        "has answered",
        "Go on",
        "What is missing is a time, or a word from you.",
    ),
}


def _answers(seeker: User, now: datetime) -> Iterator[Item]:
    """Answers that wait for the seeker, and asks that cannot be answered as they stand."""
    mine = Invitation.objects.of(seeker).select_related("contact")
    answered = mine.filter(status__in=ANSWERS)
    for invitation in answered.order_by("answered_at")[:MAX_SHOWN]:
        did, action, note = ANSWERS[InvitationStatus(invitation.status)]
        what = f"{invitation.contact.display_name} {did}"
        yield of_invitation(invitation, "An answer", "answer", what, action, note)
    for invitation in without_open_times(mine, now).order_by("sent_at")[:MAX_SHOWN]:
        what = f"Offer {invitation.contact.display_name} new times"
        note = "None of the times you offered is free any more."
        yield of_invitation(invitation, "Times", "due", what, "Offer new times", note)
    for invitation in with_lost_times(mine, now).order_by("sent_at")[:MAX_SHOWN]:
        what = f"Some times you offered {invitation.contact.display_name} are gone"
        note = "They can still choose from the rest."
        yield of_invitation(invitation, "Times", "", what, "See what is left", note)
    undelivered = mine.filter(status=InvitationStatus.UNDELIVERABLE, sent_at__gt=now - NEWS_FOR * 5)
    for invitation in undelivered.order_by("sent_at")[:MAX_SHOWN]:
        what = f"Your invitation to {invitation.contact.display_name} did not arrive"
        note = "Please check the address."
        yield of_invitation(invitation, "Not delivered", "due", what, "See why", note)


def _may_not_have_arrived(seeker: User, now: datetime) -> Iterator[Item]:
    """What the host may not have read. Sample e-mail is not sent, and nobody waits for it."""
    if seeker.is_sample:
        return
    to_come = Chat.objects.of(seeker).filter(starts_at__gt=now).select_related("contact")
    unheard = arrival.undelivered("chat", CHAT_TO_HOST.kinds)
    for chat in to_come.filter(unheard).order_by("starts_at")[:MAX_SHOWN]:
        off = chat.status == ChatStatus.CANCELLED
        what = f"{chat.contact.display_name} may not know {'it is off' if off else 'when you meet'}"
        yield _not_delivered(what, "Please tell them yourself.", chat.get_absolute_url())
    sent = FollowUp.objects.of(seeker).filter(done_at__gt=now - NEWS_FOR * 5)
    for follow_up in (
        sent.thank_yous().undelivered().select_related("contact").order_by("done_at")[:MAX_SHOWN]
    ):
        what = f"Your thank-you to {follow_up.contact.display_name} may not have arrived"
        url = reverse("followups:thank_you", args=[follow_up.chat_id])
        yield _not_delivered(what, "Your words are kept: send them another way.", url)


def _not_delivered(what: str, note: str, url: str) -> Item:
    return Item("Not delivered", "due", what, note, "See why", url)


def _thank_yous(seeker: User, now: datetime) -> Iterator[Item]:
    owed = (
        FollowUp.objects.of(seeker)
        .open()
        .thank_yous()
        .select_related("contact", "seeker", "chat")
        .order_by("due_at")
    )
    first = list(owed[:MAX_SHOWN])
    refused = suppressed_among(each.its_chat.host_address for each in first)
    for follow_up in first:
        clock_now = clock_of(follow_up, now)
        why = "" if seeker.is_sample else refused.get(follow_up.its_chat.host_address, "")
        yield Item(
            "Thank-you",
            "" if follow_up.send_at else "due",
            title(follow_up, follow_up.contact.display_name),
            f"It cannot leave from here: {why}." if why else clock_now.words,
            "Change it" if follow_up.send_at else "Write it",
            reverse("followups:thank_you", args=[follow_up.chat_id]),
            None if follow_up.send_at else clock_now,
            contact=follow_up.contact_id,
        )


def _next_chats(seeker: User, now: datetime) -> Iterator[Item]:
    upcoming = Chat.objects.of(seeker).upcoming(now).select_related("contact", "seeker")
    shown = list(readiness.with_questions(upcoming)[:MAX_SHOWN])
    readiness.look_up_addresses(shown, now)
    for chat in shown:
        if chat.starts_at <= now:
            yield _going_on(chat)
            continue
        ready = readiness.of(chat, now)
        moved = ", moved by them" if chat.time_before(Side.SEEKER, now) else ""
        yield Item(
            "Next chat",
            "good",
            f"Chat with {chat.contact.display_name}{moved}",
            f"{clock.say(chat.starts_at, seeker.time_zone)}. {ready.words}",
            "Open" if ready.is_full else "Prepare",
            chat.get_absolute_url(),
            ready=ready,
        )


def _going_on(chat: Chat) -> Item:
    """Nothing is to prepare any more."""
    begun = f"It began on {clock.say(chat.starts_at, chat.seeker.time_zone)}."
    what = f"Chat with {chat.contact.display_name}"
    return Item("Now", "good", what, begun, "Open", reverse("live:now", args=[chat.pk]))
