"""The verbs. Each opens a transaction, locks, checks the table, writes state, history and e-mail.

Repeating a done verb is a quiet no-op; a wrong one raises `Refused` with a sentence. Each takes
`now`.
"""

from chats.lifecycle.addresses import forget_addresses
from chats.lifecycle.answering import (
    accept_proposal,
    decline,
    opt_out,
    opt_out_by_mail,
    propose,
    undo,
)
from chats.lifecycle.asking import (
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
from chats.lifecycle.changing import (
    MOST_MOVES,
    change_place,
    decline_move,
    reschedule,
    too_often,
)
from chats.lifecycle.confirming import confirm
from chats.lifecycle.hinting import note_reply
from chats.lifecycle.marking import mark_held, mark_no_show
from chats.lifecycle.meeting import cancel, remind
from chats.lifecycle.new_rules import settle, tell_of_new_rules
from chats.lifecycle.noting import save_preparation, write_notes
from chats.lifecycle.speaking import through
from chats.lifecycle.taking import move_free, move_offered, take, take_free
from chats.lifecycle.trying import tried_enough

__all__ = [
    "MOST_MOVES",
    "accept_proposal",
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
    "mark_held",
    "mark_no_show",
    "move_free",
    "move_offered",
    "note_reply",
    "offer_times",
    "opt_out",
    "opt_out_by_mail",
    "propose",
    "remind",
    "reschedule",
    "save_preparation",
    "send",
    "send_again",
    "settle",
    "start",
    "take",
    "take_free",
    "tell_of_new_rules",
    "through",
    "too_often",
    "tried_enough",
    "undeliverable",
    "undo",
    "withdraw",
    "write_notes",
]
