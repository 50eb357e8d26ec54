"""The operations of an outcome: what they write, whom they ask to be told, what they refuse."""

from datetime import date, timedelta

import pytest

from chats.errors import Refused
from chats.models import Chat
from contacts.models import Contact
from followups.keep_in_touch import keeping
from followups.keep_in_touch.words import first_words
from followups.models import FollowUp
from followups.states import Kind as FollowUpKind
from followups.states import Status
from followups.titles import title
from outcomes import lifecycle
from outcomes.lifecycle import Noted
from outcomes.models import Outcome
from outcomes.states import Kind
from tests.factories import NOW, make_contact, make_ended_chat, make_seeker

pytestmark = pytest.mark.django_db

MONTHS_LATER = NOW + timedelta(days=200)


def noted(*chats: Chat, kind: Kind = Kind.INTERVIEW, text: str = "Windpark, in May") -> Noted:
    return Noted(kind, text, date(2027, 5, 3), chats)


def updates(outcome: Outcome) -> dict[str, FollowUp]:
    found = FollowUp.objects.filter(kind=FollowUpKind.UPDATE, occasion=outcome.about)
    return {update.contact.name: update for update in found.select_related("contact")}


def lines(contact: Contact) -> list[str]:
    return [event.sentence for event in contact.events.all()]


@pytest.fixture
def seeker():
    return make_seeker()


@pytest.fixture
def chat(seeker) -> Chat:
    return make_ended_chat(make_contact(seeker, "Dana Okafor"))


def test_it_belongs_to_several_chats_months_later(seeker, chat) -> None:
    other = make_ended_chat(make_contact(seeker, "Mei Lin"), ended_at=NOW + timedelta(hours=3))
    outcome = lifecycle.note(seeker, noted(chat, other), now=MONTHS_LATER)
    assert set(outcome.chats.all()) == {chat, other}
    assert (outcome.kind, outcome.text) == (Kind.INTERVIEW, "Windpark, in May")
    for contact in (chat.contact, other.contact):
        newest = contact.events.first()
        assert (newest.sentence, newest.at) == (
            "What came of it: An interview: Windpark, in May",
            MONTHS_LATER,
        )


def test_its_line_leads_nowhere(seeker, chat) -> None:
    lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    assert chat.contact.events.first().link == ""


def test_whoever_helped_is_to_be_told_within_a_day(seeker, chat) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    [update] = updates(outcome).values()
    assert (update.contact, update.chat, update.seeker) == (chat.contact, chat, seeker)
    assert update.due_at == MONTHS_LATER + timedelta(days=1)
    assert update.status == Status.OPEN


def test_whoever_led_to_them_is_to_be_told_too_however_far_up(seeker, chat) -> None:
    ida = make_contact(seeker, "Ida Top")
    nora = make_contact(seeker, "Nora Beck", introduced_by=ida)
    Contact.objects.filter(pk=chat.contact_id).update(introduced_by=nora)
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    assert set(updates(outcome)) == {"Dana Okafor", "Nora Beck", "Ida Top"}
    said = "Led you to Dana Okafor, and so: An interview: Windpark, in May"
    assert (lines(nora)[0], lines(ida)[0]) == (said, said)


def test_a_circle_in_the_data_ends(seeker, chat) -> None:
    nora = make_contact(seeker, "Nora Beck", introduced_by=chat.contact)
    Contact.objects.filter(pk=chat.contact_id).update(introduced_by=nora)
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    assert set(updates(outcome)) == {"Dana Okafor", "Nora Beck"}


def test_twice_is_once(seeker, chat) -> None:
    first = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    before = lines(chat.contact)
    assert lifecycle.note(seeker, noted(chat), now=MONTHS_LATER) == first
    assert Outcome.objects.count() == 1
    assert lines(chat.contact) == before
    assert lifecycle.note(seeker, noted(chat, text="Another"), now=MONTHS_LATER) != first


def test_a_chat_of_somebody_else_is_refused(seeker, chat) -> None:
    with pytest.raises(Refused, match="One of these chats is gone"):
        lifecycle.note(seeker, noted(chat, make_ended_chat()), now=MONTHS_LATER)
    assert Outcome.objects.count() == 0


