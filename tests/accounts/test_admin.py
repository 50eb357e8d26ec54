"""The operator's pages show what is stuck, and none of what people wrote."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import lifecycle
from chats.models import Chat, Invitation
from coffeechat.logs import redact
from coffeechat.operators.by_number import ByNumber
from outbox.addresses import address_hash
from outbox.models import OutgoingEmail, Suppression
from outbox.states import Status
from outbox.suppression import is_suppressed, suppress
from tests.accounts.door import sign_in_just_now
from tests.factories import make_chat, make_seeker, make_sent_invitation

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


# -- Closed or kept back by mistake --------------------------------------------------------------

SUPPRESSED = reverse("admin:outbox_suppression_changelist")


def test_a_suppression_is_found_by_the_address(operator):
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    suppress("other@example.com", Suppression.Reason.BOUNCE)
    suppress("wish+coffee@example.com", Suppression.Reason.OPT_OUT)
    for typed, kept in [("Gone@Example.com", "gone"), ("wish+tea@example.com", "wish")]:
        (found,) = operator.get(SUPPRESSED, {"q": typed}).context["cl"].result_list
        assert found.address_hash == address_hash(f"{kept}@example.com")


def test_lifting_a_suppression_asks_for_the_reason_and_keeps_it(operator):
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    kept = Suppression.objects.get()
    asked = {"action": "lift", "_selected_action": [kept.pk]}
    for values in ({}, {"reason": "  "}):
        page = operator.post(SUPPRESSED, {**asked, **values})
        assert 'name="reason"' in page.text
        assert is_suppressed("gone@example.com")
    operator.post(SUPPRESSED, {**asked, "reason": "Our relay was on a block list"})
    assert not is_suppressed("gone@example.com")
    entry = LogEntry.objects.get()
    who = operator.session["_auth_user_id"]
    assert (str(entry.user_id), entry.object_repr) == (who, kept.address_hash)
    assert "Our relay was on a block list" in entry.change_message


def test_lifting_names_what_is_chosen_and_can_be_left(operator):
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    suppress("wish@example.com", Suppression.Reason.OPT_OUT)
    gone, wish = Suppression.objects.order_by("pk")
    asked = {"action": "lift", "_selected_action": [gone.pk, wish.pk]}
    page = operator.post(f"{SUPPRESSED}?q=Gone@example.com", asked).text
    assert "<li>Gone@example.com: the address does not exist</li>" in page
    asked["_selected_action"] = [wish.pk]
    page = operator.post(SUPPRESSED, asked).text
    assert f"<li>Suppression {wish.pk}: they asked not to be written to</li>" in page
    assert f'<a href="{SUPPRESSED}">Cancel</a>' in page
    assert Suppression.objects.count() == 2


def test_the_log_says_which_suppression_was_lifted(operator, caplog):
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    kept = Suppression.objects.get()
    asked = {"action": "lift", "_selected_action": [kept.pk], "reason": "A block list"}
    operator.post(SUPPRESSED, asked)
    (line,) = [one.getMessage() for one in caplog.records if one.name == "outbox.admin"]
    assert redact(line).startswith(f"Suppression {kept.pk}: user ")


def test_lifting_a_suppression_takes_permission(client):
    staff = User.objects.create_user("staff@example.org", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_suppression"))
    client.force_login(staff)
    suppress("gone@example.com", Suppression.Reason.BOUNCE)
    chosen = [Suppression.objects.get().pk]
    values = {"action": "lift", "_selected_action": chosen, "reason": "Because"}
    client.post(SUPPRESSED, values)
    assert is_suppressed("gone@example.com")


def test_an_invitation_that_was_closed_by_mistake_is_sent_again_and_logged(operator):
    closed = make_sent_invitation(now=timezone.now())
    booked = make_chat().invitation
    asks = OutgoingEmail.objects.about(closed.about)
    asks.update(status=Status.DEAD, started_at=timezone.now())
    lifecycle.undeliverable(closed, reason="554 No", now=timezone.now())
    url = reverse("admin:chats_invitation_changelist")
    chosen = [closed.pk, booked.pk]
    page = operator.post(url, {"action": "send_again", "_selected_action": chosen}, follow=True)
    assert f"{closed.pk}: on its way again." in page.text
    assert f"{booked.pk}: Only what could not be delivered can be sent again." in page.text
    closed.refresh_from_db()
    assert closed.status == "sent"
    assert LogEntry.objects.get().object_repr == f"invitation {closed.pk}"


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


def test_the_history_names_nobody(operator):
    kept, gone = make_seeker().emailaddress_set.get(), make_seeker().emailaddress_set.get()
    page = address(kept, "changelist")
    operator.post(address(kept, "change", kept.pk), {"user": kept.user_id, "email": kept.email})
    operator.post(page, {"action": "delete_selected", "_selected_action": [gone.pk], "post": "yes"})
    operator.post(address(kept, "add"), {"user": kept.user_id, "email": "new@example.org"})
    new = EmailAddress.objects.get(email="new@example.org")
    assert list(LogEntry.objects.order_by("pk").values_list("object_repr", flat=True)) == [
        f"email address {one}" for one in (kept.pk, gone.pk, new.pk)
    ]


def test_no_page_of_theirs_names_anybody_there():
    assert all(isinstance(page, ByNumber) for page in admin.site._registry.values())


def test_an_operator_changes_the_password_where_tries_are_counted(operator):
    for answer in (
        operator.get("/admin/password_change/"),
        operator.post("/admin/password_change/"),
    ):
        assert (answer.status_code, answer.url) == (302, reverse("account_change_password"))


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
