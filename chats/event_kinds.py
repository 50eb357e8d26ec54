"""Asking and meeting, as a timeline says it: for the table of `contacts.events`."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from chats.states import CalendarSaid, ChangeKind, Side
from contacts.events import EventKind, Target
from contacts.states import Stage

INVITATION = Target("invitation", model="chats.Invitation", page="chats:invitation")
CHAT = Target("chat", model="chats.Chat", page="chats:chat")

STAGE_BEFORE = "stage_before"
"""Of an ask's data, beside what its sentence names: where the contact stood as it was sent."""

# -- Asking -------------------------------------------------------------------------------------

STARTED = EventKind(
    "started", _("Started an invitation"), target=INVITATION, leads_on=(Stage.DRAFT,)
)
PLANNED = EventKind(
    "planned",
    _("Planned the invitation for a good hour of theirs"),
    target=INVITATION,
    leads_on=(Stage.DRAFT,),
)
UNPLANNED = EventKind(
    "unplanned", _("Took the plan back"), target=INVITATION, leads_on=(Stage.DRAFT,)
)
STAYED = EventKind(
    "stayed",
    _("The planned invitation did not leave: %(why)s"),
    target=INVITATION,
    leads_on=(Stage.DRAFT,),
)
REHEARSED = EventKind(
    "rehearsed", _("Sent it to yourself first"), target=INVITATION, leads_on=(Stage.DRAFT,)
)
DISCARDED = EventKind("discarded", _("Discarded the draft"))
INVITED = EventKind(
    "invited",
    ngettext_lazy("Invited with %(times)d time", "Invited with %(times)d times", "times"),
    target=INVITATION,
    leads_on=(Stage.ASKED,),
)
INVITED_FREELY = EventKind(
    "invited_freely", _("Invited with any free time"), target=INVITATION, leads_on=(Stage.ASKED,)
)
TAKEN_BACK = EventKind(
    "taken_back_unsent",
    _("Took the invitation back before it left"),
    target=INVITATION,
    leads_on=(Stage.DRAFT,),
)
OFFERED_TIMES = EventKind(
    "offered_times", _("Offered new times"), target=INVITATION, leads_on=(Stage.ASKED,)
)
NUDGED = EventKind("nudged", _("Reminded them once"), target=INVITATION)
SENT_AGAIN = EventKind(
    "sent_again", _("Sent once more"), target=INVITATION, leads_on=(Stage.ASKED,)
)
WITHDRAWN = EventKind("withdrawn", _("Withdrew the invitation"), target=INVITATION)
UNANSWERED = EventKind("unanswered", _("No answer to the invitation"), target=INVITATION)
TIMES_PASSED = EventKind(
    "times_passed", _("The times they proposed have passed"), target=INVITATION
)
UNDELIVERED = EventKind("undelivered", _("The invitation did not arrive"), target=INVITATION)

# -- Answering ----------------------------------------------------------------------------------

# What came by another way than the page is the seeker's doing: they noted it.
PROPOSED = EventKind(
    "proposed",
    {
        "": _("Proposed other times"),
        Side.SEEKER: _("You noted other times that they proposed elsewhere"),
    },
    target=INVITATION,
    leads_on=(Stage.COUNTERED,),
)
AGREED = EventKind(
    "agreed",
    _("You noted a yes that came elsewhere"),
    target=INVITATION,
    leads_on=(Stage.ANSWERED,),
)
ANSWERED = EventKind(
    "answered",
    _("You noted that they answered elsewhere"),
    quoting=_("You noted what they answered elsewhere: %(words)s"),
    target=INVITATION,
    leads_on=(Stage.ANSWERED,),
)
DEFERRED = EventKind("deferred", _("You noted a “not now” that came elsewhere"), target=INVITATION)
DECLINED = EventKind(
    "declined",
    {
        "": _("Declined the invitation"),
        Side.SEEKER: _("You noted a no that came elsewhere"),
    },
    target=INVITATION,
)
OPTED_OUT = EventKind("opted_out", _("Asked not to be written to"), target=INVITATION)
UNDONE = EventKind(
    "undone",
    {
        "": _("Took the answer back"),
        Side.SEEKER: _("You took back what you had noted"),
    },
    target=INVITATION,
    leads_on=(Stage.ASKED, Stage.COUNTERED, Stage.ANSWERED),
)
WROTE = EventKind("wrote", _("Wrote to you by e-mail"), target=INVITATION)
AUTOMATIC = EventKind("automatic", _("A program of theirs answered"), target=INVITATION)
CAME_BACK = EventKind(
    "came_back", _("An e-mail came back, and says nothing about the address"), target=INVITATION
)

