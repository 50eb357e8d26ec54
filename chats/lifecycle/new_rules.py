"""When a government changes the clocks: tell both, ask both, and do what one of them says."""

from datetime import datetime

from django.db import transaction

from chats import agreed, emails
from chats.errors import Refused
from chats.lifecycle import meeting
from chats.lifecycle.changing import reschedule
from chats.lifecycle.locks import lock_chat
from chats.lifecycle.telling import tell, tell_if_there_is_room
from chats.lifecycle.trying import counting_clashes
from chats.models import Chat
from chats.states import ChatStatus, Side
from contacts.models import record
from contacts.states import Stage
from outbox import queue

SETTLED = "The time of this chat has been settled meanwhile. This is where things stand now."


@transaction.atomic
def tell_of_new_rules(chat: Chat, *, now: datetime) -> None:
    """Write to both, once for what the clocks have come to show. Nothing moves by itself."""
    chat = lock_chat(chat)
    asked, walls = agreed.new_rules(chat, Side.SEEKER, now), agreed.walls_now(chat)
    if asked is None or chat.told_walls == walls:
        return
    chat.told_walls = walls
    chat.save(update_fields=["told_walls"])
    drafts = [emails.clocks_changed_seeker(chat, now=now)]
    if chat.host_address:
        link = meeting.link_for(chat)
        drafts.append(emails.clocks_changed_host(chat, link=link, now=now))
    tell_if_there_is_room(chat.invitation, drafts)
    text = f"New clock rules in {asked.places}: you were both asked about the time of your chat"
    record(chat.contact, text, at=now, url=chat.get_absolute_url(), stage=Stage.BOOKED)


@counting_clashes
def settle(chat: Chat, *, on: datetime, by: Side, address: str = "", now: datetime) -> Chat:
    """What one side says to new rules: keep the moment, or move to what the agreed time now means.

    `on` is the instant the button named, so that it never means another.
    """
    stands = chat.starts_at == on and chat.status == ChatStatus.SCHEDULED
    if stands and not agreed.have_parted(chat):
        return chat
    meeting.check_still_to_come(chat, now)
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
    queue.cancel(chat.about, kinds=emails.CLOCKS_CHANGED)
    if by == Side.HOST:
        tell(chat.invitation, [emails.moment_kept_seeker(chat)])
    elif chat.host_address:
        kept = emails.moment_kept_host(chat, link=meeting.link_for(chat))
        tell(chat.invitation, [kept])
    who = "you" if by == Side.SEEKER else "them"
    text = f"Moment of the chat kept by {who} under the new clock rules"
    record(chat.contact, text, at=now, url=chat.get_absolute_url(), stage=Stage.BOOKED)
    return chat
