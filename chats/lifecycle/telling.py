"""How much e-mail one ask and its chats cause to one address: bounded, whatever is pressed.

Answers and what is taken back of them, moves, other places and cancellations count together, for
each address by itself. Counted under the locks of the people, over what has left or is still to.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from chats.errors import TooMany
from chats.models import Invitation
from outbox import queue
from outbox.addresses import mailbox
from outbox.models import OutgoingEmail
from outbox.queue import Draft

LAST_WORDS = 2
"""Left free below the bound: to keep the time before a move, and to call it off. Neither is ever
refused, so that nobody waits for a chat that the other side has called off."""
OF_THE_CALENDAR = {"times_lost_seeker", "no_times_left_seeker"}
"""What a seeker's own calendar does to their offers, once a day at most. Counted here, it would
close their ask to the host."""
OFTEN = (
    "So much has been changed here that no more e-mail is sent about it. Cancelling still works; "
    "for anything else, please write to each other."
)
FULL = "they have had as many e-mails about this as we send"


def tell(invitation: Invitation, drafts: Sequence[Draft]) -> None:
    """Queue what a change says.

    Raises `TooMany` where somebody has had enough about it: then nothing changes, so that nobody
    relies on a time of which the other side was not told.
    """
    if _too_many(invitation, drafts, settings.EMAILS_PER_CHAT - LAST_WORDS):
        raise TooMany(OFTEN)
    queue.enqueue(drafts)


def tell_if_there_is_room(
    invitation: Invitation, drafts: Sequence[Draft], *, last_words: int = LAST_WORDS
) -> None:
    """Queue what changes nothing, such as a reminder, or what cannot be refused, such as a no.

    Whoever has had enough does not get it, and it stands in the outbox as kept back.
    """
    full = _too_many(invitation, drafts, settings.EMAILS_PER_CHAT - last_words)
    queue.enqueue([replace(one, kept_back=FULL) if _to(one) in full else one for one in drafts])


def _too_many(invitation: Invitation, drafts: Sequence[Draft], most: int) -> set[str]:
    """Who would have had more than that with these drafts."""
    about = [invitation.about, *(chat.about for chat in invitation.chats.only("pk"))]
    counted = [one for one in drafts if one.about in about and one.kind not in OF_THE_CALENDAR]
    heard = OutgoingEmail.objects.heard().filter(about__in=about).exclude(kind__in=OF_THE_CALENDAR)
    had = Counter(map(mailbox, heard.values_list("to", flat=True)))
    had.update(map(_to, counted))
    return {to for to in map(_to, counted) if had[to] > most}


def _to(draft: Draft) -> str:
    return mailbox(draft.to)
