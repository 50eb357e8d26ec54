"""What came by e-mail on an ask: whose it is, what it stops, and what it never does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from pytest_django import Settings

from chats import lifecycle, tasks
from chats.host_reply import HostReply
from chats.models import IncomingEmail, Invitation, UnmatchedEmail
from chats.replies import hearing, matching, unmatched
from chats.states import AnswerKind, IncomingKind, InvitationStatus
from mail import Kind, Understood
from outbox import reply_address
from outbox.models import OutgoingEmail
from outbox.states import Status
from outbox.suppression import is_suppressed
from tests.expect import queued, timeline
from tests.factories import (
    NOW,
    make_contact,
    make_link,
    make_seeker,
    make_sent_invitation,
    three_times,
)

pytestmark = pytest.mark.django_db
DANA, SAM = "dana@example.com", "sam@example.org"
OURS = "coffee@coffee.example"
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def heard(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "coffee+{}@coffee.example"
    settings.DEFAULT_FROM_EMAIL = OURS


@pytest.fixture
def ask() -> Invitation:
    return asked()


def asked(sam: str = SAM, dana: str = DANA) -> Invitation:
    """A letter that has left."""
    invitation = make_sent_invitation(make_contact(make_seeker(email=sam), email=dana))
    OutgoingEmail.objects.filter(sent_at=None).update(
        status=Status.SENT, sent_at=NOW, started_at=NOW
    )
    return invitation


def letter_of(invitation: Invitation) -> OutgoingEmail:
    return OutgoingEmail.objects.get(kind="invitation", about=invitation.about)


def token_of(invitation: Invitation) -> str:
    return reply_address.address_of(letter_of(invitation))


def wrote(text: str = "Gladly.", **fields: Any) -> Understood:
    said = {
        "message_id": f"<{text}@client.example>",
        "sender": DANA,
        "recipients": (OURS,),
        "text": text,
        "whole": f"{text}\n> quoted",
    }
    return Understood(Kind.REPLY, **{**said, **fields})


def hear(email: Understood, now: Any = LATER) -> None:
    lifecycle.hear_email(email, now=now)


def texts(invitation: Invitation) -> list[str]:
    return [one.text for one in invitation.incoming_emails.all()]


# -- Whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["recipients", "delivered_to"])
def test_a_token_tells_whose_it_is(field: str, ask: Invitation) -> None:
    asked("lee@example.org", "other@example.com")
    hear(wrote(sender="office@example.com", **{field: (token_of(ask),)}))
    (heard,) = IncomingEmail.objects.all()
    assert (heard.invitation, heard.is_from_host) == (ask, False)


def test_then_what_it_answers_does(ask: Invitation) -> None:
    hear(wrote(sender="office@example.com", references=("<x@y>", letter_of(ask).message_id)))
    assert texts(ask) == ["Gladly."]


def test_the_thread_does_once_the_outbox_has_forgotten(ask: Invitation) -> None:
    thread = ask.thread_id
    OutgoingEmail.objects.all().delete()
    hear(wrote(sender="office@example.com", references=("<x@y>", thread)))
    assert texts(ask) == ["Gladly."]


def test_then_a_sender_of_whom_one_ask_is_open_does(ask: Invitation) -> None:
    hear(wrote(sender="Dana@Example.com"))
    assert texts(ask) == ["Gladly."]


def test_of_two_open_asks_a_sender_tells_neither(ask: Invitation) -> None:
    asked("lee@example.org")
    hear(wrote())
    assert not IncomingEmail.objects.exists()
    assert UnmatchedEmail.objects.get().why == "several invitations to its sender"


@pytest.mark.parametrize("status", ["withdrawn", "declined", "expired", "booked"])
def test_whom_another_seeker_asked_lately_is_not_told_by_their_address(
    status: str, ask: Invitation
) -> None:
    """Their words may be for the other one."""
    other = asked("lee@example.org")
    Invitation.objects.filter(pk=other.pk).update(status=status)
    hear(wrote())
    assert not IncomingEmail.objects.exists()
    assert UnmatchedEmail.objects.get().why == matching.SEVERAL


def test_an_ask_of_long_ago_keeps_nobody_from_being_heard(ask: Invitation) -> None:
    other = asked("lee@example.org")
    long_ago = LATER - matching.ASKED_LATELY
    Invitation.objects.filter(pk=other.pk).update(status="withdrawn", sent_at=long_ago)
    hear(wrote())
    assert texts(ask) == ["Gladly."]


def test_an_earlier_ask_of_the_same_seeker_keeps_nobody_from_being_heard(ask: Invitation) -> None:
    Invitation.objects.filter(pk=ask.pk).update(status="withdrawn")
    newest = make_sent_invitation(ask.contact)
    hear(wrote())
    assert texts(newest) == ["Gladly."]


def test_a_token_stands_above_what_is_answered(ask: Invitation) -> None:
    other = asked("lee@example.org", "other@example.com")
    hear(wrote(recipients=(token_of(ask),), references=(letter_of(other).message_id,)))
    assert (texts(ask), texts(other)) == (["Gladly."], [])


def test_what_came_to_somebody_elses_address_of_the_inbox_is_none_of_ours(ask: Invitation) -> None:
    """A friend of the operator's, who was asked for a chat, writes to the operator."""
    hear(wrote(recipients=("operator@coffee.example",)))
    assert not IncomingEmail.objects.exists()
    assert not UnmatchedEmail.objects.exists()


