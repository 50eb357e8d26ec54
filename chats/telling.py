"""How much e-mail one ask and its chats cause to one address: bounded, whatever is pressed.

Answers and what is taken back of them, moves, other places and cancellations count together, for
each mailbox by itself. Counted under the locks of the people, over what has left or is still to.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chats.email_groups import OF_THE_CALENDAR
from chats.errors import TooMany
from chats.models import Invitation, Notification
from chats.notifications import Subject, ask_of, say, up_to_date
from outbox.addresses import mailbox_hash
from outbox.rendered import RenderedEmail
from outbox.states import DeliveryStatus

LAST_WORDS = 2
"""Left free below the bound: to keep the time before a move, and to call it off. Neither is ever
refused, so that nobody waits for a chat that the other side has called off."""
TOO_MANY_CHANGES = _(
    "So much has been changed here that no more e-mail is sent about it. Cancelling still works; "
    "for anything else, please write to each other."
)
HAD_ENOUGH = "they have had as many e-mails about this as we send"


def tell(subject: Subject, rendered: Sequence[RenderedEmail]) -> None:
    """Queue what a change says.

    Raises `TooMany` where somebody has had enough about it: then nothing changes, so that nobody
    relies on a time of which the other side was not told.
    """
    if _too_many(subject, rendered, settings.EMAILS_PER_CHAT - LAST_WORDS):
        raise TooMany(TOO_MANY_CHANGES)
    say(subject, rendered)


def tell_if_there_is_room(
    subject: Subject, rendered: Sequence[RenderedEmail], *, last_words: int = LAST_WORDS
) -> None:
    """Queue what changes nothing, such as a reminder, or what cannot be refused, such as a no.

    Whoever has had enough does not get it, and it stands in the outbox as kept back.
    """
    full = _too_many(subject, rendered, settings.EMAILS_PER_CHAT - last_words)
    say(
        subject,
        [replace(one, kept_back=HAD_ENOUGH) if _to(one) in full else one for one in rendered],
    )


def _too_many(subject: Subject, rendered: Sequence[RenderedEmail], most: int) -> set[str]:
    """Which mailboxes would have had more than that with these."""
    uncounted = OF_THE_CALENDAR.kinds
    counted = [_to(one) for one in rendered if one.kind not in uncounted]
    had = _had_about(ask_of(subject))
    had.update(counted)
    return {to for to in counted if had[to] > most}


def _had_about(invitation: Invitation) -> Counter[str]:
    told = Notification.objects.filter(invitation=invitation).exclude(
        kind__in=OF_THE_CALENDAR.kinds
    )
    return Counter(
        row.mailbox for row in up_to_date(told) if row.delivery_status != DeliveryStatus.NEVER_LEFT
    )


def _to(email: RenderedEmail) -> str:
    return mailbox_hash(email.to)
