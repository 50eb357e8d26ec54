"""Staying in each other's sight on LinkedIn: a note to take there."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followups.kinds.spec import Button, ByHand, HowWell, Spec, Wording, WordsField, event
from followups.states import Acquaintance, Kind

if TYPE_CHECKING:
    from contacts.models import Contact
    from followups.models import FollowUp

MAX_NOTE_LENGTH = 200
"""What LinkedIn takes with an invitation from a free account; a paid one may write 300."""
MAX_NAME_LENGTH = 40


def note(follow_up: "FollowUp", how_well: HowWell) -> str:
    """Short enough for a free account, whatever the names. It thanks for a talk there was."""
    if how_well() == Acquaintance.SPOKE:
        said = gettext(
            "Hello %(to)s, thank you for our conversation. I would be glad to stay in touch with "
            "you here. %(by)s"
        )
    else:
        said = gettext("Hello %(to)s, I would be glad to be in touch with you here. %(by)s")
    to, by = follow_up.contact.first_name, follow_up.seeker.first_name
    return said % {"to": to[:MAX_NAME_LENGTH], "by": by[:MAX_NAME_LENGTH]}


def page_of(contact: "Contact") -> str:
    """Their page where it is among the contact's links, else a search for them."""
    own = next((link for link in contact.links if _is_linkedin(link)), "")
    words = {"keywords": f"{contact.name} {contact.company}".strip()}
    return own or f"https://www.linkedin.com/search/results/people/?{urlencode(words)}"


def _is_linkedin(link: str) -> bool:
    parts = urlsplit(link)
    host = parts.hostname or ""
    return parts.scheme in {"http", "https"} and f".{host}".endswith(".linkedin.com")


SPEC = Spec(
    kind=Kind.LINKEDIN,
    wording=Wording(
        title=_("Connect with %(name)s on LinkedIn"),
        done=event("connected", _("You asked to connect on LinkedIn")),
        skipped=event("connecting_skipped", _("Skipped LinkedIn")),
    ),
    note=_("A note is ready. One press on their page, and you stay in each other’s sight."),
    action=_("Open"),
    first_words=note,
    words=WordsField(
        _("Your note"),
        rows=4,
        max_length=MAX_NOTE_LENGTH,
        help_text=format_lazy(
            _("LinkedIn takes {length} characters from a free account."), length=MAX_NOTE_LENGTH
        ),
    ),
    by_hand=ByHand(
        action=_("Open LinkedIn"),
        url=page_of,
        how=_(
            "Copy the note, open LinkedIn, press Connect and add it there. We cannot see whether "
            "you did, so tell us here."
        ),
    ),
    button=Button("connect", _("Connect on LinkedIn")),
    once=True,
)