def test_what_nobody_knows_is_listed_without_its_words() -> None:
    hear(wrote("secret words", subject="Hello"))
    (one,) = UnmatchedEmail.objects.all()
    assert (one.sender, one.subject) == (DANA, "Hello")
    assert "secret" not in str(vars(one))


def test_the_list_is_short_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unmatched, "MAX_UNMATCHED", 3)
    for number in range(5):
        hear(wrote(str(number)))
    assert UnmatchedEmail.objects.count() == 3
    hear(wrote("much later"), now=LATER + timedelta(days=31))
    assert UnmatchedEmail.objects.count() == 1


@pytest.mark.parametrize(
    "sender", [OURS, "coffee+anything@coffee.example", SAM, "sam@work.example"]
)
def test_what_we_or_the_seeker_wrote_is_no_answer(sender: str, ask: Invitation) -> None:
    EmailAddress.objects.create(user=ask.seeker, email="sam@work.example")
    hear(wrote(sender=sender, recipients=(token_of(ask),)))
    assert not IncomingEmail.objects.exists()
    assert not UnmatchedEmail.objects.exists()


# -- A person wrote ------------------------------------------------------------------------------


def test_an_answer_stands_in_the_timeline_and_changes_no_state(ask: Invitation) -> None:
    hear(wrote(recipients=(token_of(ask), SAM)))
    ask.refresh_from_db()
    assert (ask.status, ask.heard_at) == (InvitationStatus.SENT, LATER)
    assert timeline(ask.contact)[-1] == "Wrote to you by e-mail"


def test_whoever_has_it_gets_no_e_mail_and_whoever_has_not_gets_one(ask: Invitation) -> None:
    hear(wrote("one", recipients=(token_of(ask), SAM)))
    assert "wrote_seeker" not in queued(ask)
    hear(wrote("two", recipients=(token_of(ask),)))
    passed_on = queued(ask)["wrote_seeker"]
    assert (passed_on.to, passed_on.reply_to) == (SAM, DANA)
    assert '"two"' in passed_on.text


def test_the_same_twice_is_one(ask: Invitation) -> None:
    for _ in range(3):
        hear(wrote(recipients=(token_of(ask),)))
    assert texts(ask) == ["Gladly."]
    assert OutgoingEmail.objects.filter(kind="wrote_seeker").count() == 1


def test_another_with_the_same_identifier_is_another(ask: Invitation) -> None:
    """Or whoever knows it could keep an answer out."""
    hear(wrote("forged", recipients=(token_of(ask),), message_id="<same@client.example>"))
    hear(wrote("true", recipients=(token_of(ask),), message_id="<same@client.example>"))
    assert set(texts(ask)) == {"forged", "true"}


def test_it_stops_waiting(ask: Invitation) -> None:
    over = ask.expires_at + timedelta(days=1)
    assert Invitation.objects.to_expire(over).exists()
    hear(wrote())
    assert not Invitation.objects.to_expire(over).exists()
    lifecycle.expire(ask, now=over)
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT


def test_offering_other_times_waits_again(ask: Invitation) -> None:
    hear(wrote())
    gone = ask.slots.earliest("starts_at").starts_at
    lifecycle.offer_times(ask, times=three_times(gone), now=gone)
    ask.refresh_from_db()
    assert ask.heard_at is None


