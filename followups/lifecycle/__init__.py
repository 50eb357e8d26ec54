"""The verbs of what is owed. Each opens a transaction, locks, checks, writes; takes `now`."""

from followups.lifecycle.prompting import prompt_update
from followups.lifecycle.thanking import (
    DUE_AFTER,
    mark_sent_elsewhere,
    open_thank_you,
    owed,
    remind,
    save_draft,
    send,
    skip,
)

__all__ = [
    "DUE_AFTER",
    "mark_sent_elsewhere",
    "open_thank_you",
    "owed",
    "prompt_update",
    "remind",
    "save_draft",
    "send",
    "skip",
]
