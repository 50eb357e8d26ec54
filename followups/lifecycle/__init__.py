"""The verbs of what is owed. Each opens a transaction, locks, checks, writes; takes `now`."""

from followups.lifecycle.cadence import touch
from followups.lifecycle.debriefing import (
    add_people,
    add_promises,
    let_go,
    mark_kept,
    save_debrief,
    set_due,
)
from followups.lifecycle.keeping import prompt_update
from followups.lifecycle.scheduling import schedule, send_scheduled, unschedule
from followups.lifecycle.thanking import (
    mark_sent_elsewhere,
    open_thank_you,
    owed,
    remind,
    save_draft,
    send,
    skip,
)
from followups.states import DUE_AFTER

__all__ = [
    "DUE_AFTER",
    "add_people",
    "add_promises",
    "let_go",
    "mark_kept",
    "mark_sent_elsewhere",
    "open_thank_you",
    "owed",
    "prompt_update",
    "remind",
    "save_debrief",
    "save_draft",
    "schedule",
    "send",
    "send_scheduled",
    "set_due",
    "skip",
    "touch",
    "unschedule",
]
