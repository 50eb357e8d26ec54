"""What the seeker's page of one chat shows."""

from datetime import datetime, timedelta
from typing import Any

from calendars.busy import is_busy
from chats import agreed, itip
from chats.email_groups import CHAT_TO_HOST
from chats.meeting.booking import REMIND_BEFORE
from chats.meeting.forms import ConfirmForm, LineForm, PreparationForm
from chats.meeting.thanks import thanks_for
from chats.models import CalendarReply, Change, Chat, Invitation, Slot
from chats.starters import after_a_miss
from chats.states import AnswerKind, ChangeKind, ChatStatus, ReminderKind, Side
from contacts.next_step import next_step
from outbox import arrival

CONFIRM_FROM = timedelta(days=2)
"""Earlier than this, a host has no need to hear that it stands."""


def context_for(
    chat: Chat,
    form: PreparationForm,
    now: datetime,
    keep: LineForm | None = None,
    confirm: ConfirmForm | None = None,
) -> dict[str, Any]:
    cancelled = chat.status == ChatStatus.CANCELLED
    before = chat.time_before(Side.SEEKER, now)
    thanks = thanks_for(chat)
    form.fields["hope"].help_text = _who_reads_hope(chat, now)
    return {
        "chat": chat,
        "form": form,
        "host_zone": chat.invitation.zone_for_host,
        "google_url": itip.google_url(chat),
        "outlook_url": itip.outlook_url(chat),
        "keep": keep or LineForm(),
        "confirm": confirm or ConfirmForm(),
        "confirms": _confirms(chat, now),
        "time_before": before,
        "is_busy_before": before is not None and is_busy(chat.seeker, before, before + chat.length),
        "is_busy_now": before is not None and is_busy(chat.seeker, chat.starts_at, chat.ends_at),
        "their_line": _their_line(chat),
        "ask_again": after_a_miss(chat)[1],
        "hints": _hints(chat, now),
        "now": now,
        "new_rules": agreed.new_rules(chat, Side.SEEKER, now),
        "has_begun": chat.starts_at <= now,
        "delivery_problem": _trouble(chat, now),
        "is_live": chat.status == ChatStatus.SCHEDULED,
        "has_ended": not cancelled and chat.ends_at <= now,
        "thanked": thanks.went,
        "thanks_leave_at": thanks.leave_at,
        "prepares": form.is_bound or not cancelled or _has_words(chat),
        "cancellation": _cancellation(chat) if cancelled else None,
        "opted_out": cancelled and _asked_for_no_more(chat),
        "next": next_step(chat.contact) if cancelled else None,
        "still_open": cancelled and _has_times(chat.invitation, now),
    }


def host_reads_hope(chat: Chat, now: datetime) -> bool:
    """Their e-mail of the day before is still to come, and says what the seeker hopes to learn."""
    day_before = chat.starts_at - REMIND_BEFORE[ReminderKind.DAY_HOST]
    return chat.status == ChatStatus.SCHEDULED and now < day_before and chat.gets_email


def _who_reads_hope(chat: Chat, now: datetime) -> str:
    if not chat.gets_email:
        return "Only you see this: they get no e-mail from us."
    if host_reads_hope(chat, now):
        return "They read it in their e-mail of the day before."
    return "What you change now only you see: no e-mail to them is left that could say it."


def _their_line(chat: Chat) -> str:
    """What the host wrote last: with a change, else when they took the time or proposed it."""
    if change := chat.changes.filter(by=Side.HOST).exclude(line="").first():
        return change.line
    answer = chat.invitation.answers.standing().first()
    agreed_to = answer is not None and answer.kind in {AnswerKind.TAKE, AnswerKind.COUNTER}
    return answer.line if answer and agreed_to else ""


def _hints(chat: Chat, now: datetime) -> list[CalendarReply]:
    """What calendars answered, while that could still lead to something; the host's first."""
    if chat.status != ChatStatus.SCHEDULED or chat.starts_at <= now:
        return []
    return list(CalendarReply.objects.about(chat).order_by("side"))


def _confirms(chat: Chat, now: datetime) -> bool:
    """Near enough for a host to be glad of a word, and not begun."""
    to_come = chat.status == ChatStatus.SCHEDULED and chat.starts_at > now
    is_near = chat.starts_at - now <= CONFIRM_FROM
    return to_come and (chat.confirmed_at is not None or (is_near and chat.may_be_confirmed))


def _trouble(chat: Chat, now: datetime) -> str:
    """Why the host may not know when to meet. Sample e-mail is not sent, and nobody waits."""
    if chat.seeker.is_sample or chat.starts_at <= now:
        return ""
    return arrival.delivery_problem(chat.about, CHAT_TO_HOST.kinds)


def _has_times(invitation: Invitation, now: datetime) -> bool:
    open_times = Slot.objects.open(now).filter(invitation=invitation)
    return invitation.offers_any_free_time(now) or open_times.exists()


def _has_words(chat: Chat) -> bool:
    """A chat that was called off keeps what was written for it; the page asks for questions."""
    return bool(chat.goal or chat.hope or chat.notes)


def _cancellation(chat: Chat) -> Change | None:
    """With what was said. A changed answer called it off without one of its own."""
    return chat.changes.filter(kind=ChangeKind.CANCELLED).first()


def _asked_for_no_more(chat: Chat) -> bool:
    answer = chat.invitation.answers.standing().first()
    return answer is not None and answer.kind == AnswerKind.OPT_OUT
