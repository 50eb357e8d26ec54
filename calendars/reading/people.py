"""Who is meant by an attendee of an entry, in a calendar as in a reply."""

from urllib.parse import unquote

from icalendar import vCalAddress


def address_of(attendee: vCalAddress) -> str:
    """`mailto:` in any case of letters: Outlook writes it large. iCloud has `/aMTIz/principal/` or
    `urn:uuid:` in its place, and the address beside it (EMAIL, RFC 7986). Blank where none is."""
    scheme, _, address = str(attendee).strip().partition(":")
    if scheme.lower() == "mailto":
        return unquote(address).strip()
    return str(attendee.params.get("EMAIL", "")).strip()
