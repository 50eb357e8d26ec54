"""A copied link for other channels: texts that fit them, and a code to hold a phone at. Pure."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from chats.models import Invitation

LINKEDIN_NOTE = 300
"""What LinkedIn takes along with a wish to connect, in characters."""


@dataclass(frozen=True)
class Channel:
    name: str
    title: str
    words: str
    """With the link."""


def channels(invitation: Invitation, link: str) -> list[Channel]:
    return [
        Channel("linkedin", gettext("A note on LinkedIn"), _note(invitation, link)),
        Channel("message", gettext("A direct message"), _message(invitation, link)),
        Channel("sms", gettext("WhatsApp or SMS"), _sms(invitation, link)),
    ]


def _note(invitation: Invitation, link: str) -> str:
    """The longest that fits; a company or a name may be long."""
    said = {**_said(invitation), "link": link}
    notes = [
        gettext(
            "Hello %(name)s, I would love to hear how you came to your work at %(company)s. Would "
            "%(minutes)d minutes suit you one of these days? Times, and an easy no: %(link)s "
            "Thank you, %(me)s"
        ),
        gettext(
            "Hello %(name)s, could we talk about your work for %(minutes)d minutes? Times, and an "
            "easy no: %(link)s %(me)s"
        ),
        gettext("Could we talk for %(minutes)d minutes? Times, and an easy no: %(link)s"),
    ]
    fitting = (note % said for note in notes[0 if said["company"] else 1 :])
    return next((note for note in fitting if len(note) <= LINKEDIN_NOTE), link)


def _message(invitation: Invitation, link: str) -> str:
    """The letter itself."""
    times = gettext("Times to choose from, and an easy no: %(link)s") % {"link": link}
    return f"{invitation.message.strip()}\n\n{times}"


def _sms(invitation: Invitation, link: str) -> str:
    return gettext(
        "Hello %(name)s, this is %(me)s. Could we talk for %(minutes)d minutes? My letter, times, "
        "and an easy no: %(link)s"
    ) % {**_said(invitation), "link": link}


def _said(invitation: Invitation) -> dict[str, str | int]:
    contact = invitation.contact
    return {
        "name": contact.first_name,
        "company": contact.company,
        "minutes": invitation.minutes,
        "me": invitation.seeker.display_name,
    }


def code(link: str) -> SafeString:
    """Drawn here, as paths: nobody else ever sees the link."""
    drawn = segno.make(link, error="m", micro=False)
    svg = drawn.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None)
    return mark_safe(svg)  # noqa: S308 - paths and numbers, nothing anybody typed
