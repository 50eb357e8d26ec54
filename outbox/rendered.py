"""An e-mail on its way into the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from outbox.languages import spoken


def new_message_id() -> str:
    """A random Message-ID (RFC 5322 section 3.6.4) at the instance's own domain."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


@dataclass(frozen=True)
class RenderedEmail:
    """An e-mail that has been rendered and not yet queued. `dedupe_key` makes it unique."""

    kind: str
    dedupe_key: str
    to: str
    subject: str
    text: str
    html: str = ""
    language: str = field(default_factory=spoken)
    about: str = ""
    from_name: str = ""
    reply_to: str = ""
    ics: str = ""
    ics_method: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    letter: bool = False
    """A person's own words to another, and not the program's."""
    urgent: bool = False
    outreach: bool = False
    expects_reply: bool = False
    """Answers to it are heard, where there is an inbox, and belong to the seeker all the same."""
    bare: Mapping[str, str] | None = None
    repeatable: bool = True
    held: bool = False
    kept_back: str = ""
    """Why it does not leave, as half a sentence; empty where it may."""
    not_before: datetime | None = None
    expires_at: datetime | None = None
    message_id: str = field(default_factory=new_message_id)