def test_a_loop_has_an_end(ask: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MAX_KEPT", 4)
    for number in range(9):
        hear(wrote(str(number), recipients=(token_of(ask),)))
    assert IncomingEmail.objects.count() == 4


@pytest.mark.parametrize("of", ["programs", "servers", "strangers"])
def test_a_loop_drowns_no_answer(of: str, ask: Invitation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "MAX_KEPT", 2)
    token = token_of(ask)
    for number in range(3):
        if of == "servers":
            hear(bounce(recipients=(token,), permanent=False, message_id=f"<{number}@x>"))
        else:
            strange = {"sender": "x@loop.example", "recipients": (token,)}
            noise = wrote(str(number), **strange)
            hear(replace(noise, kind=Kind.AUTO) if of == "programs" else noise)
    hear(wrote(recipients=(token,)))
    assert "Gladly." in texts(ask)


def test_past_the_bound_an_answer_still_stops_waiting(
    ask: Invitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "MAX_KEPT", 0)
    hear(wrote())
    ask.refresh_from_db()
    assert (ask.heard_at, texts(ask)) == (LATER, [])


def test_what_was_kept_stops_no_waiting_that_began_since(ask: Invitation) -> None:
    """As after the inbox got new numbers."""
    hear(wrote())
    Invitation.objects.update(heard_at=None)
    hear(wrote())
    ask.refresh_from_db()
    assert ask.heard_at is None


def test_passing_on_is_bounded(ask: Invitation, settings: Settings) -> None:
    settings.EMAILS_PER_CHAT = 5
    for number in range(9):
        hear(wrote(str(number), recipients=(token_of(ask),)))
    passed_on = OutgoingEmail.objects.filter(kind="wrote_seeker")
    assert passed_on.exclude(status=Status.HELD).count() == 3
    assert IncomingEmail.objects.count() == 9


def test_nothing_that_turns_words_around_or_breaks_a_header_is_kept(ask: Invitation) -> None:
    hear(
        wrote(
            "Gl\x00adly",
            sender_name="Da\u202ena\nX: y",
            subject="a\nb",
            recipients=(token_of(ask),),
        )
    )
    (heard,) = IncomingEmail.objects.all()
    assert (heard.text, heard.sender_name, heard.subject) == ("Gladly", "Dana X: y", "a b")


def test_a_private_link_that_is_quoted_opens_nothing(ask: Invitation) -> None:
    """What is kept goes to the seeker's page, their e-mail and their archive."""
    link = make_link(ask)
    token = link.rsplit("/i/", 1)[1].strip("/")
    safe = f"https://safe.example/?url={quote(link, safe='')}&again={quote(quote(link, safe=''))}"
    said = f"See {link} or <{link}chat.ics>, {safe}"
    quoted = f"{said}\n> To: {token_of(ask)}\n> {link}"
    hear(wrote(said, whole=quoted, subject=f"Re: {link}", recipients=(token_of(ask),)))
    (heard,) = IncomingEmail.objects.all()
    passed_on = queued(ask)["wrote_seeker"]
    for kept in (*vars(heard).values(), passed_on.text, passed_on.html, passed_on.subject):
        assert token not in str(kept)
        assert token_of(ask) not in str(kept)
    assert "/i/..." in heard.text


def test_other_links_stay_as_they_were_written(ask: Invitation) -> None:
    said = "https://calls.example/j/8123?pwd=aVeryLongPasswordOfFortyThreeLettersAndMore0 /i/pods"
    hear(wrote(said))
    assert texts(ask) == [said]


def test_the_whole_is_kept_for_a_while_and_the_words_for_good(
    ask: Invitation, settings: Settings
) -> None:
    hear(wrote())
    kept = timedelta(days=settings.EMAIL_RETENTION_DAYS)
    lifecycle.forget_wholes(LATER - timedelta(days=1))
    assert IncomingEmail.objects.get().whole != ""
    lifecycle.forget_wholes(LATER + kept)
    (heard,) = IncomingEmail.objects.all()
    assert (heard.text, heard.whole) == ("Gladly.", "")


def test_what_is_read_is_not_new_and_neither_is_what_was_said_since(ask: Invitation) -> None:
    hear(wrote("one"))
    unread = IncomingEmail.objects.unread(ask.seeker)
    assert unread.count() == 1
    assert IncomingEmail.objects.unread(make_seeker(email="lee@example.org")).count() == 0
    lifecycle.mark_read(ask, now=LATER)
    lifecycle.mark_read(ask, now=LATER)
    assert unread.count() == 0
    hear(wrote("two"))
    lifecycle.decline(ask, HostReply(""), now=LATER + timedelta(minutes=1))
    assert unread.count() == 0


# -- A program answered ---------------------------------------------------------------------------


def away(**fields: Any) -> Understood:
    return replace(wrote("I am away.", whole=""), kind=Kind.AUTO, **fields)


def test_a_note_of_absence_is_no_answer(ask: Invitation) -> None:
    hear(away(until=date(2026, 12, 7), recipients=(token_of(ask),)))
    ask.refresh_from_db()
    assert (ask.heard_at, ask.away_until, ask.gone) == (None, date(2026, 12, 7), False)
    assert ask.status == InvitationStatus.SENT
    assert "wrote_seeker" not in queued(ask)
    assert Invitation.objects.to_expire(ask.expires_at).exists()
    assert timeline(ask.contact)[-1] == "A program of theirs answered"


def test_the_newest_day_counts_and_none_takes_none_away(ask: Invitation) -> None:
    hear(away(until=date(2026, 12, 7), message_id="<1@x>"))
    hear(away(until=date(2026, 12, 9), message_id="<2@x>"))
    hear(away(gone=True, message_id="<3@x>"))
    ask.refresh_from_db()
    assert (ask.away_until, ask.gone) == (date(2026, 12, 9), True)


def test_whoever_is_away_once_more_has_not_left(ask: Invitation) -> None:
    hear(away(gone=True, message_id="<1@x>"))
    hear(away(until=date(2026, 12, 7), message_id="<2@x>"))
    ask.refresh_from_db()
    assert (ask.away_until, ask.gone) == (date(2026, 12, 7), False)


# -- It came back ---------------------------------------------------------------------------------


def bounce(**fields: Any) -> Understood:
    said = {
        "sender": "mailer-daemon@example.com",
        "recipients": (OURS,),
        "permanent": True,
        "code": "5.1.1",
        "recipient": DANA,
        "reason": "550 5.1.1 user unknown",
    }
    return Understood(Kind.BOUNCE, **{**said, **fields})


@pytest.fixture
def found(ask: Invitation) -> Iterator[dict[str, Any]]:
    return {
        "identifier": {"references": (letter_of(ask).message_id,)},
        "returned head": {"returned": (token_of(ask), SAM)},
        "envelope": {"recipients": (token_of(ask),)},
    }


@pytest.mark.parametrize("way", ["identifier", "returned head", "envelope"])
def test_a_wrong_address_closes_the_ask_in_kind_words(
    way: str, ask: Invitation, found: dict[str, Any]
) -> None:
    hear(bounce(**found[way]))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.UNDELIVERABLE
    assert is_suppressed(DANA) is (way != "identifier")
    told = queued(ask)["undeliverable_seeker"]
    assert "550 5.1.1 user unknown" in told.text
    assert ask.message


def test_the_letter_is_kept_for_another_address(ask: Invitation) -> None:
    hear(bounce(references=(letter_of(ask).message_id,)))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    ask.contact.email = "dana@right.example"
    ask.contact.save()
    lifecycle.offer_times(ask, times=three_times(LATER), now=LATER)
    newest = OutgoingEmail.objects.filter(kind="invitation").order_by("-pk").first()
    assert newest is not None
    assert newest.to == "dana@right.example"


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "somebody@else.example"},
        {"references": ("<made-up@coffee.example>",)},
        {
            "references": (),
            "returned": ("coffee+1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@coffee.example",),
        },
    ],
)
def test_what_names_no_e_mail_of_ours_to_that_address_is_not_believed(
    changes: dict[str, Any], ask: Invitation
) -> None:
    hear(bounce(**{"references": (letter_of(ask).message_id,), **changes}))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT
    assert not is_suppressed(DANA)
    assert UnmatchedEmail.objects.count() == 1


