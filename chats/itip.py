"""Calendar entries for e-mail (iTIP, RFC 5546), written by the icalendar library.

Same UID for life, SEQUENCE rising, times in UTC, the body's METHOD the same as the MIME part's.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText

from chats.models import Chat
from chats.states import ChatStatus, Way
from chats.ways import say_meeting
from outbox.kinds import CANCEL
from outbox.text import joined, one_line, plain

REQUEST = "REQUEST"

AGAIN_AFTER = timedelta(hours=1)
"""How often a program that follows the feed is asked to look."""


def entry(chat: Chat, method: str, *, now: datetime) -> str:
    """The calendar entry as text with CRLF line ends, folded at 75 octets."""
    calendar = _calendar()
    calendar.add("method", method)
    calendar.add_component(_event(chat, method, now))
    return str(calendar.to_ical(), "utf-8")


def bare(chat: Chat, method: str, *, now: datetime) -> str:
    """The same without anybody's name, words or links, so that a calendar follows all the same."""
    calendar, event = _calendar(), _event(chat, method, now)
    calendar.add("method", method)
    for name in ("summary", "description", "location", "organizer", "attendee"):
        event.pop(name, None)
    event.add("summary", gettext("Coffee chat"))
    event.add("description", str(Way(chat.way).label))
    event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "CoffeeChat"))
    event.add("attendee", vCalAddress(f"mailto:{chat.host_address}"))
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def stored(chat: Chat, *, now: datetime) -> str:
    """The same as it stands in a calendar: no METHOD there (RFC 4791 section 4.1), and nobody to
    be invited by the server that holds it."""
    calendar = _calendar()
    calendar.add_component(_without_people(chat, now))
    return str(calendar.to_ical(), "utf-8")


def feed(chats: Iterable[Chat]) -> str:
    """All of them as one calendar to subscribe to.

    DTSTAMP says when an entry was made rather than when it is read (RFC 5545 section 3.8.7.2), so
    that a feed in which nothing changed stays the same to the byte.
    """
    calendar = _calendar()
    name = gettext("Coffee chats")
    calendar.add("name", name)  # RFC 7986 section 5.1
    calendar.add("x-wr-calname", name)  # what Apple, Google and Outlook read instead
    calendar.add("refresh-interval", AGAIN_AFTER, parameters={"value": "DURATION"})
    for chat in chats:
        calendar.add_component(_without_people(chat, chat.booked_at))
    return str(calendar.to_ical(), "utf-8")


def _without_people(chat: Chat, now: datetime) -> Event:
    """An entry that is handed on or kept by a server carries nobody's address."""
    event = _event(chat, CANCEL if chat.status == ChatStatus.CANCELLED else REQUEST, now)
    for name in ("organizer", "attendee"):
        event.pop(name, None)
    return event


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//CoffeeChat//EN")
    calendar.add("version", "2.0")
    return calendar


def _event(chat: Chat, method: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", chat.uid)
    event.add("sequence", chat.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", chat.starts_at)
    event.add("dtend", chat.ends_at)
    event.add("summary", _as_text(title(chat)))
    event.add("description", _as_text(description(chat)))
    if where := plain(chat.where).strip():  # libical takes an empty one for an error
        event.add("location", _as_text(where))
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", _organizer(chat))
    for attendee in _attendees(chat, method):
        event.add("attendee", attendee)
    return event


def _as_text(typed: str) -> str:
    """The icalendar library would write a typed backslash and N as a line break."""
    return typed.replace("\\N", "\\n")


def title(chat: Chat) -> str:
    """Names both, since it stands in both calendars."""
    names = {"host": chat.contact.display_name, "seeker": chat.seeker.display_name}
    return joined(gettext("Coffee chat: %(host)s and %(seeker)s") % names)


def description(chat: Chat) -> str:
    """How they meet; nothing private, since calendars are shared with colleagues."""
    return plain(say_meeting(chat)).strip()


def _organizer(chat: Chat) -> vCalAddress:
    """The address that sends, under the seeker's name; replies would otherwise be refused."""
    return _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], chat.seeker.display_name)


def _attendees(chat: Chat, method: str) -> list[vCalAddress]:
    """Both have agreed already. Where somebody reads replies, RSVP asks mail programs to send one
    when that changes: Outlook sends none without."""
    rsvp = "TRUE" if settings.INBOX and method == REQUEST else "FALSE"
    people = [
        (chat.seeker.email, chat.seeker.display_name),
        (chat.host_address, chat.contact.name),
    ]
    attendees = [_address(email, name) for email, name in people if email]
    for attendee in attendees:
        attendee.params["role"] = vText("REQ-PARTICIPANT")
        attendee.params["partstat"] = vText("ACCEPTED")
        attendee.params["rsvp"] = vText(rsvp)
    return attendees


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    # DQUOTE cannot be written in a parameter at all (RFC 5545 section 3.2); libical reads a
    # backslash before the closing one as if it were part of the name, and loses the address.
    address.params["cn"] = vText(one_line(name).replace('"', "'").replace("\\", "/"))
    return address


def google_url(chat: Chat) -> str:
    """Opens Google Calendar with the entry filled in. Nothing is sent before it is clicked."""
    utc = "%Y%m%dT%H%M%SZ"
    query = {
        "action": "TEMPLATE",
        "text": title(chat),
        "dates": f"{chat.starts_at:{utc}}/{chat.ends_at:{utc}}",
        "details": description(chat),
        "location": chat.where,
    }
    return f"https://calendar.google.com/calendar/render?{urlencode(query)}"


def outlook_url(chat: Chat) -> str:
    """The same for Outlook on the web."""
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title(chat),
        "startdt": chat.starts_at.isoformat(),
        "enddt": chat.ends_at.isoformat(),
        "body": description(chat),
        "location": chat.where,
    }
    return f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(query)}"
