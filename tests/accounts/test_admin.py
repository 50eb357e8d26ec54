"""The operator's pages show what is stuck, and none of what people wrote."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats.models import Chat, Invitation
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import suppress
from tests.accounts.door import sign_in_just_now
from tests.factories import make_chat, make_seeker

pytestmark = pytest.mark.django_db

SHOWN = [User, OutgoingEmail, Suppression, Invitation, Chat]
LIST = reverse("admin:outbox_outgoingemail_changelist")


@pytest.fixture
def operator(client):
    sign_in_just_now(client, make_seeker(is_staff=True, is_superuser=True))
    return client


def email(status: Status, number: int = 1) -> OutgoingEmail:
    return OutgoingEmail.objects.create(
        kind="invitation",
        dedupe_key=f"test:{number}",
        message_id=f"<{number}@example.org>",
        to="host@example.com",
        subject="SECRET SUBJECT",
        text="SECRET TEXT https://example.org/i/token/",
        html="SECRET HTML",
        ics="SECRET ICS",
        headers={"List-Unsubscribe": "SECRET HEADER"},
        status=status,
        attempts=9,
        last_error="550 no such user",
        not_before=timezone.now() - timedelta(days=1),
    )


def address(thing, page: str, *arguments: object) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("model", SHOWN)
def test_a_seeker_is_not_let_in(client, model):
    client.force_login(make_seeker())
    assert client.get(address(model, "changelist")).status_code == 302


@pytest.mark.parametrize("model", SHOWN)
def test_every_list_and_every_page_opens(operator, model):
    make_chat()
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    assert operator.get(address(model, "changelist")).status_code == 200
    thing = model.objects.earliest("pk")
    assert operator.get(address(thing, "change", thing.pk)).status_code == 200


@pytest.mark.parametrize("model", [OutgoingEmail, Suppression, Invitation, Chat])
def test_nothing_can_be_written_or_deleted(operator, model):
    make_chat()
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    thing = model.objects.earliest("pk")
    assert operator.post(address(thing, "change", thing.pk), {}).status_code == 403
    assert operator.post(address(thing, "delete", thing.pk), {"post": "yes"}).status_code == 403
    assert operator.post(address(model, "add"), {}).status_code == 403
    assert model.objects.filter(pk=thing.pk).exists()


def test_what_an_e_mail_says_is_never_shown(operator):
    row = email(Status.DEAD)
    for url in (LIST, address(row, "change", row.pk)):
        text = operator.get(url).text
        assert "550 no such user" in text
        assert "SECRET" not in text


def test_the_list_is_searched_by_address_and_filtered(operator):
    email(Status.DEAD)
    for asked, found in (
        ({"q": "host@example"}, 1),
        ({"q": "other"}, 0),
        ({"status__exact": "dead", "kind__exact": "invitation"}, 1),
        ({"status__exact": "sent"}, 0),
    ):
        assert len(operator.get(LIST, asked).context["cl"].result_list) == found


def test_trying_again_revives_only_what_is_dead_or_uncertain(operator):
    rows = [email(status, number) for number, status in enumerate(Status) if status != "sending"]
    chosen = [row.pk for row in rows]
    operator.post(LIST, {"action": "try_again", "_selected_action": chosen})
    for row in rows:
        was = row.status
        row.refresh_from_db()
        revived = was in {Status.DEAD, Status.UNCERTAIN}
        assert row.status == (Status.PENDING if revived else was)
        assert row.attempts == (0 if revived else 9)
    due = OutgoingEmail.objects.due().values_list("pk", flat=True)
    assert set(due) == {row.pk for row in rows if row.status == Status.PENDING}


def test_what_has_lost_its_text_is_not_tried_again(operator):
    row = email(Status.DEAD)
    OutgoingEmail.objects.update(text="", html="", ics="")
    operator.post(LIST, {"action": "try_again", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert (row.status, row.attempts) == (Status.DEAD, 9)


def test_the_operator_can_close_an_account(operator):
    seeker = make_seeker()
    operator.post(address(seeker, "change", seeker.pk), {"is_active": "", "is_staff": ""})
    seeker.refresh_from_db()
    assert seeker.is_active is False


def test_what_is_done_stands_in_the_history_and_in_the_log(operator, caplog):
    seeker, row = make_seeker(), email(Status.DEAD)
    page = address(seeker, "change", seeker.pk)
    operator.post(page, {"is_active": "", "is_staff": ""})
    operator.post(LIST, {"action": "try_again", "_selected_action": [row.pk]})
    who = User.objects.get(is_superuser=True).pk
    lines = [said.getMessage() for said in caplog.records if said.name.startswith("coffeechat")]
    assert lines == [
        f"Operator {who} at {page}",
        f"Operator {who} at {LIST} 'try_again' of ['{row.pk}']",
    ]
    entry = LogEntry.objects.get(object_id=str(seeker.pk), action_flag=CHANGE)
    assert entry.user_id == who
    assert entry.get_change_message() == "Changed Is active."


def test_what_is_looked_at_or_refused_stands_in_no_log(operator, caplog):
    page = address(make_seeker(), "change", 1)
    operator.get(page)
    operator.post(address(OutgoingEmail, "add"), {})
    assert [said for said in caplog.records if said.name.startswith("coffeechat")] == []


def test_an_operator_removes_a_second_step_without_seeing_its_secret(operator):
    """For whoever has lost the app and the recovery codes too."""
    lost = Authenticator.objects.create(
        user=make_seeker(), type="totp", data={"secret": "SECRET KEY"}
    )
    page = operator.get(address(lost, "change", lost.pk))
    assert (page.status_code, "SECRET" in page.text) == (200, False)
    assert operator.post(address(lost, "change", lost.pk), {"data": "{}"}).status_code == 403
    assert operator.post(address(lost, "add"), {}).status_code == 403
    operator.post(address(lost, "delete", lost.pk), {"post": "yes"})
    assert not Authenticator.objects.exists()


def test_contacts_and_follow_ups_are_nobodys_business():
    assert {model._meta.app_label for model in admin.site._registry} & {
        "contacts",
        "followups",
        "usersessions",
    } == set()
