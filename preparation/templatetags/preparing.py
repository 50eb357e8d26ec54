"""What the chat page, whose room knows nothing of this one, shows of the preparation."""

from datetime import datetime
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber

from chats.models import Chat
from chats.states import ChatStatus
from preparation.choosing import planned
from preparation.readiness import enough_for, readiness
from preparation.states import Theme

register = template.Library()


@register.filter
def enough_questions(minutes: int) -> str:
    """`Three`, where a chat is as short as that."""
    return str(apnumber(enough_for(minutes))).capitalize()


@register.filter
def has_questions(chat: Chat) -> bool:
    """A chat that was called off keeps what was written for it."""
    return chat.questions.exists()


@register.inclusion_tag("preparation/_prepared.html")
def prepared(chat: Chat, now: datetime) -> dict[str, Any]:
    """The checklist and the chosen questions: two queries."""
    questions = list(chat.questions.all())
    to_ask = [question for question in questions if not question.is_public]
    ends_well = any(question.theme == Theme.CLOSING for question in to_ask)
    return {
        "chat": chat,
        "ready": readiness(chat, len(to_ask), ends_well, chat.agreed_at, now),
        "is_to_come": chat.status == ChatStatus.SCHEDULED and chat.starts_at > now,
        "questions": questions,
        "planned": planned(questions, chat.minutes),
    }