def test_putting_it_right_changes_who_is_told(seeker, chat) -> None:
    other = make_ended_chat(make_contact(seeker, "Mei Lin"), ended_at=NOW + timedelta(hours=3))
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    lifecycle.change(outcome, noted(other, kind=Kind.JOB_OFFER), now=MONTHS_LATER)
    outcome.refresh_from_db()
    assert (outcome.kind, list(outcome.chats.all())) == (Kind.JOB_OFFER, [other])
    assert set(updates(outcome)) == {"Mei Lin"}


def test_putting_it_right_twice_writes_one_line(seeker, chat) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    before = lines(chat.contact)
    for _ in range(2):
        lifecycle.change(outcome, noted(chat, text="Windpark, in June"), now=MONTHS_LATER)
    assert lines(chat.contact) == before
    assert Outcome.objects.get().text == "Windpark, in June"


@pytest.mark.parametrize(
    "begun", [{"text": "Dear Dana"}, {"status": Status.DONE}, {"send_at": NOW}]
)
def test_an_update_that_was_begun_stays(seeker, chat, begun) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    FollowUp.objects.filter(kind=FollowUpKind.UPDATE).update(**begun)
    lifecycle.delete(outcome, now=MONTHS_LATER)
    assert FollowUp.objects.filter(kind=FollowUpKind.UPDATE).count() == 1


def test_taking_it_back_takes_its_prompts_and_says_so_once(seeker, chat) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    for _ in range(2):
        lifecycle.delete(outcome, now=MONTHS_LATER)
    assert Outcome.objects.count() == 0
    assert FollowUp.objects.filter(kind=FollowUpKind.UPDATE).count() == 0
    said = "Taken back: An interview: Windpark, in May"
    assert lines(chat.contact).count(said) == 1


def test_changing_what_is_gone_is_refused(seeker, chat) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    lifecycle.delete(Outcome.objects.get(), now=MONTHS_LATER)
    with pytest.raises(Refused, match="taken back meanwhile"):
        lifecycle.change(outcome, noted(chat), now=MONTHS_LATER)


def test_the_prompt_says_what_came_of_it(seeker, chat) -> None:
    outcome = lifecycle.note(seeker, noted(chat), now=MONTHS_LATER)
    update = updates(outcome)["Dana Okafor"]
    assert title(update, "Dana") == "Tell Dana what came of it: an interview: Windpark, in May"
    said = first_words(update, NOW)
    assert "We spoke, and something came of it: an interview." in said
    assert "[in your own words: Windpark, in May]" in said  # a note to oneself is not yet said


def test_whoever_led_to_them_reads_whom_they_led_to(seeker, chat) -> None:
    nora = make_contact(seeker, "Nora Beck")
    Contact.objects.filter(pk=chat.contact_id).update(introduced_by=nora)
    outcome = lifecycle.note(seeker, noted(chat, kind=Kind.JOB_OFFER, text=""), now=MONTHS_LATER)
    update = updates(outcome)["Nora Beck"]
    assert title(update, "Nora") == "Tell Nora what came of it: an offer"
    assert "You led me to Dana Okafor, and something came of it: an offer." in first_words(
        update, NOW
    )


def test_putting_it_right_changes_what_is_told_until_it_is(seeker, chat) -> None:
    mei = make_ended_chat(make_contact(seeker, "Mei Lin"), ended_at=NOW + timedelta(hours=3))
    outcome = lifecycle.note(seeker, noted(chat, mei), now=MONTHS_LATER)
    keeping.mark_done(updates(outcome)["Mei Lin"], now=MONTHS_LATER)
    lifecycle.change(outcome, noted(chat, mei, kind=Kind.LEAD, text=""), now=MONTHS_LATER)
    titles = {name: title(update, name) for name, update in updates(outcome).items()}
    assert titles == {
        "Dana Okafor": "Tell Dana Okafor what came of it: a lead",
        "Mei Lin": "Tell Mei Lin what came of it: an interview: Windpark, in May",
    }
    assert lines(mei.contact)[0] == "You told them what came of it: an interview: Windpark, in May"


def test_it_is_told_apart_from_the_prompt_of_the_chat(seeker, chat) -> None:
    keeping.after_chat(chat, now=MONTHS_LATER)
    lifecycle.note(seeker, noted(chat, text="x" * 300), now=MONTHS_LATER)
    found = FollowUp.objects.filter(contact=chat.contact, kind=FollowUpKind.UPDATE)
    titles = {title(update, "Dana") for update in found}
    cut = f"Tell Dana what came of it: an interview: {'x' * 59}…"
    assert titles == {"Tell Dana what you did with their advice", cut}
