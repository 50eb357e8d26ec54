"""Fill an empty database with rows in every table, as the code of that day leaves them.

A dump is made with this in a checkout of the commit whose databases are to be upgraded
(`8bd7326.sql.gz` with that of 28 November 2026, the last one before each app had one migration;
`cf69009.sql.gz` with that of the 29th, the last one in which the outbox alone knew what was told):

    export DATABASE_URL=postgres://…/empty REDIS_URL=redis://… ENV_FILE=/dev/null
    export SECRET_KEY='of the dumps alone' SITE_URL=https://coffee.example
    python manage.py migrate && python manage.py createcachetable
    python manage.py shell --no-imports < …/tests/upgrade/fill.py
    pg_dump --inserts --rows-per-insert=500 --no-owner --no-privileges --no-comments \\
        $DATABASE_URL \\
        | grep -v -e '^SET transaction_timeout' -e '^.restrict' -e '^.unrestrict' \\
        | gzip -9n > …/tests/upgrade/$(git rev-parse --short HEAD).sql.gz

The two kinds of lines that are left out are for newer servers, and for psql alone.
"""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, Permission
from django.core.cache import cache

from calendars.lifecycle import add_caldav
from chats import lifecycle
from chats.models import Chat, InboxMark, Invitation, RulesCompared
from chats.states import Side, Way
from local.sample import lifecycle as sample
from outbox.delivery_results import DeliveryResult
from outbox.models import Heartbeat, Outage, OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests import by_link
from tests.archive.world import everything
from tests.factories import NOW, make_contact, make_sent_invitation, three_times

sample.build(zone=ZoneInfo("Europe/Berlin"), now=NOW)
ana = everything("ana")
add_caldav(ana, "https://caldav.example.org/ana/", "ana", "hush-password", "Work", now=NOW)
Group.objects.get().permissions.add(*Permission.objects.all()[:2])
suppress("never.again@example.com", Suppression.Reason.OPT_OUT, at=NOW)
suppress("nobody@example.com", Suppression.Reason.BOUNCE, at=NOW)
Heartbeat.objects.create(name="sweep", at=NOW)
Outage.objects.create(name="mail server", since=NOW, said="421 Not now", try_at=NOW)
InboxMark.objects.create(place="imap.example.org/INBOX", validity=1, uid=7)
RulesCompared.under("2026b", NOW)
cache.set("sign-in", 1, timedelta(days=3650).total_seconds())

for status in (Status.SENT, Status.UNCERTAIN, Status.DEAD):
    first = OutgoingEmail.objects.waiting().earliest("pk")
    OutgoingEmail.objects.filter(pk=first.pk).update(status=status)

# -- What was told, and what was not: one chat or ask for each way an e-mail can end --

DAY = timedelta(days=1)


def now_is(thing: Chat | Invitation, kind: str, status: Status, **fields: object) -> None:
    """As the worker leaves what it has tried."""
    tried = OutgoingEmail.objects.about(thing.about).waiting().filter(kind=kind)
    assert tried.update(status=status, **fields) == 1


def left(thing: Chat | Invitation, *kinds: str) -> None:
    for kind in kinds:
        now_is(thing, kind, Status.SENT, started_at=NOW, sent_at=NOW)


def chat_on(day: int, name: str) -> Chat:
    """Asked by a letter that has arrived, and booked by its link."""
    times = [one + day * DAY for one in three_times()[:1]]
    sent = make_sent_invitation(make_contact(ana, name), times=times)
    left(sent, "invitation")
    return by_link.take(sent, sent.slots.get().pk, way=Way.VIDEO, now=NOW)


def move(chat: Chat) -> Chat:
    to = chat.starts_at + timedelta(hours=2)
    return lifecycle.reschedule(chat, starts_at=to, by=Side.SEEKER, now=NOW)


told = chat_on(10, "Told both")
left(told, "booked_host", "booked_seeker")
left(move(told), "moved_host", "moved_seeker")
left(chat_on(11, "Told the host"), "booked_host")
left(chat_on(12, "Told the seeker"), "booked_seeker")
chat_on(13, "Told nobody")
move(chat_on(14, "Moved before anybody heard"))

refused = chat_on(15, "Refused the host")
now_is(refused, "booked_host", Status.DEAD, started_at=NOW, delivery_result=DeliveryResult.EMAIL)
unclear = chat_on(16, "Unclear to both")
now_is(unclear, "booked_host", Status.UNCERTAIN, started_at=NOW)
now_is(unclear, "booked_seeker", Status.UNCERTAIN, started_at=NOW)
bounced = chat_on(17, "Held for a bounce")
now_is(bounced, "booked_host", Status.HELD, delivery_result=DeliveryResult.ADDRESS)
late = chat_on(18, "Came too late")
now_is(late, "booked_host", Status.CANCELLED, last_error="came too late")
leaving = chat_on(19, "Leaving now")
now_is(leaving, "booked_host", Status.SENDING, started_at=NOW, lease=uuid4(), lease_until=NOW)

cancelled = chat_on(20, "Called off")
left(cancelled, "booked_host", "booked_seeker")
lifecycle.cancel(cancelled, by=Side.SEEKER, now=NOW)
left(cancelled, "cancelled_host", "cancelled_seeker")

proposed = make_sent_invitation(make_contact(ana, "Proposed"))
left(proposed, "invitation")
by_link.propose(proposed, times=[NOW + 25 * DAY], way=Way.VIDEO, now=NOW)
left(proposed, "countered_seeker")
by_link.propose(proposed, times=[NOW + 26 * DAY], way=Way.VIDEO, now=NOW)
never_there = make_sent_invitation(make_contact(ana, "Letter refused"))
now_is(
    never_there, "invitation", Status.DEAD, started_at=NOW, delivery_result=DeliveryResult.ADDRESS
)