def test_nor_is_one_that_comes_too_late(ask: Invitation) -> None:
    hear(bounce(recipients=(token_of(ask),)), now=NOW + timedelta(days=15))
    assert not is_suppressed(DANA)


def test_a_seeker_who_knows_a_message_id_keeps_no_other_from_writing(ask: Invitation) -> None:
    """They have it from what answers the e-mail, and from their archive."""
    other = make_sent_invitation(make_contact(make_seeker(email="lee@example.org"), email=DANA))
    hear(bounce(sender="x@evil.example", references=(letter_of(ask).message_id,)))
    tasks.report_undeliverable()
    other.refresh_from_db()
    assert other.status == InvitationStatus.SENT
    assert letter_of(other).status == Status.PENDING
    assert not is_suppressed(DANA)


@pytest.mark.parametrize("way", ["identifier", "envelope"])
@pytest.mark.parametrize("whose", ["this ask", "another ask"])
def test_nor_is_one_after_they_have_answered(
    way: str, whose: str, ask: Invitation, found: dict[str, Any]
) -> None:
    answered = ask if whose == "this ask" else asked("lee@example.org")
    lifecycle.decline(answered, HostReply(DANA), now=LATER)
    hear(bounce(**found[way]))
    assert letter_of(ask).status == Status.SENT
    assert not is_suppressed(DANA)


