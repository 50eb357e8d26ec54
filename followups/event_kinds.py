"""What followed a chat, as a timeline says it: for the table of `contacts.events`."""

from django.utils.translation import gettext_lazy as _

from chats.event_kinds import CHAT
from chats.states import Side
from contacts.event_kinds import CONTACT
from contacts.events import EventKind, Target
from contacts.states import Stage
from followups import kinds

THANK_YOU = Target("thank_you", model="chats.Chat", page="followups:thank_you")
"""A thank-you is known by its chat, as its page is."""

# -- The thank-you ------------------------------------------------------------------------------

THANK_YOU_DUE = EventKind(
    "thank_you_due", _("A thank-you is due"), target=THANK_YOU, leads_on=(Stage.THANK,)
)
THANKED = EventKind("thanked", _("You said thank you"), target=CHAT)
THANKED_ELSEWHERE = EventKind("thanked_elsewhere", _("You said thank you elsewhere"), target=CHAT)
THANK_YOU_SKIPPED = EventKind("thank_you_skipped", _("Skipped the thank-you"), target=CHAT)
THANK_YOU_STAYED = EventKind(
    "thank_you_stayed", _("Your thank-you did not leave. %(why)s"), target=CHAT
)

# -- Looking back -------------------------------------------------------------------------------

PROMISE_KEPT = EventKind(
    "promise_kept",
    {
        Side.SEEKER: _("You kept a promise: %(words)s"),
        Side.HOST: _("They kept a promise: %(words)s"),
    },
    target=CHAT,
)
NAMED_BY = EventKind("named_by", _("Named by %(name)s"), target=CONTACT)
NAMED = EventKind("named", _("Named %(name)s"), target=CONTACT)

# -- Keeping in touch ---------------------------------------------------------------------------

IN_TOUCH = EventKind("in_touch", _("You were in touch"), quoting=_("You were in touch: %(words)s"))
"""Noted by hand: real contact, from which the months count."""

KINDS = (
    *(THANK_YOU_DUE, THANKED, THANKED_ELSEWHERE, THANK_YOU_SKIPPED, THANK_YOU_STAYED),
    *(PROMISE_KEPT, NAMED_BY, NAMED, IN_TOUCH),
    *(event for spec in kinds.SPECS.values() for event in kinds.events(spec)),
)
