"""The e-mail to the seeker the day before: all that is prepared, and a way to confirm."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from chats.meeting.emails import before_chat
from chats.models import Chat
from outbox.kinds import Audience, EmailKind, email
from outbox.languages import of_emails
from outbox.rendered import RenderedEmail
from preparation import samples
from preparation.sheet import Sheet, sheet_of


@of_emails()
def reminder_day_seeker(chat: Chat) -> RenderedEmail:
    return day_before(chat, sheet_of(chat), may_be_confirmed=chat.may_be_confirmed)


@email(
    "reminder_day_seeker",
    to=Audience.SEEKER,
    about=Chat,
    sample=lambda write: write(samples.chat(), samples.sheet()),
)
def day_before(
    kind: EmailKind, chat: Chat, sheet: Sheet, *, may_be_confirmed: bool = True
) -> RenderedEmail:
    """Logistics on both clocks, the brief, the questions with what must be asked first."""
    page = settings.SITE_URL + chat.get_absolute_url()
    return before_chat(
        kind,
        chat,
        sheet=sheet,
        sheet_page=settings.SITE_URL + reverse("preparation:sheet", args=[chat.pk]),
        may_be_confirmed=may_be_confirmed,
        confirm_page=f"{page}#confirm",
        confirm_label=gettext("Tell %(name)s that it stands") % {"name": chat.contact.first_name},
    )
