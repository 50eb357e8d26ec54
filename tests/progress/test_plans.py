"""With a long history, what Today and the sweep ask is found by an index made for it."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from benchmarks.growth import fill
from contacts.models import Contact, Event
from followups.models import FollowUp
from outcomes.models import Outcome
from progress.models import Snapshot
from tests.factories import make_seeker

ASKS = 6_000
NOW = datetime.now(UTC)


def plan(question: "QuerySet[object]") -> str:
    return question.explain()


class LongHistory(TestCase):
    """Beside somebody with one as long. Made once, for it takes a while."""

    @classmethod
    def setUpTestData(cls) -> None:
        for each in (make_seeker(), seeker := make_seeker()):
            fill(each, ASKS, NOW)
            Snapshot.objects.create(seeker=each, figures={}, as_of=NOW)
        cls.seeker = seeker
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def test_what_today_asks_reads_no_history(self) -> None:
        self.client.force_login(self.seeker, "django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as asked:
            assert self.client.get("/").status_code == 200
            questions = [each["sql"] for each in asked if "chats_" in each["sql"]]
        plans = []
        with connection.cursor() as cursor:
            for sql in questions:
                cursor.execute(f"EXPLAIN {sql}")
                plans.append("\n".join(line for (line,) in cursor))
        said = "\n".join(plans)
        assert "invitation_declined" in said
        for table in ("chats_invitation", "chats_chat", "chats_slot", "contacts_contact"):
            assert f"Seq Scan on {table}" not in said
        assert "chats_invitation_seeker_id" not in said  # every ask there ever was

    def test_thanks_of_these_weeks_are_found_without_the_older(self) -> None:
        sent = FollowUp.objects.of(self.seeker).filter(done_at__gt=NOW - timedelta(days=15))
        assert "follow_up_thanked" in plan(sent.undelivered().order_by("done_at")[:5])

    def test_the_sweep_looks_at_the_last_hour_of_events(self) -> None:
        Event.objects.bulk_create(
            Event(
                contact=contact, at=NOW - timedelta(days=9), kind="note", data={"words": "Long ago"}
            )
            for contact in Contact.objects.of(self.seeker)
        )
        assert "event_by_time" in plan(Snapshot.objects.with_news(NOW)[:100])

    def test_the_list_of_outcomes_is_read_in_its_order(self) -> None:
        Outcome.objects.bulk_create(
            Outcome(
                seeker=self.seeker, kind="lead", happened_on=NOW.date() - timedelta(days=number)
            )
            for number in range(ASKS)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE outcomes_outcome")
        assert "outcome_newest_first" in plan(Outcome.objects.of(self.seeker)[:30])
