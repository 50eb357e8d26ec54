"""With many rows, what is due is found by its partial index and not by reading the table."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chats.agreed import agreed_on
from chats.models import Chat, Invitation, Reminder
from chats.states import ChatStatus, InvitationStatus, ReminderKind, Way
from contacts.models import Contact
from followups.models import FollowUp
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.factories import make_contact, make_seeker
from tests.outbox.rendered import many_emails

pytestmark = pytest.mark.django_db

EMAILS = 12_000
NOW = datetime.now(UTC)


def analysed(*models: type) -> None:
    """With indexes of these rows alone: what tests before rolled back stays in them until they are
    cleaned, and tips the planner between two that would both serve."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table  # type: ignore[attr-defined]
            cursor.execute(f"REINDEX TABLE {table}")
            cursor.execute(f"ANALYZE {table}")


def plan(question: "QuerySet[object]") -> str:
    return question.explain(analyze=True, costs=False, summary=False, timing=False)


def test_due_emails_are_found_by_their_index() -> None:
    """Of many that wait the first few are read in their order; of few, all might be and sorted."""
    many_emails(Status.SENT, EMAILS)
    many_emails(Status.PENDING, 3_000)
    analysed(OutgoingEmail)
    found = OutgoingEmail.objects.due().order_by("not_before")[:50]
    assert "Index Scan using outbox_due" in plan(found)
    assert "Seq Scan" not in plan(found)


def test_what_else_is_asked_of_emails_is_found_by_an_index() -> None:
    many_emails(Status.SENT, EMAILS)
    many_emails(Status.PENDING, 200)
    analysed(OutgoingEmail)
    urgent = OutgoingEmail.objects.filter(urgent=True).due().order_by("not_before")[:1]
    assert "Index Scan using outbox_due_urgent" in plan(urgent)
    assert "outbox_worth_a_look" in plan(OutgoingEmail.objects.worth_a_look())
    lost = OutgoingEmail.objects.filter(status=Status.SENDING, lease_until__lt=NOW)
    assert "outbox_leased" in plan(lost)
    to_dana = OutgoingEmail.objects.addressed_to("Dana@example.com")
    assert "outbox_may_leave_to" in plan(to_dana)
    assert "outbox_may_leave_to" in plan(to_dana.waiting())


def test_what_is_outdated_is_found_by_its_index_and_in_its_order() -> None:
    """Whether all of it is, as after an upgrade, or next to nothing."""
    many_emails(Status.SENT, EMAILS)
    analysed(OutgoingEmail)
    few = OutgoingEmail.objects.outdated()[:1_000]
    assert "Index Scan using outbox_outdated" in plan(few)
    OutgoingEmail.objects.update(wanted_at=F("wanted_at") - timedelta(days=400))
    analysed(OutgoingEmail)
    said = plan(few)
    assert "Index Scan using outbox_outdated" in said
    assert "Sort" not in said


def test_due_emails_are_found_by_their_index_though_statistics_lag() -> None:
    many_emails(Status.SENT, EMAILS)
    many_emails(Status.PENDING, 3)
    analysed(OutgoingEmail)
    found = OutgoingEmail.objects.due().order_by("not_before")[:50]
    assert "Index Scan using outbox_due" in plan(found)


def test_the_operators_figures_do_not_read_the_whole_outbox() -> None:
    many_emails(Status.SENT, EMAILS)
    many_emails(Status.DEAD, 20)
    many_emails(Status.PENDING, 200)
    analysed(OutgoingEmail)
    with CaptureQueriesContext(connection) as asked:
        figures = Client().get("/healthz").json()
    assert (figures["dead"], figures["uncertain"]) == (20, 0)
    assert figures["oldest_due_seconds"] >= 199
    about_emails = [each["sql"] for each in asked if "outbox_outgoingemail" in each["sql"]]
    assert len(about_emails) == 5
    with connection.cursor() as cursor:
        for sql in about_emails:
            cursor.execute(f"EXPLAIN {sql}")
            assert "Seq Scan" not in str(cursor.fetchall())


@pytest.fixture
def many_chats() -> list[Chat]:
    """Of sixty seekers, all live and still to come."""
    contacts = [make_contact(make_seeker()) for _ in range(60)]
    made = [
        (contact.seeker, contact, index) for contact in contacts for index in range(EMAILS // 60)
    ]
    invitations = Invitation.objects.bulk_create(
        Invitation(
            seeker=seeker,
            contact=contact,
            status=InvitationStatus.EXPIRED,
            sent_at=NOW,
            expires_at=NOW,
        )
        for seeker, contact, _ in made
    )
    return Chat.objects.bulk_create(
        _chat(seeker, contact, invitation, NOW + timedelta(days=1, hours=index))
        for (seeker, contact, index), invitation in zip(made, invitations, strict=True)
    )


def _chat(seeker: User, contact: Contact, invitation: Invitation, at: datetime) -> Chat:
    return Chat(
        seeker=seeker,
        contact=contact,
        invitation=invitation,
        status=ChatStatus.SCHEDULED,
        starts_at=at,
        ends_at=at + timedelta(minutes=25),
        way=Way.VIDEO,
        booked_at=NOW,
        **agreed_on(invitation, at),
    )


def test_what_is_due_about_chats_is_found_by_index(many_chats: list[Chat]) -> None:
    Reminder.objects.bulk_create(
        Reminder(chat=chat, kind=ReminderKind.HOUR_SEEKER, due_at=chat.starts_at)
        for chat in many_chats
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            seeker_id=chat.seeker_id,
            contact_id=chat.contact_id,
            chat=chat,
            occasion=chat.about,
            due_at=chat.ends_at,
            remind_at=chat.ends_at,
        )
        for chat in many_chats
    )
    analysed(Chat, Reminder, FollowUp, Invitation)

    soon = NOW + timedelta(days=1, hours=1)
    seeker = many_chats[0].seeker
    wanted = {
        "reminder_due": Reminder.objects.filter(due_at__lte=soon).order_by("due_at")[:500],
        "follow_up_to_remind": FollowUp.objects.to_remind(soon)[:500],
        "chat_ended": Chat.objects.ended(soon),
        "chat_live": Chat.objects.filter(seeker=seeker).between(NOW, soon),
    }
    plans = {index: plan(question) for index, question in wanted.items()}
    assert [index for index, said in plans.items() if index not in said] == []
    assert [index for index, said in plans.items() if "Seq Scan" in said] == []
