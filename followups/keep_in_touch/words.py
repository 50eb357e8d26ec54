"""Words to start from for what keeps in touch."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from coach.places import places
from coach.words import listed
from contacts.models import Contact
from followups import kinds
from followups.keep_in_touch.cadence import last_contact
from followups.limits import newest_chat
from followups.models import FollowUp
from followups.states import Acquaintance

LETTER = _("Dear %(to)s,\n\n%(words)s\n\nNo need to answer. I hope all is well with you.\n\n%(by)s")


def first_words(follow_up: FollowUp, now: datetime) -> str:
    """A start for each kind, with places that wait for the seeker's own words."""
    spec = kinds.of(follow_up)
    words = spec.first_words(follow_up, partial(acquaintance, follow_up.contact, now))
    if not spec.email:
        return words
    to, by = follow_up.contact.first_name, follow_up.seeker.first_name
    return LETTER % {"to": to, "words": words, "by": by}


def own(follow_up: FollowUp, text: str, now: datetime) -> str:
    """What the seeker made of the words to start from; blank where they stand as they were, since
    opening a page and leaving it owes nobody anything."""
    return "" if text.split() == first_words(follow_up, now).split() else text


def acquaintance(contact: Contact, now: datetime) -> Acquaintance:
    if newest_chat(contact, now):
        return Acquaintance.SPOKE
    return Acquaintance.WROTE if last_contact(contact, now) else Acquaintance.NONE


def not_ready(text: str) -> str:
    """The places that still wait for the seeker's own words; empty where it can be sent."""
    return listed(places(text))