# -- Meeting ------------------------------------------------------------------------------------

BOOKED = EventKind(
    "booked",
    {
        "": _("Chat booked"),
        Side.SEEKER: _("You noted a chat that was agreed elsewhere"),
    },
    target=CHAT,
    leads_on=(Stage.BOOKED,),
)
REMOVED = EventKind("removed", _("You took out a chat that you had noted"))
CHANGED = {
    ChangeKind.MOVED: EventKind(
        "moved",
        {Side.SEEKER: _("Chat moved by you"), Side.HOST: _("Chat moved by them")},
        target=CHAT,
        leads_on=(Stage.BOOKED,),
    ),
    ChangeKind.KEPT: EventKind(
        "move_declined",
        {
            Side.SEEKER: _("Chat kept at the time before by you"),
            Side.HOST: _("Chat kept at the time before by them"),
        },
        target=CHAT,
        leads_on=(Stage.BOOKED,),
    ),
    ChangeKind.PLACE: EventKind(
        "place_changed", _("Chat changed by you"), target=CHAT, leads_on=(Stage.BOOKED,)
    ),
}
CONFIRMED = EventKind(
    "confirmed",
    _("You confirmed that it stands"),
    quoting=_("You confirmed: %(words)s"),
    target=CHAT,
)
CANCELLED = EventKind(
    "cancelled",
    {Side.SEEKER: _("Chat cancelled by you"), Side.HOST: _("Chat cancelled by them")},
    quoting={
        Side.SEEKER: _("Chat cancelled by you: %(words)s"),
        Side.HOST: _("Chat cancelled by them: %(words)s"),
    },
    target=CHAT,
)
NEW_RULES = EventKind(
    "new_rules",
    _("New clock rules in %(places)s: you were both asked about the time of your chat"),
    target=CHAT,
    leads_on=(Stage.BOOKED,),
)
MOMENT_KEPT = EventKind(
    "moment_kept",
    {
        Side.SEEKER: _("Moment of the chat kept by you under the new clock rules"),
        Side.HOST: _("Moment of the chat kept by them under the new clock rules"),
    },
    target=CHAT,
    leads_on=(Stage.BOOKED,),
)

# -- Whether it happened, and what calendars say --------------------------------------------------

HELD = EventKind("held", _("You had your chat"), target=CHAT, leads_on=(Stage.THANK,))
NOT_HELD = EventKind(
    "not_held",
    {
        Side.SEEKER: _("You did not make it"),
        Side.HOST: _("They did not come"),
        "": _("The chat did not happen"),
    },
    target=CHAT,
)
CALENDAR_SAID = {
    CalendarSaid.ACCEPTED: EventKind(
        "calendar_accepted",
        {
            Side.SEEKER: _("Your calendar accepted the chat"),
            Side.HOST: _("Their calendar accepted the chat"),
        },
        target=CHAT,
    ),
    CalendarSaid.TENTATIVE: EventKind(
        "calendar_unsure",
        {
            Side.SEEKER: _("Your calendar is not sure about the chat yet"),
            Side.HOST: _("Their calendar is not sure about the chat yet"),
        },
        target=CHAT,
    ),
    CalendarSaid.DECLINED: EventKind(
        "calendar_declined",
        {
            Side.SEEKER: _("Your calendar declined the chat; nothing has changed by that"),
            Side.HOST: _("Their calendar declined the chat; nothing has changed by that"),
        },
        target=CHAT,
    ),
    CalendarSaid.COUNTERED: EventKind(
        "calendar_countered",
        {
            Side.SEEKER: _("Your calendar suggested another time; nothing has changed by that"),
            Side.HOST: _("Their calendar suggested another time; nothing has changed by that"),
        },
        target=CHAT,
    ),
}

KINDS = (
    *(STARTED, REHEARSED, PLANNED, UNPLANNED, STAYED, DISCARDED),
    *(INVITED, INVITED_FREELY, TAKEN_BACK, OFFERED_TIMES, NUDGED, SENT_AGAIN),
    *(WITHDRAWN, UNANSWERED, TIMES_PASSED, UNDELIVERED),
    *(PROPOSED, AGREED, ANSWERED, DEFERRED, DECLINED, OPTED_OUT, UNDONE),
    *(WROTE, AUTOMATIC, CAME_BACK),
    *(BOOKED, REMOVED, *CHANGED.values(), CONFIRMED, CANCELLED, NEW_RULES, MOMENT_KEPT),
    *(HELD, NOT_HELD, *CALENDAR_SAID.values()),
)
