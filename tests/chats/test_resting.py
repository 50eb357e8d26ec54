"""After a no nobody is asked again for half a year; after silence the page leads on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from chats import lifecycle
from chats.compose.resting import rest_of
from chats.errors import Refused
from chats.models import Answer, Invitation
from chats.states import AnswerKind, InvitationStatus
from contacts.models import Contact
from progress.figures import VERSION
from progress.models import Snapshot
from tests import by_link
from tests.factories import NOW, make_contact, make_draft, make_seeker, make_sent_invitation
from tests.factories import three_times as times

pytestmark = pytest.mark.django_db

HALF_A_YEAR = timedelta(days=183)
SOON = NOW + timedelta(days=30)


@pytest.fixture
def refused() -> Invitation:
    sent = make_sent_invitation()
    by_link.decline(sent, now=NOW)
    return sent


def ask_again(contact: Contact, now: datetime) -> Invitation:
    draft = make_draft(Contact.objects.select_related("seeker").get(pk=contact.pk), now=now)
    return lifecycle.send(draft, times=times(now), now=now)


def test_a_no_rests_for_six_months(refused: Invitation) -> None:
    with pytest.raises(Refused) as error:
        ask_again(refused.contact, SOON)
    assert error.value.sentence == (
        "Dana said no on Monday 23 November 2026. Nobody is asked again within six months, so "
        "until Tuesday 25 May 2027, unless they write to you themselves."
    )
    assert ask_again(refused.contact, NOW + HALF_A_YEAR).status == InvitationStatus.SENT


def test_a_planned_letter_rests_as_well(refused: Invitation) -> None:
    draft = make_draft(refused.contact, now=SOON, typed_times=["2027-01-10T10:00"], free_weeks=2)
    with pytest.raises(Refused, match="said no"):
        lifecycle.plan(draft, send_at=SOON + timedelta(days=1), now=SOON)


@pytest.mark.parametrize("until", [None, date(2027, 2, 1)])
def test_not_now_rests_until_the_day_they_named(until: date | None) -> None:
    sent = make_sent_invitation()
    Answer.objects.create(
        invitation=sent, kind=AnswerKind.LATER, before=sent.status, at=NOW, until=until
    )
    Invitation.objects.filter(pk=sent.pk).update(status=InvitationStatus.DEFERRED)
    rest = rest_of(sent.contact, SOON)
    assert rest
    assert rest.until == (until or date(2027, 5, 25))
    assert "said not now" in rest.sentence


def wrote(refused: Invitation) -> None:
    Invitation.objects.filter(pk=refused.pk).update(heard_at=NOW + timedelta(days=1))


def took_it_back(refused: Invitation) -> None:
    Answer.objects.update(undone_at=NOW)


def said_yes_since(refused: Invitation) -> None:
    answer = {"invitation": refused, "before": "declined", "at": NOW + timedelta(days=1)}
    Answer.objects.create(kind=AnswerKind.TAKE, **answer)


@pytest.mark.parametrize("happens", [wrote, took_it_back, said_yes_since])
def test_who_came_back_themselves_may_be_asked(
    refused: Invitation, happens: Callable[[Invitation], None]
) -> None:
    happens(refused)
    assert rest_of(refused.contact, SOON) is None


def test_another_contact_does_not_rest(refused: Invitation) -> None:
    other = make_contact(refused.seeker, "Lena Weber")
    assert ask_again(other, SOON).status == InvitationStatus.SENT


def test_the_composer_says_so_and_leads_to_thanks(refused: Invitation) -> None:
    with time_machine.travel(SOON, tick=False):
        draft = lifecycle.start(refused.seeker, refused.contact, now=SOON)
        page = client_of(refused).get(f"{draft.get_absolute_url()}write/").content.decode()
    assert "Dana said no on Monday 23 November 2026." in page
    assert "Thank them for the quick answer instead" in page


# -- Silence ---------------------------------------------------------------------------------------


def client_of(invitation: Invitation) -> Client:
    client = Client()
    client.force_login(invitation.seeker, "django.contrib.auth.backends.ModelBackend")
    return client


def silent(**contact: str) -> Invitation:
    sent = make_sent_invitation(make_contact(make_seeker(), **contact))
    Invitation.objects.filter(pk=sent.pk).update(status=InvitationStatus.EXPIRED)
    return sent


def test_silence_leads_on_with_the_seekers_own_numbers() -> None:
    ask = silent(company="Wind & Park")
    asks = {"people": 12, "people_answered": 4, "waiting": 0}
    figures = {"asks": asks, "days": [0] * 32}
    Snapshot.objects.create(seeker=ask.seeker, figures=figures, version=VERSION, as_of=NOW)
    page = client_of(ask).get(ask.get_absolute_url()).content.decode()
    assert "Of 12 people you asked, 4 answered: about one in three." in page
    assert 'href="/contacts/?q=Wind%20%26%20Park&amp;stage=to_ask"' in page  # they are closed
    assert 'href="/contacts/?stage=to_ask"' in page


def test_nothing_is_made_up_where_nothing_was_counted() -> None:
    ask = silent(company="")
    page = client_of(ask).get(ask.get_absolute_url()).content.decode()
    assert "Ask somebody else at" not in page
    assert "you asked" not in page
    assert "answers most" not in page
