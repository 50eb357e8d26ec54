"""The operations of what is owed. Each opens a transaction, locks, checks, writes; takes `now`."""

from followups.debrief.debriefing import (
    add_people,
    add_promises,
    let_go,
    mark_kept,
    save_debrief,
    set_due,
)
from followups.keep_in_touch.cadence import touch
from followups.keep_in_touch.keeping import prompt_update
from followups.states import DUE_AFTER
from followups.thank_you.scheduling import schedule, send_scheduled, unschedule
from followups.thank_you.thanking import (
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
