"""The e-mail to the seeker the day before: all that is prepared, and a way to confirm."""

from django.conf import settings
from django.urls import reverse

from chats import emails
from chats.models import Chat
from outbox.queue import Draft
from preparation.sheet import Sheet, sheet_of


def reminder_day_seeker(chat: Chat) -> Draft:
    return day_before(chat, sheet_of(chat))


def day_before(chat: Chat, sheet: Sheet) -> Draft:
    """Logistics on both clocks, the brief, the questions with what must be asked first."""
    page = settings.SITE_URL + chat.get_absolute_url()
    return emails.before_chat(
        "reminder_day_seeker",
        chat,
        sheet=sheet,
        sheet_page=settings.SITE_URL + reverse("preparation:sheet", args=[chat.pk]),
        confirm_page=f"{page}#confirm",
        confirm_label=f"Tell {chat.contact.first_name} that it stands",
    )
