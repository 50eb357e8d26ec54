"""What to do next, in order: answers, the thank-you and its clock, the next chat, drafts.

Each kind is one query, whatever the number of rows, and shows the first few.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from accounts.models import User
from calendars import clock
from chats.emails import CHAT_TO_HOST
from chats.models import Chat, Invitation
from chats.states import AnswerKind, ChatStatus, InvitationStatus, Side
from followups import today_after
from followups.clock import clock_of
from followups.item import Item, gathered
from followups.models import FollowUp
from followups.today_keeping import keeping_items
from outbox import arrival
from outbox.suppression import suppressed_among
from preparation import readiness

FEW = 5
NEWS_FOR = timedelta(days=3)


def items(seeker: User, now: datetime) -> list[Item]:
    found = [
        *_answers(seeker, now),
        *_may_not_have_arrived(seeker, now),
        *today_after.did_it_happen(seeker, now),
        *_thank_yous(seeker, now),
        *today_after.promises(seeker, now),
        *_next_chats(seeker, now),
        *keeping_items(seeker, now),
        *_news(seeker, now),
        *_drafts(seeker),
    ]
    return gathered(found)


def _answers(seeker: User, now: datetime) -> Iterator[Item]:
    """Answers that wait for the seeker, and asks that cannot be answered as they stand."""
    mine = Invitation.objects.of(seeker).select_related("contact")
    for invitation in mine.filter(status=InvitationStatus.COUNTERED).order_by("answered_at")[:FEW]:
        what = f"{invitation.contact.display_name} proposes other times"
        yield _of_invitation(invitation, "An answer", "answer", what, "Choose one")
    for invitation in mine.without_open_times(now).order_by("sent_at")[:FEW]:
        what = f"Offer {invitation.contact.display_name} new times"
        note = "None of the times you offered is free any more."
        yield _of_invitation(invitation, "Times", "due", what, "Offer new times", note)
    for invitation in mine.with_lost_times(now).order_by("sent_at")[:FEW]:
        what = f"Some times you offered {invitation.contact.display_name} are gone"
        note = "They can still choose from the rest."
        yield _of_invitation(invitation, "Times", "", what, "See what is left", note)
    undelivered = mine.filter(status=InvitationStatus.UNDELIVERABLE, sent_at__gt=now - NEWS_FOR * 5)
    for invitation in undelivered.order_by("sent_at")[:FEW]:
        what = f"Your invitation to {invitation.contact.display_name} did not arrive"
        note = "Please check the address."
        yield _of_invitation(invitation, "Not delivered", "due", what, "See why", note)


def _of_invitation(
    invitation: Invitation, kind: str, tone: str, what: str, action: str, note: str = ""
) -> Item:
    note = note or f"“{invitation.subject}”"
    return Item(kind, tone, what, note, action, invitation.get_absolute_url())


def _may_not_have_arrived(seeker: User, now: datetime) -> Iterator[Item]:
    """What the host may not have read. Sample e-mail is not sent, and nobody waits for it."""
    if seeker.is_sample:
        return
    to_come = Chat.objects.of(seeker).filter(starts_at__gt=now).select_related("contact")
    unheard = arrival.in_trouble("chat", CHAT_TO_HOST)
    for chat in to_come.filter(unheard).order_by("starts_at")[:FEW]:
        off = chat.status == ChatStatus.CANCELLED
        what = f"{chat.contact.display_name} may not know {'it is off' if off else 'when you meet'}"
        yield _not_delivered(what, "Please tell them yourself.", chat.get_absolute_url())
    sent = FollowUp.objects.of(seeker).filter(done_at__gt=now - NEWS_FOR * 5)
    for follow_up in (
        sent.thank_yous().in_trouble().select_related("contact").order_by("done_at")[:FEW]
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
    first = list(owed[:FEW])
    refused = suppressed_among(each.its_chat.host_address for each in first)
    for follow_up in first:
        clock_now = clock_of(follow_up, now)
        why = "" if seeker.is_sample else refused.get(follow_up.its_chat.host_address, "")
        yield Item(
            "Thank-you",
            "" if follow_up.send_at else "due",
            f"Thank {follow_up.contact.display_name}",
            f"It cannot leave from here: {why}." if why else clock_now.words,
            "Change it" if follow_up.send_at else "Write it",
            reverse("followups:thank_you", args=[follow_up.chat_id]),
            None if follow_up.send_at else clock_now,
            contact=follow_up.contact_id,
        )


def _next_chats(seeker: User, now: datetime) -> Iterator[Item]:
    upcoming = Chat.objects.of(seeker).upcoming(now).select_related("contact")
    for chat in readiness.with_questions(upcoming)[:FEW]:
        chat.seeker = seeker
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


NEXT_ONE = "A no is an answer, and the next ask is a new one."
LEAVE_IT = "Please leave it there. It says little about you."
NEWS: dict[str, tuple[str, str]] = {
    AnswerKind.DECLINE: ("cannot make it", NEXT_ONE),
    AnswerKind.OPT_OUT: ("asked not to be written to", LEAVE_IT),
}
CANCELLED = ("cancelled your chat", NEXT_ONE)
"""What a yes came to, where the ask is closed all the same."""


def _news(seeker: User, now: datetime) -> Iterator[Item]:
    """A recent no: nothing to do, and good to know."""
    declined = Invitation.objects.of(seeker).filter(
        status=InvitationStatus.DECLINED, answered_at__gt=now - NEWS_FOR
    )
    news = declined.with_what_stands().select_related("contact")
    for invitation in news.order_by("-answered_at")[:FEW]:
        said: str = invitation.said  # type: ignore[attr-defined]
        did, note = NEWS.get(said, CANCELLED)
        what = f"{invitation.contact.display_name} {did}"
        yield _of_invitation(invitation, "An answer", "", what, "Read it", note)


def _drafts(seeker: User) -> Iterator[Item]:
    drafts = Invitation.objects.of(seeker).drafts().select_related("contact")
    for draft in drafts.order_by("-updated_at")[:FEW]:
        what = f"Finish your invitation to {draft.contact.display_name}"
        subject = draft.said_subject or "No subject yet."
        yield _of_invitation(draft, "Draft", "", what, "Go on", subject)
