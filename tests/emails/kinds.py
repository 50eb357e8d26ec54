"""What the table of e-mails says of each sample, for the rules about all of them."""

from django.conf import settings

from accounts.models import User
from chats.email_groups import ASKS, NUDGES
from followups.models import TO_HOST
from outbox.kinds import EmailKind, registered


def kinds() -> dict[str, EmailKind]:
    """By the name of each sample; without the layout, which is no e-mail of its own."""
    return {
        name: kind
        for kind in registered()
        for name in (kind.name, *(f"{kind.name}_{case}" for case in kind.variants))
    }


def of_accounts() -> set[str]:
    """allauth's, which say no times and have no way out."""
    return {name for name, kind in kinds().items() if kind.about is User}


def letters() -> set[str]:
    """A person's own words to another."""
    return {*ASKS.kinds, *NUDGES.kinds, *TO_HOST.kinds}


def text_of(template: str) -> str:
    """Of a file that is missing, nothing: another test says so."""
    paths = [folder / template for folder in settings.TEMPLATES[0]["DIRS"]]
    return next((path.read_text() for path in paths if path.exists()), "")
