"""Writing an invitation: nothing typed is lost, and what must not leave does not."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from chats import lifecycle
from chats.compose import asking
from chats.models import Invitation, Slot
from chats.states import InvitationStatus, Way
from contacts.states import Stage
from outbox.models import OutgoingEmail
from outbox.states import Status
from tests.expect import queued, stage, timeline
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db

TIMES = ["2026-11-26T16:00", "2026-11-27T16:00", "2026-11-30T16:00"]
TYPED = {
    "subject": "25 minutes about wind?",
    "message": "Hello Dana,\n\nyour talk stayed with me. Could we talk for 25 minutes?",
    "minutes": "25",
    "ways": ["video", "phone"],
    "video_link": "https://meet.example.org/sam",
    "phone": "+49 30 1234567",
    "place": "",
    "times": TIMES,
    "expires_on": "",
}


@pytest.fixture(autouse=True)
def _monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def draft():
    contact = make_contact()
    return lifecycle.start(contact.seeker, contact, now=NOW)


@pytest.fixture
def client(draft):
    return signed_in(draft.seeker)


def signed_in(seeker):
    client = Client()
    client.force_login(seeker, backend="django.contrib.auth.backends.ModelBackend")
    return client


def path(draft, *rest):
    return "/".join(["/invitations", str(draft.pk), *rest, ""])


def write(client, draft, **changes):
    return client.post(path(draft, "write"), {**TYPED, **changes})


def send(client, draft, **changes):
    return client.post(path(draft, "write"), {**TYPED, **changes, "send": "yes"})


def kept(draft):
    draft.refresh_from_db()
    return {name: getattr(draft, name) for name in (*TYPED, "typed_times") if name != "times"}


def errors(response):
    """Field ids and sentences of the summary at the top."""
    return response.context["desk"].problems


# -- Starting ------------------------------------------------------------------------------------


def test_starting_makes_a_draft_and_leads_to_its_page():
    contact = make_contact()
    response = signed_in(contact.seeker).post(f"/contacts/{contact.pk}/invite/")
    draft = Invitation.objects.get(contact=contact)
    assert (response.status_code, response.url) == (302, path(draft, "write"))
    assert (draft.status, stage(contact)) == (InvitationStatus.DRAFT, Stage.DRAFT)


def test_starting_again_comes_back_to_the_same_draft(client, draft):
    response = client.post(f"/contacts/{draft.contact_id}/invite/")
    assert (response.url, Invitation.objects.count()) == (path(draft, "write"), 1)


ADDRESSES = [
    ("write", "get"),
    ("write", "post"),
    ("discard", "post"),
    ("preview/email", "get"),
    ("preview/page", "get"),
]


@pytest.mark.parametrize(("page", "method"), ADDRESSES)
def test_strangers_find_nothing_and_change_nothing(draft, page, method):
    before = Invitation.objects.values().get(pk=draft.pk)
    response = getattr(signed_in(make_seeker()), method)(path(draft, page), TYPED)
    assert response.status_code == 404
    assert Invitation.objects.values().get(pk=draft.pk) == before


@pytest.mark.parametrize(("page", "method"), ADDRESSES)
def test_whoever_is_signed_out_is_asked_to_sign_in(draft, page, method):
    response = getattr(Client(), method)(path(draft, page))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_a_stranger_cannot_start_with_my_contact():
    contact = make_contact()
    response = signed_in(make_seeker()).post(f"/contacts/{contact.pk}/invite/")
    assert (response.status_code, Invitation.objects.count()) == (404, 0)


# -- Saving --------------------------------------------------------------------------------------


def test_everything_typed_is_saved(client, draft):
    response = write(client, draft, expires_on="2026-12-24", place="Café Kranzler")
    assert response.status_code == 200
    assert kept(draft) == {
        **{name: value for name, value in TYPED.items() if name != "times"},
        "minutes": 25,
        "place": "Café Kranzler",
        "expires_on": date(2026, 12, 24),
        "typed_times": TIMES,
    }


def test_what_is_not_valid_is_saved_as_it_was_typed(client, draft):
    response = write(client, draft, video_link="my room", times=["someday", *TIMES], subject="")
    assert response.status_code == 422
    assert (kept(draft)["video_link"], draft.typed_times) == ("my room", [*TIMES, "someday"])
    assert b'type="text" value="someday"' in response.content


def test_a_day_that_cannot_be_read_keeps_the_day_before_and_says_so(client, draft):
    write(client, draft, expires_on="2026-12-24")
    response = write(client, draft, expires_on="soon", minutes="7")
    assert errors(response) == [
        ("id_minutes", "Select a valid choice. 7 is not one of the available choices."),
        ("id_expires_on", "Please give a day, such as 2027-03-02."),
    ]
    assert (kept(draft)["expires_on"], draft.minutes) == (date(2026, 12, 24), 25)
    assert b'value="soon"' in response.content


def test_text_of_any_kind_is_kept_and_never_breaks_the_page(client, draft):
    hostile = "a\x00b\x0b\r\n<script>alert(1)</script> \u2028 ☕"
    response = write(client, draft, message=hostile, subject=hostile + "x" * 500)
    assert kept(draft)["message"] == "ab\n\n<script>alert(1)</script> \n ☕"
    assert draft.subject == ("ab <script>alert(1)</script> ☕" + "x" * 500)[:150]
    assert b"<script>alert" not in response.content


def test_htmx_gets_only_the_parts_that_change(client, draft):
    response = client.post(path(draft, "write"), TYPED, headers={"HX-Request": "true"})
    names = [template.name for template in response.templates]
    assert (response.status_code, names[0]) == (200, "chats/compose_saved.html")
    assert "base.html" not in names
    assert 'hx-swap-oob="innerHTML">Saved</p>' in response.content.decode()
    assert kept(draft)["subject"] == TYPED["subject"]


def test_saving_a_sent_invitation_changes_nothing_and_leads_to_it(client):
    sent = make_sent_invitation()
    client = signed_in(sent.seeker)
    before = Invitation.objects.values().get(pk=sent.pk)
    plain = client.post(path(sent, "write"), TYPED)
    htmx = client.post(path(sent, "write"), TYPED, headers={"HX-Request": "true"})
    assert (plain.url, htmx["HX-Redirect"]) == (path(sent), path(sent))
    assert Invitation.objects.values().get(pk=sent.pk) == before


def test_a_draft_sent_while_it_is_saved_stays_as_it_was_sent(client, draft, monkeypatch):
    from chats.compose.desk import Desk

    write(client, draft)
    typed = Desk.typed

    def sent_meanwhile(invitation, data, now):
        Invitation.objects.filter(pk=invitation.pk).update(
            status=InvitationStatus.SENT, sent_at=NOW, expires_at=NOW
        )
        return typed(invitation, data, now)

    monkeypatch.setattr(Desk, "typed", sent_meanwhile)
    response = write(client, draft, subject="Too late")
    assert (response.url, kept(draft)["subject"]) == (path(draft), TYPED["subject"])


# -- Times ---------------------------------------------------------------------------------------


def test_a_time_stands_once_as_a_tick_or_in_a_row(client, draft):
    response = write(client, draft, times=["2026-11-26T16:00", "2026-11-26T17:15"])
    desk = response.context["desk"]
    assert desk.week.monday == date(2026, 11, 23)
    assert desk.ticked == {"2026-11-26T16:00"}
    assert [row and row.raw for row in desk.rows] == ["2026-11-26T17:15", None, None, None]


def test_another_week_keeps_all_that_is_typed(client, draft):
    response = write(client, draft, go="2026-12-07", week="2026-11-23")
    desk = response.context["desk"]
    assert desk.week.monday == date(2026, 12, 7)
    assert [row.raw for row in desk.rows[:3]] == TIMES
    assert kept(draft)["typed_times"] == TIMES


def test_saving_stays_in_the_week_that_was_shown(client, draft):
    response = write(client, draft, week="2026-12-14")
    assert response.context["desk"].week.monday == date(2026, 12, 14)


def test_a_removed_time_is_gone(client, draft):
    write(client, draft, remove=TIMES[1])
    assert kept(draft)["typed_times"] == [TIMES[0], TIMES[2]]


def test_booked_hours_are_greyed_out_and_other_peoples_are_not(client, draft):
    start = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    make_chat(make_contact(draft.seeker, "Mei Lin"), starts_at=start)
    make_chat(make_contact(name="Not Mine"), starts_at=start + timedelta(hours=1))
    week = client.get(path(draft, "write")).context["desk"].week
    states = {cell.value: cell.state for cell in week.cells}
    assert (states["2026-11-26T16:00"], states["2026-11-27T16:00"]) == ("booked", "free")
    assert states["2026-11-26T17:00"] == "their_holiday"


def test_times_are_said_in_both_zones(client, draft):
    page = write(client, draft).content.decode()
    assert "Thursday 26 November 2026, 16:00 (Berlin, UTC+1)" in page
    assert "For Dana: Thursday 26 November 2026, 10:00 (New York, UTC−5)" in page


def test_the_last_day_follows_the_last_time(client, draft):
    page = write(client, draft).content.decode()
    assert "until Monday 14 December 2026, 16:00 (Berlin, UTC+1)" in page


# -- Starting texts ------------------------------------------------------------------------------


def use(client, draft, starter, **changes):
    data = {**TYPED, "starter": starter, **changes}
    return client.post(path(draft, "write"), data)


def test_a_starting_text_fills_an_empty_letter_and_keeps_the_rest(client, draft):
    use(client, draft, "their-work", subject="", message="")
    now = kept(draft)
    assert now["subject"] == "Your {{talk, article or project}}"
    assert now["message"].startswith("Hello Dana,\n\nyour {{talk, article or project}}")
    assert now["typed_times"] == TIMES


def test_a_starting_text_goes_below_what_is_typed(client, draft):
    use(client, draft, "their-work")
    now = kept(draft)
    assert now["subject"] == TYPED["subject"]
    assert now["message"].startswith(TYPED["message"] + "\n\nHello Dana,\n\nyour {{talk")


def test_an_untouched_starting_text_gives_way_to_another(client, draft):
    use(client, draft, "their-work", subject="", message="")
    first = kept(draft)
    use(client, draft, "first-steps", subject=first["subject"], message=first["message"])
    assert kept(draft)["message"].startswith("Hello Dana,\n\nhow I found you:")


def test_an_unknown_starting_text_changes_nothing(client, draft):
    use(client, draft, "nonsense")
    assert kept(draft)["message"] == TYPED["message"]


def test_the_address_of_a_starting_text_does_not_stay_where_no_script_takes_it_away(client, draft):
    response = use(client, draft, "their-work")
    assert (response.status_code, response.url) == (302, path(draft, "write"))
    assert "your {{talk" in client.get(response.url).content.decode()


# -- Sending -------------------------------------------------------------------------------------


def test_sending_writes_state_times_history_and_one_e_mail(client, draft):
    response = send(client, draft)
    assert (response.status_code, response.url) == (302, path(draft))
    draft.refresh_from_db()
    assert (draft.status, draft.subject) == (InvitationStatus.SENT, TYPED["subject"])
    assert list(Slot.objects.values_list("starts_at", flat=True)) == [
        datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 27, 15, 0, tzinfo=UTC),
        datetime(2026, 11, 30, 15, 0, tzinfo=UTC),
    ]
    mail = queued(draft)["invitation"]
    assert (mail.to, mail.subject, mail.reply_to) == (
        draft.contact.email,
        TYPED["subject"],
        draft.seeker.email,
    )
    assert timeline(draft.contact) == ["Started an invitation", "Invited with 3 times"]


def test_the_last_day_to_answer_is_the_one_named(client, draft):
    send(client, draft, expires_on="2026-12-24")
    draft.refresh_from_db()
    assert draft.expires_at == datetime(2026, 12, 24, 23, 0, tzinfo=UTC)  # midnight in Berlin


def test_sending_twice_sends_once(client, draft):
    send(client, draft)
    response = send(client, draft, subject="Again")
    assert (response.url, OutgoingEmail.objects.count()) == (path(draft), 1)


@pytest.mark.parametrize(
    ("changes", "anchor", "sentence"),
    [
        (
            {"subject": " "},
            "id_subject",
            "Please write a subject: it is the first thing they read.",
        ),
        ({"message": " \n "}, "id_message", "Please write a message. A few lines are enough."),
        ({"ways": []}, "id_ways", "Please offer at least one way to meet."),
        ({"video_link": ""}, "id_video_link", "Please add the link you would meet at."),
        ({"phone": ""}, "id_phone", "Please add your number, so that they can ring you."),
        ({"ways": ["in_person"]}, "id_place", "Please say where you would meet."),
        (
            {"video_link": "ftp://example.org"},
            "id_video_link",
            "Please give the whole link, such as https://meet.example.org/me.",
        ),
        (
            {"times": TIMES[:2]},
            "times",
            "Please offer three times or more, so that one of them fits.",
        ),
        ({"times": [*TIMES, "someday"]}, "times", "Some of the times need another look."),
        (
            {"times": [*TIMES, "2026-11-23T08:00"]},
            "times",
            "Some of the times need another look.",
        ),
        (
            {"times": [*TIMES[:2], TIMES[0]]},
            "times",
            "Please offer three times or more, so that one of them fits.",
        ),
        (
            {"expires_on": "2026-11-23"},
            "id_expires_on",
            "Please choose a day after today, so that they can answer.",
        ),
        (
            {"message": "Hello Dana, {{one thing}}"},
            "id_message",
            "A placeholder is left. Put your own words for {{one thing}}.",
        ),
        (
            {"message": "Hello Jonas, a word?"},
            "id_message",
            "Is that the right name? The message greets Jonas, and this one goes to Dana Okafor. "
            "If they go by another name, change it in the contact.",
        ),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_leaves(
    client, draft, changes, anchor, sentence
):
    response = send(client, draft, **changes)
    assert (response.status_code, errors(response)) == (422, [(anchor, sentence)])
    draft.refresh_from_db()
    assert (draft.status, OutgoingEmail.objects.count()) == (InvitationStatus.DRAFT, 0)
    page = response.content.decode()
    assert page.count(f'id="{anchor}"') == 1  # the summary's link arrives somewhere
    assert draft.message.strip() == str({**TYPED, **changes}["message"]).strip()


def test_another_contacts_company_blocks_until_it_is_noted(client, draft):
    make_contact(draft.seeker, "Mei Lin", company="Flusswerk")
    make_contact(make_seeker(), "Somebody Else", company="Windräder")
    message = "Hello Dana, your work at Flusswerk and on Windräder stayed with me."
    response = send(client, draft, message=message)
    assert errors(response) == [
        (
            "id_message",
            "Flusswerk belongs to somebody else. Flusswerk is with another of your contacts. "
            "If you mean it, note it in Dana Okafor’s research or how you are connected, "
            "and it passes.",
        )
    ]
    draft.contact.research = "Was at Flusswerk before"
    draft.contact.save()
    assert send(client, draft, message=message).status_code == 302


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("Hello Dana, jonas weber says hello.", "Jonas Weber belongs to somebody else."),
        ("Hello Dana, I saw FLUSSWERK's talk.", "Flusswerk belongs to somebody else."),
        ("hello mr weber, a word.", "Is that the right name?"),
    ],
)
def test_another_contacts_name_blocks_at_the_field_in_capitals_or_not(
    client, draft, message, sentence
):
    make_contact(draft.seeker, "Jonas Weber", company="Flusswerk")
    [(field, error)] = errors(send(client, draft, message=message))
    assert (field, error[: len(sentence)]) == ("id_message", sentence)


def test_a_time_during_a_booked_chat_cannot_be_offered(client, draft):
    start = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
    make_chat(make_contact(draft.seeker, "Mei Lin"), starts_at=start)
    response = send(client, draft)
    assert response.status_code == 422
    assert [time.problem for time in response.context["desk"].times] == [
        "You have a chat then already. Please choose another time.",
        "",
        "",
    ]


def test_a_link_without_its_beginning_gets_one(client, draft):
    send(client, draft, video_link="meet.example.org/sam")
    draft.refresh_from_db()
    assert draft.video_link == "https://meet.example.org/sam"


def test_an_unverified_seeker_keeps_the_draft_and_is_told_why():
    contact = make_contact(make_seeker(verified=False))
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    response = send(signed_in(contact.seeker), draft)
    assert response.status_code == 409
    assert response.context["desk"].sentence == (
        "Please confirm your e-mail address first, so that answers can reach you."
    )
    assert (kept(draft)["subject"], OutgoingEmail.objects.count()) == (TYPED["subject"], 0)


def test_sample_data_is_sent_and_nothing_leaves():
    contact = make_contact(make_seeker(is_sample=True))
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    typed = {**TYPED, "send": "yes"}
    response = signed_in(contact.seeker).post(path(draft, "write"), typed, follow=True)
    assert "This is sample data, so no e-mail was sent." in response.content.decode()
    assert list(OutgoingEmail.objects.values_list("status", flat=True)) == [Status.HELD]


def test_without_an_address_sending_makes_the_link_to_copy():
    contact = make_contact(email="")
    draft = lifecycle.start(contact.seeker, contact, now=NOW)
    response = send(signed_in(contact.seeker), draft)
    link = response.context["link"]
    assert response.status_code == 200
    assert f'readonly value="{link}"' in response.content.decode()
    assert Client().get(link[link.index("/i/") :]).status_code == 200
    assert OutgoingEmail.objects.count() == 0


# -- Throwing away -------------------------------------------------------------------------------


def test_a_discarded_draft_is_gone_and_the_contact_stays(client, draft):
    response = client.post(path(draft, "discard"))
    assert (response.url, Invitation.objects.count()) == (draft.contact.get_absolute_url(), 0)
    assert stage(draft.contact) == Stage.TO_ASK
    assert timeline(draft.contact) == ["Started an invitation", "Discarded the draft"]


def test_the_lines_of_a_discarded_draft_stay_and_lead_nowhere(draft):
    lifecycle.discard(draft, now=NOW)
    assert [event.link for event in draft.contact.events.all()] == ["", ""]


def test_discarding_twice_is_quiet(draft):
    lifecycle.discard(draft, now=NOW)
    lifecycle.discard(draft, now=NOW)
    assert timeline(draft.contact) == ["Started an invitation", "Discarded the draft"]


def test_what_was_sent_cannot_be_discarded():
    sent = make_sent_invitation()
    response = signed_in(sent.seeker).post(path(sent, "discard"))
    assert (response.status_code, Invitation.objects.count()) == (409, 1)


def test_what_another_tab_sent_meanwhile_is_shown_as_sent(monkeypatch):
    draft = make_draft()

    def sent_meanwhile(invitation, *, now):
        lifecycle.send(draft, times=three_times(), now=NOW)
        discard(invitation, now=now)

    discard = asking.discard
    monkeypatch.setattr(asking, "discard", sent_meanwhile)
    response = signed_in(draft.seeker).post(path(draft, "discard"))
    shown = response.context["invitation"].status
    assert (response.status_code, shown) == (409, InvitationStatus.SENT)


# -- Previews ------------------------------------------------------------------------------------


def test_the_e_mail_preview_is_the_e_mail_but_for_its_links():
    draft = make_draft(typed_times=TIMES)
    preview = signed_in(draft.seeker).get(path(draft, "preview", "email")).content.decode()
    assert (OutgoingEmail.objects.count(), Slot.objects.count()) == (0, 0)
    send(signed_in(draft.seeker), draft, subject=draft.subject, message=draft.message,
         ways=[*Way.values], place=draft.place)  # fmt: skip
    sent = queued(draft)["invitation"].html
    assert without_links(preview) == without_links(sent)
    assert "Thursday 26 November 2026" in preview


def without_links(html):
    import re

    return re.sub(r'href="[^"]*"', "", html)


def test_the_page_preview_shows_the_times_and_a_way_to_look_only():
    draft = make_draft(typed_times=TIMES)
    response = signed_in(draft.seeker).get(path(draft, "preview", "page"))
    assert [time.starts_at for time in response.context["open_times"]] == [
        datetime(2026, 11, day, 15, 0, tzinfo=UTC) for day in (26, 27, 30)
    ]
    assert "form-action 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("which", ["email", "page"])
def test_previews_stand_in_our_own_frames_only(client, draft, which):
    response = client.get(path(draft, "preview", which))
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("which", ["email", "page"])
def test_there_is_no_preview_of_what_was_sent(which):
    sent = make_sent_invitation()
    response = signed_in(sent.seeker).get(path(sent, "preview", which))
    assert response.status_code == 404


def test_looking_changes_nothing(client, draft):
    write(client, draft)
    before = Invitation.objects.values().get(pk=draft.pk)
    for page in ("write", "preview/email", "preview/page"):
        assert client.get(path(draft, page)).status_code == 200
        assert client.head(path(draft, page)).status_code == 200
        client.options(path(draft, page))
    assert Invitation.objects.values().get(pk=draft.pk) == before


@pytest.mark.parametrize("name", ["", "Sam Rivera"])
def test_a_seeker_without_a_name_is_asked_for_it_before_a_stranger_reads_an_address(
    client: Client, name: str
) -> None:
    draft = make_draft(make_contact(make_seeker(name)))
    client.force_login(draft.seeker, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("chats:write", args=[draft.pk])).content.decode()
    assert ("They read this as your name" in page) == (not name)
    assert (f"will read “{draft.seeker.display_name}” as your name" in page) == (not name)
