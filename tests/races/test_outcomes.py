"""What came of a chat, noted, changed and taken back by two tabs at the same moment."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from chats.errors import Refused
from followups.models import FollowUp
from outcomes import lifecycle
from outcomes.lifecycle import Noted
from outcomes.models import Outcome
from outcomes.states import Kind
from tests.factories import make_ended_chat
from tests.races.harness import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)


def noted(text: str = "A float switch") -> Noted:
    chat = make_ended_chat(ended_at=NOW)
    return Noted(Kind.INSIGHT, text, date(2026, 11, 30), [chat])


def test_pressed_many_times_at_once_it_is_noted_once_and_told_once() -> None:
    one = noted()
    seeker = one.chats[0].seeker
    found = all_at_once([partial(lifecycle.note, seeker, one, now=NOW)] * 8)
    assert {outcome.pk for outcome in found} == {Outcome.objects.get().pk}
    assert FollowUp.objects.of(seeker).filter(occasion=Outcome.objects.get().about).count() == 1


def test_changed_and_taken_back_at_once_nothing_is_left_half() -> None:
    for _ in range(8):
        one = noted()
        outcome = lifecycle.note(one.chats[0].seeker, one, now=NOW)
        other = Noted(Kind.LEAD, "Their workshop", one.happened_on, one.chats)
        changed, taken_back = all_at_once(
            [
                partial(lifecycle.change, outcome, other, now=NOW),
                partial(lifecycle.delete, outcome, now=NOW),
            ]
        )
        assert taken_back is None
        assert isinstance(changed, Outcome | Refused)
        assert not Outcome.objects.exists()
        assert not FollowUp.objects.filter(occasion=outcome.about).exists()
