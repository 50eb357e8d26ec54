"""When a government changes the clocks: tell both, ask both, and do what one of them says."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chats import agreed
from chats.email_groups import CLOCKS_CHANGED
from chats.errors import Refused
from chats.event_kinds import MOMENT_KEPT, NEW_RULES
from chats.locks import lock_chat
from chats.meeting import booking, checks, emails
from chats.meeting.changing import reschedule
from chats.meeting.move_conflicts import counting_conflicts
from chats.models import Chat
from chats.notifications import take_back
from chats.states import ChatStatus, Side
from chats.telling import tell, tell_if_there_is_room
from contacts.models import record
from contacts.states import Stage

SETTLED = _("The time of this chat has been settled meanwhile. This is where things stand now.")


@transaction.atomic
def tell_of_new_rules(chat: Chat, *, now: datetime) -> None:
    """Write to both, once for what the clocks have come to show. Nothing moves by itself."""
    chat = lock_chat(chat)
    asked, local_times = agreed.new_rules(chat, Side.SEEKER, now), agreed.local_times_now(chat)
    if asked is None or chat.told_local_times == local_times:
        return
    chat.told_local_times = local_times
    chat.save(update_fields=["told_local_times"])
    rendered = [emails.clocks_changed_seeker(chat, now=now)]
    if chat.host_address:
        link = booking.link_for(chat)
        rendered.append(emails.clocks_changed_host(chat, link=link, now=now))
    tell_if_there_is_room(chat, rendered)
    contact, places = chat.contact, asked.places
    record(contact, NEW_RULES, at=now, target=chat, stage=Stage.BOOKED, places=places)


@counting_conflicts
def settle(chat: Chat, *, on: datetime, by: Side, address: str = "", now: datetime) -> Chat:
    """What one side says to new rules: keep the moment, or move to what the agreed time now means.

    `on` is the instant the button named, so that it never means another.
    """
    stands = chat.starts_at == on and chat.status == ChatStatus.SCHEDULED
    if stands and not agreed.have_parted(chat):
        return chat
    checks.check_still_to_come(chat, now)
    if stands:
        return _keep(chat, by, now)
    asked = agreed.new_rules(chat, by, now)
    if asked is None or on not in asked.choices:
        raise Refused(SETTLED)
    return reschedule(chat, starts_at=on, by=by, address=address, now=now)


def _keep(chat: Chat, by: Side, now: datetime) -> Chat:
    """The moment stands, and what the clocks show at it is agreed from now on."""
    stamped = agreed.agreed_on(chat.invitation, chat.starts_at)
    for name, value in stamped.items():
        setattr(chat, name, value)
    chat.save(update_fields=list(stamped))
    take_back(chat, kinds=CLOCKS_CHANGED.kinds)
    if by == Side.HOST:
        tell(chat, [emails.moment_kept_seeker(chat)])
    elif chat.host_address:
        kept = emails.moment_kept_host(chat, link=booking.link_for(chat))
        tell(chat, [kept])
    record(chat.contact, MOMENT_KEPT, at=now, side=by, target=chat, stage=Stage.BOOKED)
    return chat
