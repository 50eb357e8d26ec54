"""The events of contacts alone, and what was told before events were facts."""

from django.utils.translation import gettext_lazy as _

from contacts.events import EventKind, Target

CONTACT = Target("contact", model="contacts.Contact", page="contacts:detail")

LED_HERE = EventKind("led_here", _("%(by)s led you to %(name)s"))
LED_ON = EventKind("led_on", _("Led you to %(name)s"))
NOTE = EventKind("note", "%(words)s")
"""A line as it was told once, by no sentence of this table."""

KINDS = (LED_HERE, LED_ON, NOTE)
