"""Today and the thank-you."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import lifecycle as chat_lifecycle
from chats.models import Chat
from chats.states import Side, Way
from contacts.models import Contact
from contacts.states import Stage
from followups import lifecycle as followups
from followups.keep_in_touch import keeping
from followups.models import Debrief, FollowUp, Promise
from followups.states import Status
from followups.thank_you.drafting import SPECIFIC
from followups.today.page import items
from outbox.models import OutgoingEmail
from outbox.states import Status as Outgoing
from tests import by_link
from tests.by_link import propose
from tests.expect import let_leave, timeline
from tests.factories import (
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

pytestmark = pytest.mark.django_db


def client_of(seeker: User) -> Client:
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def ended_chat(**fields: Any) -> Chat:
    return make_ended_chat(ended_at=timezone.now() - timedelta(hours=1), **fields)


SEND = {"send": "yes"}


def thank_you_url(chat: Chat, verb: str = "thank_you") -> str:
    return reverse(f"followups:{verb}", args=[chat.pk])


def test_strangers_read_what_this_is() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "landing.html" in [template.name for template in answer.templates]


def test_a_newcomer_is_shown_the_first_steps() -> None:
    page = client_of(make_seeker()).get("/").content.decode()
    assert reverse("contacts:add") in page
    assert reverse("sample:start") in page


def test_today_lists_what_to_do_in_order(settings: Any) -> None:
    seeker, now = make_seeker(), timezone.now()
    make_draft(make_contact(seeker, "Drafted"))
    make_chat(make_contact(seeker, "Booked"), starts_at=now + timedelta(days=2), now=now)
    make_ended_chat(make_contact(seeker, "Met"), ended_at=now - timedelta(hours=1))
    countered = make_sent_invitation(make_contact(seeker, "Countering"), now=now)
    times = [now + timedelta(days=9)]
    propose(countered, times=times, way=Way.VIDEO, now=now)
    taken = [now + timedelta(days=2)]
    make_sent_invitation(make_contact(seeker, "Taken"), times=taken, now=now)
    declined = make_sent_invitation(make_contact(seeker, "Declining"), now=now)
    by_link.decline(declined, now=now)
    client = client_of(seeker)
    client.post(thank_you_url(Chat.objects.get(contact__name="Met")), {"text": "Dear Met"})

    answer = client.get("/")

    assert [item.what for item in answer.context["items"]] == [
        "Countering proposes other times",
        "Offer Taken new times",
        "Thank Met",
        "Chat with Booked",
        "Declining cannot make it",
        "Finish your invitation to Drafted",
    ]


@pytest.mark.parametrize(
    ("subject", "note"),
    [
        ("Your {{talk, article or project}}", "No subject yet."),
        ("", "No subject yet."),
        ("Your talk", "“Your talk”"),
    ],
)
def test_a_draft_is_called_by_a_subject_that_is_written(subject: str, note: str) -> None:
    draft = make_draft(subject=subject)
    (item,) = items(draft.seeker, timezone.now())
    assert item.note.strip("“”") == note.strip("“”")
    shown = client_of(draft.seeker).get("/invitations/").content.decode()
    assert "{{" not in shown


def test_what_is_owed_to_one_person_is_one_row() -> None:
    now = timezone.now()
    chat = make_ended_chat(ended_at=now - timedelta(hours=1))
    followups.open_thank_you(chat, now=now)
    owes = {"seeker": chat.seeker, "contact": chat.contact, "chat": chat, "due_on": now.date()}
    Promise.objects.create(by=Side.SEEKER, text="Article", **owes)
    keeping.prompt_update(chat.contact, occasion="outcome:1", due_at=now, now=now)
    other = make_ended_chat(make_contact(chat.seeker, "Jonas Weber"), ended_at=now)
    followups.open_thank_you(other, now=now)
    rows = items(chat.seeker, now)
    assert [(row.what, [also.what for also in row.also]) for row in rows] == [
        (
            "Did your chat with Dana Okafor happen?",
            [
                "Thank Dana Okafor",
                "You promised Dana Okafor: Article",
                "Tell Dana Okafor what you did with their advice",
            ],
        ),
        ("Did your chat with Jonas Weber happen?", ["Thank Jonas Weber"]),
    ]
    page = client_of(chat.seeker).get("/").content.decode()
    for also in rows[0].also:
        assert f'<a href="{also.url}">{also.what}</a>' in page
    assert page.count('class="today__item"') == 2


@pytest.mark.parametrize(("by", "note"), [(Side.HOST, ", moved by them"), (Side.SEEKER, "")])
def test_today_says_that_the_host_moved_a_chat(by: Side, note: str) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    chat_lifecycle.reschedule(chat, starts_at=now + timedelta(days=3), by=by, now=now)
    assert [item.what for item in items(chat.seeker, now)] == [f"Chat with Dana Okafor{note}"]


def test_a_chat_that_is_going_on_is_neither_the_next_one_nor_to_be_prepared() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now - timedelta(minutes=5), now=now - timedelta(days=1))
    [item] = items(chat.seeker, now)
    assert (item.kind, item.ready) == ("Now", None)
    assert item.note.startswith("It began on ")
    client = client_of(chat.seeker)
    assert client.get(item.url).status_code == 200
    assert "There are no past chats here." in client.get("/chats/?show=past").text


def test_today_shows_nothing_of_another_seeker() -> None:
    now = timezone.now()
    make_draft()
    make_chat(starts_at=now + timedelta(days=2), now=now)
    assert client_of(make_seeker()).get("/").context["items"] == []


def test_today_costs_the_same_with_many_rows(django_assert_num_queries: Any, settings: Any) -> None:
    settings.INVITATIONS_PER_DAY = 1000
    seeker, now = make_seeker(), timezone.now()
    client = client_of(seeker)

    def add(number: int) -> None:
        starts_at = now + timedelta(hours=1 + number)
        make_chat(make_contact(seeker, f"Booked {number}"), starts_at=starts_at, now=now)
        make_draft(make_contact(seeker, f"Drafted {number}"))
        for name, pressed in (("Met", {}), ("Thanked", SEND)):
            ended_at = now - timedelta(hours=2 * number, minutes=60 if name == "Met" else 0)
            chat = make_ended_chat(make_contact(seeker, f"{name} {number}"), ended_at=ended_at)
            client_of(seeker).post(thank_you_url(chat), pressed | {"text": "Your story."})
        Promise.objects.create(
            seeker=seeker,
            contact=chat.contact,
            chat=chat,
            by=Side.SEEKER,
            text=f"Article {number}",
            due_on=now.date() - timedelta(days=1),
        )
        keeping.prompt_update(chat.contact, occasion="outcome:1", due_at=now, now=now)
        ended_at = now - timedelta(hours=2 * number, minutes=90)
        make_ended_chat(make_contact(seeker, f"Over {number}"), ended_at=ended_at)
        let_die("booked_host", "thank_you")

    add(0)
    with django_assert_num_queries(22):
        answer = client.get("/")
    kinds = [item.kind for item in answer.context["items"]]
    assert kinds.count("Not delivered") == 2
    assert (kinds.count("Your promise"), kinds.count("Afterwards")) == (1, 1)
    for number in range(1, 17):
        add(number)
    with django_assert_num_queries(22):
        client.get("/")


# -- What did not arrive ---------------------------------------------------------------------------


def let_die(*kinds: str, said: str = "550 No such user") -> None:
    OutgoingEmail.objects.filter(kind__in=kinds).update(status=Outgoing.DEAD, last_error=said)


def not_delivered(client: Client) -> list[tuple[str, str]]:
    items = client.get("/").context["items"]
    return [(item.what, item.url) for item in items if item.kind == "Not delivered"]


def thanked_chat(**fields: Any) -> Chat:
    chat = ended_chat(**fields)
    client_of(chat.seeker).post(
        thank_you_url(chat),
        SEND | {"text": f"Dear {chat.contact.first_name}, your advice on papers."},
    )
    return chat


def test_a_thank_you_that_did_not_arrive_is_told_of_until_it_is_sent_elsewhere() -> None:
    chat = thanked_chat()
    client = client_of(chat.seeker)
    assert client.get(thank_you_url(chat)).context["clock"].words == "Sent"
    assert not_delivered(client) == []

    let_die("thank_you")

    answer = client.get(thank_you_url(chat))
    assert answer.context["clock"].words == "It may not have arrived"
    assert "“550 No such user”" in answer.content.decode()
    assert "Dear Dana, your advice on papers." in answer.content.decode()
    what = "Your thank-you to Dana Okafor may not have arrived"
    assert not_delivered(client) == [(what, thank_you_url(chat))]

    for _ in range(2):
        client.post(thank_you_url(chat, "elsewhere"))

    assert client.get(thank_you_url(chat)).context["clock"].words == "Sent elsewhere"
    assert not_delivered(client) == []
    assert timeline(chat.contact)[-2:] == ["You said thank you", "You said thank you elsewhere"]


def test_a_thank_you_that_is_leaving_is_not_taken_back_by_a_slip() -> None:
    chat = thanked_chat()
    client_of(chat.seeker).post(thank_you_url(chat, "elsewhere"))
    assert FollowUp.objects.get().elsewhere is False
    assert OutgoingEmail.objects.get(kind="thank_you").status == Outgoing.PENDING


@pytest.mark.parametrize(
    ("verb", "kind", "what", "on_the_page"),
    [
        ("book", "booked_host", "Dana Okafor may not know when you meet", "you meet on"),
        ("move", "moved_host", "Dana Okafor may not know when you meet", "you meet on"),
        ("cancel", "cancelled_host", "Dana Okafor may not know it is off", "it is cancelled"),
    ],
)
def test_what_the_host_may_not_know_is_told_until_the_chat_begins(
    verb: str, kind: str, what: str, on_the_page: str
) -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    let_leave(chat)
    if verb == "move":
        moved = now + timedelta(days=3)
        chat_lifecycle.reschedule(chat, starts_at=moved, by=Side.SEEKER, now=now)
    if verb == "cancel":
        chat_lifecycle.cancel(chat, by=Side.SEEKER, now=now)
    client, url = client_of(chat.seeker), chat.get_absolute_url()
    assert not_delivered(client) == []
    assert "may not have arrived" not in client.get(url).content.decode()

    let_die(kind)

    assert not_delivered(client) == [(what, url)]
    page = client.get(url).content.decode()
    assert "“550 No such user”" in page
    assert f"Please tell them yourself that {on_the_page}" in page

    Chat.objects.update(starts_at=now - timedelta(days=1))
    assert not_delivered(client) == []
    assert "may not have arrived" not in client.get(url).content.decode()


def test_today_tells_nobody_of_another_seekers_e_mail() -> None:
    thanked_chat()
    make_chat(starts_at=timezone.now() + timedelta(days=2), now=timezone.now())
    let_die("thank_you", "booked_host")
    assert not_delivered(client_of(make_seeker())) == []


def test_sample_e_mail_that_is_kept_back_worries_nobody() -> None:
    seeker, now = make_seeker(is_sample=True), timezone.now()
    client = client_of(seeker)
    booked = make_chat(make_contact(seeker, "Booked"), starts_at=now + timedelta(days=2), now=now)
    thanked = thanked_chat(contact=make_contact(seeker, "Thanked"))
    assert set(OutgoingEmail.objects.values_list("status", flat=True)) == {Outgoing.HELD}
    assert not_delivered(client) == []
    assert client.get(thank_you_url(thanked)).context["clock"].words == "Sent"
    assert client.get(booked.get_absolute_url()).context["delivery_problem"] == ""


def test_the_composer_starts_from_the_notes() -> None:
    chat = ended_chat()
    Chat.objects.update(notes="- start with the cheapest part\nmore")
    page = client_of(chat.seeker).get(thank_you_url(chat)).context["form"]["text"].value()
    assert "start with the cheapest part" in page
    assert SPECIFIC not in page


def test_without_notes_it_asks_for_one_specific_thing_and_will_not_leave_without() -> None:
    chat = ended_chat()
    client = client_of(chat.seeker)
    text = client.get(thank_you_url(chat)).context["form"]["text"].value()
    assert SPECIFIC in text
    answer = client.post(thank_you_url(chat), SEND | {"text": text})
    assert answer.status_code == 422
    assert FollowUp.objects.get().status == Status.OPEN
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()


VAGUE = {
    "nothing of theirs": "Dear Dana, thank you for your time. It was great.",
    "no next step": "Dear Dana, your story stays with me.",
    "a résumé": "Dear Dana, your story stays with me. I will visit it. My CV is below.",
}


@pytest.mark.parametrize("text", VAGUE.values(), ids=VAGUE)
def test_what_could_go_to_anyone_is_asked_about_once(text: str) -> None:
    chat = ended_chat()
    Debrief.objects.create(chat=chat, next_step="Visit the museum")
    client, url = client_of(chat.seeker), thank_you_url(chat)
    answer = client.post(url, SEND | {"text": text})
    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == text
    assert answer.context["form"].errors["text"]
    assert 'name="as_it_is"' in answer.content.decode()
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()
    assert client.post(url, SEND | {"text": text, "as_it_is": "yes"}).status_code == 302
    assert OutgoingEmail.objects.get(kind="thank_you").text.count("Dear Dana")


def test_sending_all_the_same_does_not_help_what_is_left_to_say() -> None:
    chat = ended_chat()
    client, url = client_of(chat.seeker), thank_you_url(chat)
    typed = {"text": "[in your own words: she reads plans]", "as_it_is": "yes"}
    answer = client.post(url, SEND | typed)
    assert answer.status_code == 422
    assert 'name="as_it_is"' not in answer.content.decode()


def test_sending_it_as_it_is_is_not_offered_while_something_blocks() -> None:
    chat = ended_chat()
    Debrief.objects.create(chat=chat, next_step="Visit the museum")
    typed = {"text": "Dear Dana, it was great. {{thing}} Here is my CV."}
    answer = client_of(chat.seeker).post(thank_you_url(chat), SEND | typed)
    assert answer.status_code == 422
    assert 'name="as_it_is"' not in answer.content.decode()


@pytest.mark.parametrize("pressed", [SEND, {}], ids=["send", "schedule"])
@pytest.mark.parametrize("words", ["Your story again, and more.", "Vague words.", "x" * 2001])
def test_other_words_of_a_tab_left_open_stay_on_the_page_to_copy(
    pressed: dict[str, str], words: str
) -> None:
    chat = ended_chat()
    client, sent = client_of(chat.seeker), {"text": "Dear Dana, thank you for your story."}
    for _ in range(2):  # pressing twice is pressing once
        assert client.post(thank_you_url(chat), SEND | sent).status_code == 302
    later = {"text": words, "at": (timezone.now() + timedelta(hours=1)).isoformat()}
    answer = client.post(thank_you_url(chat), pressed | later)
    assert answer.status_code == (422 if len(words) > 2000 else 409)
    page = answer.content.decode()
    assert "This thank-you has left already." in page
    assert f"readonly>{words}</textarea>" in page
    assert OutgoingEmail.objects.filter(kind="thank_you").count() == 1


def test_of_an_emptied_draft_the_coach_says_nothing() -> None:
    chat = ended_chat()
    answer = client_of(chat.seeker).post(
        thank_you_url(chat), {"text": ""}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer.context["hints"]) == (422, [])
    assert 'id="coach"' in answer.content.decode()


def test_sending_queues_the_words_and_stops_the_clock() -> None:
    chat = ended_chat()
    words = "Dear Dana, your point about the cheapest part: I will try it."
    answer = client_of(chat.seeker).post(thank_you_url(chat), SEND | {"text": words})
    assert answer["Location"] == "/"
    email = OutgoingEmail.objects.get(kind="thank_you")
    assert (email.to, email.reply_to) == (chat.contact.email, chat.seeker.email)
    assert words in email.text
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.remind_at) == (Status.DONE, None)
    assert Contact.objects.get().stage == Stage.THANKED


def test_a_draft_is_kept_as_it_is_typed() -> None:
    chat = ended_chat()
    client = client_of(chat.seeker)
    answer = client.post(thank_you_url(chat), {"text": "Dear Dana"}, headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("Saved\n")
    assert client.get(thank_you_url(chat)).context["form"]["text"].value() == "Dear Dana"


def test_words_typed_after_it_left_are_not_called_saved() -> None:
    chat = ended_chat()
    client = client_of(chat.seeker)
    client.post(thank_you_url(chat), SEND | {"text": "Dear Dana, thank you for your story."})
    answer = client.post(thank_you_url(chat), {"text": "More"}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.content.decode().startswith("Not saved: This thank-you has left already.")
    assert FollowUp.objects.get().text == "Dear Dana, thank you for your story."


@pytest.mark.parametrize(
    ("verb", "status", "elsewhere"),
    [("elsewhere", Status.DONE, True), ("skip", Status.SKIPPED, False)],
)
def test_done_elsewhere_or_skipped_sends_nothing(verb: str, status: str, elsewhere: bool) -> None:
    chat = ended_chat()
    client_of(chat.seeker).post(thank_you_url(chat, verb))
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.elsewhere) == (status, elsewhere)
    assert not OutgoingEmail.objects.filter(kind="thank_you").exists()


def test_what_was_typed_stays_when_it_is_skipped() -> None:
    chat = ended_chat()
    client_of(chat.seeker).post(thank_you_url(chat, "skip"), {"text": "Dear Dana, one day"})
    follow_up = FollowUp.objects.get()
    assert (follow_up.status, follow_up.text) == (Status.SKIPPED, "Dear Dana, one day")


@pytest.mark.parametrize("verb", ["thank_you", "elsewhere", "skip"])
def test_a_stranger_finds_no_thank_you(verb: str) -> None:
    chat = ended_chat()
    stranger = client_of(make_seeker())
    assert stranger.post(thank_you_url(chat, verb), {"text": "x"}).status_code == 404
    assert not FollowUp.objects.exists()


def test_there_is_nothing_to_thank_for_before_the_chat() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    assert client_of(chat.seeker).get(thank_you_url(chat)).status_code == 404
