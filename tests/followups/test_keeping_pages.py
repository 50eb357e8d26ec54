"""The pages of keeping in touch: one follow-up, one contact, everybody, the weekly e-mail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats import lifecycle as chats
from chats.states import Side
from coach.keep_in_touch import review
from contacts.models import Contact
from followups import lifecycle, tokens
from followups.digest import digesting
from followups.keep_in_touch import cadence, keeping
from followups.keep_in_touch import words as keeping_words
from followups.kinds import linkedin
from followups.models import Cadence, Digest, FollowUp
from followups.states import Acquaintance, Kind, Status
from followups.today import page as today
from outbox.models import OutgoingEmail
from outbox.states import Status as Outgoing
from tests.expect import queued, timeline
from tests.factories import make_contact, make_ended_chat, make_seeker
from tests.followups.test_pages import client_of

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
SEND = {"send": "yes"}
VERBS = ["follow_up_done", "follow_up_skip", "follow_up_snooze"]


def met(**fields: Any) -> Contact:
    """A contact with whom a chat was held a month ago."""
    contact = make_contact(**fields)
    return make_ended_chat(contact, ended_at=timezone.now() - 30 * DAY).contact


def begun(kind: Kind = Kind.UPDATE, contact: Contact | None = None) -> FollowUp:
    return keeping.begin(contact or met(), kind, now=timezone.now())


def owed(contact: Contact | None = None) -> FollowUp:
    """Begun, and a word written."""
    found = begun(Kind.UPDATE, contact)
    keeping.keep_words(found, text="It worked.")
    return found


def url(follow_up: FollowUp, name: str = "follow_up") -> str:
    return reverse(f"followups:{name}", args=[follow_up.pk])


def fresh(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=follow_up.pk)


# -- One follow-up -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (Kind.LINKEDIN, "Connect with Dana on LinkedIn"),
        (Kind.RESOURCE, "Share something with Dana"),
        (Kind.UPDATE, "Tell Dana what you did with their advice"),
        (Kind.KEEP_IN_TOUCH, "Be in touch with Dana"),
    ],
)
def test_each_kind_has_a_page_with_words_to_start_from(kind: Kind, heading: str) -> None:
    follow_up = begun(kind)
    answer = client_of(follow_up.seeker).get(url(follow_up))
    assert answer.context["title"] == heading
    assert f"<h1>{heading}</h1>" in answer.content.decode()
    assert answer.context["form"].initial["text"] == keeping_words.first_words(
        follow_up, timezone.now()
    )
    assert fresh(follow_up).text == ""


@pytest.mark.parametrize(
    ("before", "said", "note"),
    [
        ("met", "It has been a while since we spoke. ", "thank you for our conversation."),
        ("noted by hand", "It has been a while since we were in touch. ", "I would be glad to be"),
        ("nothing", "I would like to be in touch with you. ", "I would be glad to be in touch"),
        ("no show", "I would like to be in touch with you. ", "I would be glad to be in touch"),
    ],
)
def test_words_to_start_from_remind_of_no_talk_that_there_never_was(
    before: str, said: str, note: str
) -> None:
    contact = make_contact() if before in {"nothing", "noted by hand"} else met()
    if before == "noted by hand":
        cadence.log_contact(contact, at=timezone.now() - 90 * DAY)
    if before == "no show":
        chats.mark_no_show(contact.chats.get(), now=timezone.now())
    for kind, words in ((Kind.KEEP_IN_TOUCH, said), (Kind.LINKEDIN, note)):
        follow_up = begun(kind, contact)
        if kind == Kind.LINKEDIN:
            FollowUp.objects.filter(pk=follow_up.pk).update(chat=contact.chats.first())
        form = client_of(contact.seeker).get(url(follow_up)).context["form"]
        assert words in form.initial["text"]


@pytest.mark.parametrize("is_said", [False, True])
def test_a_chat_of_an_hour_ago_is_not_said_never_to_have_been(is_said: bool) -> None:
    now = timezone.now()
    chat = make_ended_chat(ended_at=now - timedelta(hours=1))
    if is_said:
        chats.mark_held(chat, now=now)
    client = client_of(chat.seeker)
    pages = client.get(keep_url(chat.contact)).text, client.get(url(owed(chat.contact))).text
    for page in pages:
        assert "not had a chat yet" not in page
        assert ("You have not said yet whether your chat" in page) is not is_said


def test_the_update_is_written_beside_ones_notes() -> None:
    follow_up = begun()
    chat = follow_up.contact.chats.get()
    chat.notes = "Start with the cheapest part"
    chat.save()
    page = client_of(follow_up.seeker).get(url(follow_up)).content.decode()
    assert "Start with the cheapest part" in page


def test_words_are_kept_as_they_are_typed() -> None:
    follow_up = begun(Kind.RESOURCE)
    client = client_of(follow_up.seeker)
    typed = {"text": "Half a thought", "url": ""}
    assert client.post(url(follow_up), typed).status_code == 302
    assert client.get(url(follow_up)).context["form"].initial["text"] == "Half a thought"
    said = client.post(url(follow_up), typed, headers={"HX-Request": "true"}).content.decode()
    assert said.startswith("Saved\n")
    assert 'id="hints" hx-swap-oob="true"' in said


def test_words_that_cannot_be_kept_are_said_at_their_field() -> None:
    follow_up = begun(Kind.RESOURCE)
    client = client_of(follow_up.seeker)
    answer = client.post(url(follow_up), {"text": "Dear Dana", "url": "ftp://example.com/x"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "url": ["Please give the whole link, as you would open it."]
    }
    assert "Dear Dana" in answer.content.decode()


def test_the_hints_come_along_only_where_the_page_shows_them() -> None:
    follow_up = begun(Kind.LINKEDIN)
    answer = client_of(follow_up.seeker).post(
        url(follow_up), {"text": "Dear Dana"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().strip() == "Saved"


def test_each_field_is_named_once_where_saving_is_refused() -> None:
    follow_up = begun(Kind.RESOURCE)
    typed = {"text": "x" * 2001, "url": "not a link"}
    answer = client_of(follow_up.seeker).post(url(follow_up), typed, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Link:") == 1
    assert "Please keep this to 2000 characters; it has 2001." in answer.content.decode()


def test_words_typed_after_it_was_done_are_not_called_saved() -> None:
    follow_up = begun()
    client = client_of(follow_up.seeker)
    client.post(url(follow_up, "follow_up_done"))
    answer = client.post(url(follow_up), {"text": "More"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode().split("<")[0].strip()) == (
        409,
        "Not saved: This is done already.",
    )


def test_sending_leads_to_today_and_says_so() -> None:
    follow_up = begun()
    answer = client_of(follow_up.seeker).post(
        url(follow_up), SEND | {"text": "Dear Dana, it worked."}, follow=True
    )
    assert answer.redirect_chain == [("/", 302)]
    assert "Your words to Dana are leaving." in answer.content.decode()
    assert list(queued(follow_up)) == ["update"]


@pytest.mark.parametrize(
    ("kind", "typed", "errors"),
    [
        (Kind.UPDATE, {"text": ""}, {"text": ["A line or two is enough."]}),
        (
            Kind.UPDATE,
            {"text": "Dear Dana, [in your own words: what you did with it]"},
            {
                "text": [
                    "Please replace [in your own words: what you did with it] with your own words."
                ]
            },
        ),
        (
            Kind.RESOURCE,
            {"text": "For you", "url": ""},
            {"url": ["Which page is it? Please paste its link."]},
        ),
    ],
)
def test_what_is_not_ready_stays_on_the_page(
    kind: Kind, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    follow_up = begun(kind)
    answer = client_of(follow_up.seeker).post(url(follow_up), SEND | typed)
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert not OutgoingEmail.objects.filter(about=follow_up.about).exists()


def test_the_second_in_a_week_is_refused_with_the_words_kept_on_the_page() -> None:
    contact = met()
    first, second = begun(Kind.UPDATE, contact), begun(Kind.RESOURCE, contact)
    client = client_of(contact.seeker)
    client.post(url(first), SEND | {"text": "It worked."})
    typed = {"text": "And this.", "url": "https://example.com/"}
    answer = client.post(url(second), SEND | typed)
    assert answer.status_code == 409
    assert "had an e-mail from you in the last seven days" in answer.content.decode()
    assert "And this." in answer.content.decode()


def test_a_page_says_why_it_cannot_be_sent_and_offers_no_button() -> None:
    follow_up = begun(Kind.RESOURCE, make_contact())
    page = client_of(follow_up.seeker).get(url(follow_up)).content.decode()
    assert "we send no e-mail out of the blue" in page
    assert ">Send it<" not in page
    assert ">I sent it elsewhere<" in page


def test_done_by_hand_keeps_what_was_typed_without_script() -> None:
    follow_up = begun()
    client = client_of(follow_up.seeker)
    client.post(url(follow_up, "follow_up_done"), {"text": "I told her on the phone."})
    done = fresh(follow_up)
    assert (done.status, done.elsewhere, done.text) == ("done", True, "I told her on the phone.")
    page = client.get(url(follow_up)).content.decode()
    assert "in your own way" in page


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [("", "/"), ("due", "/follow-ups/"), ("coming", "/follow-ups/?show=coming"), ("//x", "/")],
)
def test_a_button_leads_back_to_where_it_stood(back: str, leads_to: str) -> None:
    follow_up = begun()
    answer = client_of(follow_up.seeker).post(url(follow_up, "follow_up_skip"), {"back": back})
    assert (answer["Location"], fresh(follow_up).status) == (leads_to, Status.SKIPPED)


@pytest.mark.parametrize(("wait", "least", "most"), [("week", 6, 8), ("month", 27, 32)])
def test_snoozed_it_waits(wait: str, least: int, most: int) -> None:
    follow_up = begun()
    client_of(follow_up.seeker).post(url(follow_up, "follow_up_snooze"), {"for": wait})
    waits = fresh(follow_up).due_at - timezone.now()
    assert least * DAY < waits < most * DAY
    assert today.items(follow_up.seeker, timezone.now()) == []


def test_what_is_done_is_neither_skipped_nor_snoozed() -> None:
    follow_up = begun()
    client = client_of(follow_up.seeker)
    client.post(url(follow_up, "follow_up_done"))
    for verb in ("follow_up_skip", "follow_up_snooze"):
        said = client.post(url(follow_up, verb), follow=True).content.decode()
        assert "This is done already." in said
    assert fresh(follow_up).status == Status.DONE


def test_what_did_not_arrive_is_said_on_today_and_on_its_page() -> None:
    follow_up = begun()
    client = client_of(follow_up.seeker)
    client.post(url(follow_up), SEND | {"text": "It worked."})
    OutgoingEmail.objects.update(status=Outgoing.DEAD, last_error="550 No such user")
    found = [item.what for item in today.items(follow_up.seeker, timezone.now())]
    assert "Your words to Dana Okafor may not have arrived" in found
    assert "550 No such user" in client.get(url(follow_up)).content.decode()


@pytest.mark.parametrize("name", ["follow_up", *VERBS])
def test_a_stranger_finds_no_follow_up(name: str) -> None:
    follow_up = begun()
    stranger = client_of(make_seeker())
    assert stranger.post(url(follow_up, name), {"text": "x"}).status_code == 404
    assert stranger.get(url(follow_up, name)).status_code == 404
    assert fresh(follow_up).status == Status.OPEN


@pytest.mark.parametrize("name", ["follow_up", *VERBS])
def test_looking_does_nothing(name: str) -> None:
    follow_up = begun()
    client = client_of(follow_up.seeker)
    for method in (client.get, client.head, client.options):
        assert method(url(follow_up, name)).status_code in {200, 302, 405}
    assert (fresh(follow_up).status, fresh(follow_up).due_at) == (Status.OPEN, follow_up.due_at)


def test_the_link_of_an_e_mail_waits_for_the_sign_in() -> None:
    follow_up = begun()
    answer = Client().get(url(follow_up))
    assert answer["Location"] == f"/accounts/login/?next={url(follow_up)}"


# -- LinkedIn ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("links", "leads_to"),
    [
        (
            ["https://dana.example.com", "https://www.linkedin.com/in/dana"],
            "https://www.linkedin.com/in/dana",
        ),
        (["https://de.linkedin.com/in/dana"], "https://de.linkedin.com/in/dana"),
        (
            ["https://linkedin.com.evil.example/in/dana", "ftp://linkedin.com/x"],
            "https://www.linkedin.com/search/results/people/?keywords=Dana+Okafor+Windpark",
        ),
    ],
)
def test_linkedin_opens_their_page_or_a_search(links: list[str], leads_to: str) -> None:
    follow_up = begun(Kind.LINKEDIN, met(links=links))
    page = client_of(follow_up.seeker).get(url(follow_up)).content.decode()
    assert f'<a class="button" href="{leads_to}" rel="noopener noreferrer">' in page


@pytest.mark.parametrize("name", ["Dana", "X" * 100, "Maximiliana-Theodora-Wilhelmine " * 3])
def test_the_note_fits_a_free_account(name: str) -> None:
    seeker = make_seeker(name=name.strip()[:100])
    note = linkedin.note(
        begun(Kind.LINKEDIN, met(seeker=seeker, name=name.strip())), lambda: Acquaintance.SPOKE
    )
    assert len(note) <= linkedin.MAX_NOTE_LENGTH
    assert "stay in touch" in note


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("Dear Dana, your advice on sensors worked.", []),
        ("Dear Dana, is there a job for me?", ["Leave out “job”"]),
        ("word " * 91, ["Make it shorter"]),
        ("May I pick your brain? [one specific thing they said]",
         ["Say one specific thing", "Say “pick your brain” in your own words"]),
        ("See the attached paper", ["Send nothing along"]),
    ],
)  # fmt: skip
def test_what_would_make_words_better(text: str, said: list[str]) -> None:
    assert [hint.text for hint in review(text)] == said


# -- One contact ---------------------------------------------------------------------------------


def keep_url(contact: Contact, name: str = "keep") -> str:
    return reverse(f"followups:{name}", args=[contact.pk])


def test_the_contact_leads_to_how_often() -> None:
    contact = met()
    page = client_of(contact.seeker).get(contact.get_absolute_url()).content.decode()
    assert f'href="{keep_url(contact)}"' in page


def test_a_cadence_is_chosen_and_let_go() -> None:
    contact = met()
    client = client_of(contact.seeker)
    client.post(keep_url(contact, "cadence"), {"months": "6"})
    assert Cadence.objects.get().months == 6
    assert client.get(keep_url(contact)).context["cadence_form"].initial == {"months": 6}
    client.post(keep_url(contact, "cadence"), {"months": "0"})
    assert not Cadence.objects.exists()


def test_no_other_cadence_is_taken() -> None:
    contact = met()
    answer = client_of(contact.seeker).post(keep_url(contact, "cadence"), {"months": "5"})
    assert answer.status_code == 422
    assert not Cadence.objects.exists()


def test_somebody_never_met_has_no_last_contact_though_the_months_count() -> None:
    contact = make_contact()
    cadence.set_cadence(contact, 3, now=timezone.now())
    client = client_of(contact.seeker)
    people = reverse("followups:follow_ups") + "?show=people"
    assert "<dt>Last contact</dt><dd>None yet</dd>" in text(client, keep_url(contact))
    assert "No contact yet" in text(client, people)
    cadence.log_contact(contact, at=timezone.now())
    assert "None yet" not in text(client, keep_url(contact))
    assert "No contact yet" not in text(client, people)


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_list_knows_the_newest_contact_of_every_kind() -> None:
    now = timezone.now()
    for number, contact in enumerate((met(), make_contact(), make_contact())):
        cadence.set_cadence(contact, 3, now=now)
        if number == 1:
            cadence.log_contact(contact, at=now - 2 * DAY)
            keeping.mark_done(keeping.begin(contact, Kind.RESOURCE, now=now), now=now - DAY)
    found: Any = cadence.with_last_contact(Cadence.objects.all(), now)
    newest = [one.was_in_touch_at for one in found]
    assert newest == [cadence.last_contact(one.contact, now) for one in found]
    assert [at is None for at in newest] == [False, False, True]


def test_we_were_in_touch_counts_from_that_day() -> None:
    contact = make_contact()
    cadence.set_cadence(contact, 3, now=timezone.now() - 50 * DAY)
    day = (timezone.now().astimezone(BERLIN) - 3 * DAY).date()
    typed = {"line": "met at the market", "on": f"{day}"}
    client_of(contact.seeker).post(keep_url(contact, "in_touch"), typed)
    assert timeline(contact) == ["You were in touch: met at the market"]
    last = Cadence.objects.get().last_contact_at
    assert last == datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("tomorrow", "Please give a date, such as 2026-11-25."),
        ("1999-12-31", "That is long ago. Please check the year."),
        ("9999-12-31", "That day is still to come."),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(on: str, sentence: str) -> None:
    contact = met()
    typed = {"line": "a call", "on": on}
    answer = client_of(contact.seeker).post(keep_url(contact, "in_touch"), typed)
    assert (answer.status_code, answer.context["in_touch"].errors) == (422, {"on": [sentence]})
    assert "a call" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("share", Kind.RESOURCE), ("tell", Kind.UPDATE), ("connect", Kind.LINKEDIN)],
)
def test_a_button_begins_it_once(name: str, kind: Kind) -> None:
    contact = met()
    client = client_of(contact.seeker)
    for _ in range(2):
        answer = client.post(keep_url(contact, name))
    follow_up = FollowUp.objects.get(kind=kind)
    assert answer["Location"] == url(follow_up)


KEEP = ["keep", "cadence", "in_touch", "share", "tell", "connect"]


@pytest.mark.parametrize("name", KEEP)
def test_a_stranger_keeps_in_touch_with_nobody(name: str) -> None:
    contact = met()
    stranger = client_of(make_seeker())
    answers = {
        stranger.get(keep_url(contact, name)).status_code,
        stranger.post(keep_url(contact, name), {"months": "3"}).status_code,
    }
    assert answers <= {404, 405}
    assert (Cadence.objects.count(), FollowUp.objects.count()) == (0, 0)


# -- Everybody -----------------------------------------------------------------------------------


def names(answer: Any) -> list[str]:
    return [row.contact.name for row in answer.context["page"]]


def test_the_list_tells_due_from_coming_done_and_how_often() -> None:
    seeker, now = make_seeker(), timezone.now()
    client = client_of(seeker)
    due, coming, gone = (make_contact(seeker, name) for name in ("Due", "Coming", "Gone"))
    owed(due)
    keeping.snooze(owed(coming), now=now)
    keeping.skip_it(owed(gone), now=now)
    cadence.set_cadence(due, 3, now=now)
    begun()  # somebody else's
    page = reverse("followups:follow_ups")
    shown = {show: names(client.get(f"{page}?show={show}")) for show in ("due", "coming", "done")}
    assert shown == {"due": ["Due"], "coming": ["Coming"], "done": ["Gone"]}
    assert names(client.get(f"{page}?show=people")) == ["Due"]
    answer = client.get(f"{page}?show=nonsense")
    assert [count for _, _, count in answer.context["tabs"]] == [1, 1, 1, 1]


def test_the_thank_you_of_a_chat_that_was_moved_rests_and_is_not_listed() -> None:
    now = timezone.now()
    chat = make_ended_chat(ended_at=now - timedelta(hours=2))
    lifecycle.open_thank_you(chat, now=now)
    client, page = client_of(chat.seeker), reverse("followups:follow_ups")
    assert names(client.get(f"{page}?show=coming")) == [chat.contact.name]
    chats.reschedule(chat, starts_at=now + timedelta(days=2), by=Side.SEEKER, now=now)
    answer = client.get(f"{page}?show=coming")
    assert (names(answer), [count for _, _, count in answer.context["tabs"]]) == ([], [0, 0, 0, 0])


@pytest.mark.parametrize("show", ["due", "coming", "done", "people"])
def test_the_list_costs_the_same_with_many(show: str, django_assert_num_queries: Any) -> None:
    seeker, now = make_seeker(), timezone.now()
    client = client_of(seeker)

    def add(number: int) -> None:
        contact = make_contact(seeker, f"Contact {number}")
        cadence.set_cadence(contact, 3, now=now)
        for state in (Status.OPEN, Status.DONE):
            values = {"kind": Kind.UPDATE, "status": state, "done_at": now}
            for days in (-1, 1):
                FollowUp.objects.create(
                    seeker=seeker,
                    contact=contact,
                    occasion=f"{state}:{days}",
                    due_at=now + days * DAY,
                    **values,
                )

    add(0)
    page = f"{reverse('followups:follow_ups')}?show={show}"
    with django_assert_num_queries(6):
        client.get(page)
    for number in range(1, 51):
        add(number)
    with django_assert_num_queries(6):
        answer = client.get(page)
    assert len(answer.context["page"]) == 25


def cost(client: Client, path: str, count: Callable[..., Any], queries: int) -> None:
    with count(queries):
        assert client.get(path).status_code == 200


def test_the_pages_of_one_contact_cost_the_same_with_many(django_assert_num_queries: Any) -> None:
    contact = met()
    client = client_of(contact.seeker)
    follow_up = begun(Kind.UPDATE, contact)
    cost(client, keep_url(contact), django_assert_num_queries, 9)
    cost(client, url(follow_up), django_assert_num_queries, 10)
    for number in range(50):
        keeping.prompt_update(
            contact, occasion=f"outcome:{number}", due_at=timezone.now(), now=timezone.now()
        )
    cost(client, keep_url(contact), django_assert_num_queries, 9)
    cost(client, url(follow_up), django_assert_num_queries, 10)


# -- Today ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"), [("share", Kind.RESOURCE), ("tell", Kind.UPDATE), ("connect", Kind.LINKEDIN)]
)
def test_opening_a_page_and_leaving_owes_nobody_anything(name: str, kind: Kind) -> None:
    contact = met()
    client = client_of(contact.seeker)
    client.post(keep_url(contact, name))
    found = FollowUp.objects.get(kind=kind)
    page = client.get(url(found))
    assert page.status_code == 200
    assert waits_for(client, contact) == []
    words = page.context["form"].initial
    client.post(url(found), words, headers={"HX-Request": "true"})  # typed, and taken away again
    assert waits_for(client, contact) == []
    client.post(url(found), words)  # kept on purpose
    assert waits_for(client, contact) == [kind, kind, kind]
    keeping.keep_words(found, text="Dear Dana, it worked.")
    assert waits_for(client, contact) == [kind, kind, kind]


def test_what_is_done_keeps_its_words_though_nothing_was_changed_in_them() -> None:
    found = begun(Kind.LINKEDIN, met())
    client = client_of(found.seeker)
    words = client.get(url(found)).context["form"].initial
    client.post(url(found) + "done/", words)
    assert fresh(found).text == words["text"] != ""


def waits_for(client: Client, contact: Contact) -> list[str]:
    """What Today, the list of what is due and the page of the contact say of it."""
    on_today = [item.follow_up for item in client.get("/").context["items"]]
    due = client.get(reverse("followups:follow_ups")).context["page"]
    still = client.get(keep_url(contact)).context["waiting"]
    return [row.kind for row in (*on_today, *due, *still) if row is not None]


def test_linkedin_opened_before_a_chat_is_due_after_it() -> None:
    now = timezone.now()
    contact = make_contact()
    opened = begun(Kind.LINKEDIN, contact)
    chat = make_ended_chat(contact, ended_at=now - 2 * DAY)
    keeping.prompt_after(chat, now=now)
    opened.refresh_from_db()
    assert (opened.chat, opened.due_at) == (chat, chat.ends_at + DAY)
    assert [item.follow_up for item in today.items(contact.seeker, now)] == [None]
    (row,) = today.items(contact.seeker, now)
    assert [other.follow_up for other in row.also] == [opened]


def test_today_shows_what_is_due_with_what_else_can_be_done() -> None:
    follow_up = owed()
    page = client_of(follow_up.seeker).get("/").content.decode()
    assert "Tell Dana Okafor what you did with their advice" in page
    for verb in VERBS:
        assert f'action="{url(follow_up, verb)}"' in page
    assert 'name="for" value="week"' in page
    assert 'name="for" value="month"' in page


# -- The weekly e-mail ---------------------------------------------------------------------------


def test_the_day_and_the_hour_are_chosen_and_it_can_be_stopped() -> None:
    seeker = make_seeker()
    client, page = client_of(seeker), reverse("followups:digest")
    assert client.get(page).status_code == 200
    assert not Digest.objects.exists()
    client.post(page, {"weekday": "4", "hour": "17"})
    kept = Digest.objects.get()
    local = kept.next_at.astimezone(BERLIN)
    assert (kept.is_on, local.weekday(), local.hour) == (True, 4, 17)
    assert client.get(reverse("followups:digest_stop"))["Location"] == page
    client.post(reverse("followups:digest_stop"))
    kept.refresh_from_db()
    assert (kept.is_on, kept.weekday, kept.hour) == (False, 4, 17)
    assert "It is off." in client.get(page).content.decode()
    client.post(page, {"weekday": "4", "hour": "17"})
    kept.refresh_from_db()
    assert kept.is_on


def test_the_link_in_it_ends_it_without_signing_in_and_only_by_its_button() -> None:
    seeker, other = make_seeker(), make_seeker()
    stranger = Client(enforce_csrf_checks=True)
    path = tokens.stop_url(seeker).removeprefix(settings.SITE_URL)
    page = stranger.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
    assert "no-store" in page["Cache-Control"]
    assert not Digest.objects.exists()
    # As a mail program does it (RFC 8058): no cookie, no redirect.
    done = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert (done.status_code, Digest.objects.get().is_on) == (200, False)
    assert Digest.objects.get().seeker == seeker
    for answer in (done, stranger.get(path), stranger.post(path)):
        assert "The weekly e-mail is off" in answer.content.decode()
    assert not Digest.objects.filter(seeker=other).exists()


def test_only_a_link_that_was_sent_ends_it() -> None:
    seeker = make_seeker()
    path = tokens.stop_url(seeker).removeprefix(settings.SITE_URL)
    number, _, signature = path.removesuffix("/").rpartition("/")[2].partition(":")
    other = tokens.SIGNER.sign_object(seeker.pk + 1).partition(":")[0]
    for forged in (f"{other}:{signature}", f"{number}:{signature[:-2]}xx", number, "None"):
        answer = Client().post(reverse("followups:digest_one_click", args=[forged]))
        assert answer.status_code == 404
    seeker.delete()
    assert Client().post(path).status_code == 404
    assert not Digest.objects.exists()


@pytest.mark.parametrize(
    "typed", [{"weekday": "7", "hour": "8"}, {"weekday": "1", "hour": "24"}, {}]
)
def test_an_hour_that_does_not_exist_is_said(typed: dict[str, str]) -> None:
    seeker = make_seeker()
    answer = client_of(seeker).post(reverse("followups:digest"), typed)
    assert answer.status_code == 422
    assert not Digest.objects.exists()


def test_settings_lead_there() -> None:
    page = client_of(make_seeker()).get(reverse("accounts:settings")).content.decode()
    assert reverse("followups:digest") in page
    assert reverse("followups:follow_ups") in page
    assert digesting.USUAL_HOUR == 8
