"""The ask that is open with a contact: `{% open_ask contact as ask %}`."""

from django import template

from chats.models import Invitation
from chats.states import OPEN, InvitationStatus
from contacts.models import Contact

register = template.Library()


@register.simple_tag
def open_ask(contact: Contact) -> Invitation | None:
    """That an answer may still come to, by whatever way. One query."""
    asks = Invitation.objects.asked_here().filter(contact=contact)
    waiting = asks.filter(status__in=[*OPEN, InvitationStatus.UNDELIVERABLE])
    return waiting.order_by("-sent_at").first()
