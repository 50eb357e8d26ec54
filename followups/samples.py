"""The e-mails of the thank-you and of keeping in touch, for the styleguide. Nothing is saved."""

from collections.abc import Iterable
from datetime import date, timedelta

from chats import samples
from followups import emails
from followups.digest_items import Line, Week
from followups.lifecycle import owed
from followups.models import Digest, FollowUp
from followups.states import Kind
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


SAID = {
    Kind.RESOURCE: """Dear Jonas,

I came across this map of river gauges and thought of you: it marks the ones that schools look \
after.

No need to answer.

Amara""",
    Kind.UPDATE: """Dear Jonas,

When we spoke, you told me to begin with the float switch. I did, and it has been in the river \
for a month now. Thank you for it.

Amara""",
    Kind.KEEP_IN_TOUCH: """Dear Jonas,

It has been a while since we spoke. Our third sensor went in last week, and the school next door \
has asked for one.

I hope all is well with you.

Amara""",
}


def keeping_emails() -> Iterable[Draft]:
    chat = samples.chat()
    for pk, (kind, text) in enumerate(SAID.items(), 2):
        url = "https://example.org/river-gauges" if kind == Kind.RESOURCE else ""
        said = FollowUp(
            pk=pk, seeker=chat.seeker, contact=chat.contact, kind=kind, text=text, url=url
        )
        yield emails.in_touch(said, chat.invitation, one_click=f"{samples.LINK}one-click/")
    yield emails.digest(Digest(seeker=chat.seeker), _week(), samples.NOW)


def _week() -> Week:
    page, day = "https://example.org/follow-ups/1/", timedelta(days=1)
    update = "Tell Jonas Weber what you did with their advice"
    return Week(
        [Line("Thank Jonas Weber", page, due_at=samples.NOW - day, is_late=True)],
        [Line(update, page, due_at=samples.NOW + day)],
        [Line("Jonas Weber: Send the first readings", page, due_on=date(2027, 2, 26))],
        [Line("Jonas Weber: Name two schools", page, due_on=date(2027, 2, 27))],
    )
