"""The e-mails of the thank-you, about invented people, for the styleguide. Nothing is saved."""

from collections.abc import Iterable

from chats import samples
from followups import emails
from followups.lifecycle import owed
from outbox.queue import Draft

WORDS = """Dear Jonas,

Thank you for yesterday. Your point about choosing the cheapest part first changed my plan: I \
start with the float switch and will tell you how it goes.

Amara"""


def thank_you_emails() -> Iterable[Draft]:
    chat = samples.chat()
    due = owed(chat)
    due.pk, due.text = 1, WORDS
    yield emails.thank_you(due, one_click=f"{samples.LINK}one-click/")
    yield emails.thank_you_due(due)
    yield emails.thank_you_last_call(due)
