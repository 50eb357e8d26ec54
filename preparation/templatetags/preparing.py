"""What the chat page, whose room knows nothing of this one, shows of the preparation."""

from datetime import datetime
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils import timezone

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


@register.inclusion_tag("preparation/_prepared.html")
def prepared(chat: Chat) -> dict[str, Any]:
    """The checklist and the chosen questions: two queries."""
    questions = list(chat.questions.all())
    to_ask = sum(not question.is_public for question in questions)
    ends_well = any(question.theme == Theme.CLOSING for question in questions)
    now: datetime = timezone.now()
    return {
        "chat": chat,
        "ready": readiness(chat, to_ask, ends_well, chat.agreed_at, now),
        "is_to_come": chat.status == ChatStatus.SCHEDULED and chat.starts_at > now,
        "questions": questions,
        "planned": planned(questions, chat.minutes),
    }
