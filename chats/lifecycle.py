"""The operations. Each opens a transaction, locks, checks, writes state, history and e-mail.

Repeating a done operation is a quiet no-op; a wrong one raises `Refused` with a sentence. Each
takes `now`.
"""

from chats.addresses import forget_addresses
from chats.compose.asking import (
    copy_link,
    discard,
    expire,
    follow_times,
    offer_times,
    send,
    send_again,
    start,
    undeliverable,
    withdraw,
)
from chats.compose.nudging import (
    leave_nudge,
    nothing_came,
    plan_nudge,
    send_nudge,
    skip_nudge,
    write_nudge,
)
from chats.compose.planning import leave, plan, send_planned, unplan
from chats.compose.reading import mark_read
from chats.compose.rehearsing import rehearse
from chats.compose.taking_back import take_back
from chats.elsewhere.adding import add_chat, remove_chat
from chats.elsewhere.noting import note_answer, note_booking
from chats.elsewhere.taking_back import take_note_back
from chats.host.answering import accept_proposal, decline, opt_out, opt_out_by_mail, propose, undo
from chats.host.taking import move_free, move_offered, move_to, take, take_free
from chats.meeting.calling_off import cancel
from chats.meeting.changing import change_place, decline_move, reschedule
from chats.meeting.confirming import confirm
from chats.meeting.marking import mark_held, mark_no_show, stage_after
from chats.meeting.new_rules import settle, tell_of_new_rules
from chats.meeting.noting import save_preparation, write_notes
from chats.meeting.reminding import remind
from chats.replies.hearing import forget_wholes, hear_email
from chats.replies.hinting import note_reply

__all__ = [
    "accept_proposal",
    "add_chat",
    "cancel",
    "change_place",
    "confirm",
    "copy_link",
    "decline",
    "decline_move",
    "discard",
    "expire",
    "follow_times",
    "forget_addresses",
    "forget_wholes",
    "hear_email",
    "leave",
    "leave_nudge",
    "mark_held",
    "mark_no_show",
    "mark_read",
    "move_free",
    "move_offered",
    "move_to",
    "note_answer",
    "note_booking",
    "note_reply",
    "nothing_came",
    "offer_times",
    "opt_out",
    "opt_out_by_mail",
    "plan",
    "plan_nudge",
    "propose",
    "rehearse",
    "remind",
    "remove_chat",
    "reschedule",
    "save_preparation",
    "send",
    "send_again",
    "send_nudge",
    "send_planned",
    "settle",
    "skip_nudge",
    "stage_after",
    "start",
    "take",
    "take_back",
    "take_free",
    "take_note_back",
    "tell_of_new_rules",
    "undeliverable",
    "undo",
    "unplan",
    "withdraw",
    "write_notes",
    "write_nudge",
]