def test_nor_is_one_after_other_times_were_offered_to_whoever_wrote(ask: Invitation) -> None:
    token = token_of(ask)
    hear(wrote(recipients=(token, SAM)))
    gone = ask.slots.earliest("starts_at").starts_at
    lifecycle.offer_times(ask, times=three_times(gone), now=gone)
    hear(bounce(recipients=(token,)), now=gone)
    assert not is_suppressed(DANA)


def test_what_the_seeker_noted_says_nothing_of_the_address(ask: Invitation) -> None:
    said = HostReply("", came_on=LATER.date())
    lifecycle.note_answer(ask, AnswerKind.LATER, said, now=LATER)
    hear(bounce(recipients=(token_of(ask),)))
    assert is_suppressed(DANA)


@pytest.mark.parametrize("way", ["identifier", "envelope"])
def test_nor_is_one_after_they_have_written(
    way: str, ask: Invitation, found: dict[str, Any]
) -> None:
    hear(wrote())
    hear(bounce(**found[way]))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT
    assert not is_suppressed(DANA)


def test_what_is_not_for_good_is_shown_and_closes_nothing(ask: Invitation) -> None:
    full = bounce(permanent=False, code="5.2.2", reason="552 5.2.2 mailbox full")
    hear(replace(full, references=(letter_of(ask).message_id,)))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT
    assert not is_suppressed(DANA)
    (heard,) = ask.incoming_emails.all()
    assert (heard.kind, heard.reason) == (IncomingKind.BOUNCE, "552 5.2.2 mailbox full")


def test_an_address_that_is_another_name_of_what_failed_is_wrong_too(ask: Invitation) -> None:
    named = {"recipient": "d.okafor@new.example", "also": (DANA,)}
    hear(bounce(recipients=(token_of(ask),), **named))
    assert is_suppressed(DANA)


def test_a_group_of_whom_one_was_not_reached_gets_e_mail_all_the_same(ask: Invitation) -> None:
    named = {"recipient": "eva@group.example", "addressed_to": (DANA,)}
    hear(bounce(recipients=(token_of(ask),), **named))
    tasks.report_undeliverable()
    ask.refresh_from_db()
    assert ask.status == InvitationStatus.SENT
    assert not is_suppressed(DANA)
    assert letter_of(ask).status == Status.SENT
    assert ask.incoming_emails.get().kind == IncomingKind.BOUNCE
    assert "says nothing about the address" in timeline(ask.contact)[-1]


@pytest.mark.parametrize("kind", [Kind.DELAY, Kind.NONE])
def test_a_delay_and_a_receipt_change_nothing(kind: Kind, ask: Invitation) -> None:
    hear(replace(bounce(references=(letter_of(ask).message_id,)), kind=kind))
    assert not IncomingEmail.objects.exists()
    assert not UnmatchedEmail.objects.exists()


def test_a_bounce_twice_is_told_once(ask: Invitation) -> None:
    for _ in range(2):
        hear(bounce(references=(letter_of(ask).message_id,)))
        tasks.report_undeliverable()
    assert OutgoingEmail.objects.filter(kind="undeliverable_seeker").count() == 1
