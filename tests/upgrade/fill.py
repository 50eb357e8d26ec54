"""Fill an empty database with rows in every table, as the code of that day leaves them.

A dump is made with this in a checkout of the commit whose databases are to be upgraded
(`8bd7326.sql.gz` with that of 28 November 2026, the last one before each app had one migration):

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
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, Permission
from django.core.cache import cache

from calendars.lifecycle import add_caldav
from chats.models import InboxMark, RulesCompared
from coffeechat.sample import lifecycle as sample
from outbox.models import Heartbeat, OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests.archive.world import everything
from tests.factories import NOW

sample.build(zone=ZoneInfo("Europe/Berlin"), now=NOW)
ana = everything("ana")
add_caldav(ana, "https://caldav.example.org/ana/", "ana", "hush-password", "Work", now=NOW)
Group.objects.get().permissions.add(*Permission.objects.all()[:2])
suppress("never.again@example.com", Suppression.Reason.OPT_OUT, at=NOW)
suppress("nobody@example.com", Suppression.Reason.BOUNCE, at=NOW)
Heartbeat.objects.create(name="sweep", at=NOW)
InboxMark.objects.create(place="imap.example.org/INBOX", validity=1, uid=7)
RulesCompared.under("2026b", NOW)
cache.set("sign-in", 1, timedelta(days=3650).total_seconds())

for status in (Status.SENT, Status.UNCERTAIN, Status.DEAD):
    first = OutgoingEmail.objects.waiting().earliest("pk")
    OutgoingEmail.objects.filter(pk=first.pk).update(status=status)
