"""What came of chats, as a timeline says it: for the table of `contacts.events`."""

from django.utils.translation import gettext_lazy as _

from contacts.events import EventKind
from outcomes.states import Kind

OUTCOMES = {"outcome": {kind.value: kind.label for kind in Kind}}

CAME_OF_IT = EventKind(
    "came_of_it",
    _("What came of it: %(outcome)s"),
    quoting=_("What came of it: %(outcome)s: %(words)s"),
    labels=OUTCOMES,
)
LED_TO_IT = EventKind(
    "led_to_it",
    _("Led you to %(name)s, and so: %(outcome)s"),
    quoting=_("Led you to %(name)s, and so: %(outcome)s: %(words)s"),
    labels=OUTCOMES,
)
TAKEN_BACK = EventKind(
    "taken_back",
    _("Taken back: %(outcome)s"),
    quoting=_("Taken back: %(outcome)s: %(words)s"),
    labels=OUTCOMES,
)

KINDS = (CAME_OF_IT, LED_TO_IT, TAKEN_BACK)
