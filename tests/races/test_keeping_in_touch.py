"""Keeping in touch by many hands at the same moment: each once, and within the limits."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from chats.errors import Refused
from contacts.models import Event
from followups import due as keeping_due
from followups import lifecycle
from followups.digest import digesting
from followups.keep_in_touch import cadence, keeping
from followups.kinds import update
from followups.models import Cadence, Digest, FollowUp
from followups.states import Kind, Status
from outbox.models import OutgoingEmail
from tests.factories import make_contact, make_ended_chat
from tests.races.harness import all_at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)


def count(kind: str) -> int:
    return OutgoingEmail.objects.filter(kind=kind).count()


def test_many_sweeps_at_once_do_each_thing_once() -> None:
    now = datetime.now(UTC)
    chat = make_ended_chat(ended_at=now - 2 * DAY)
    quiet = make_contact(chat.seeker)
    cadence.set_cadence(quiet, 3, now=now - 200 * DAY)
    keeping.begin(quiet, Kind.UPDATE, now=now)
    digesting.plan_digest(chat.seeker, now=now)
    Digest.objects.update(next_at=now - timedelta(minutes=1))
    an_hour_ago = (now - timedelta(hours=1)).astimezone(chat.seeker.time_zone)
    Digest.objects.update(weekday=an_hour_ago.weekday(), hour=an_hour_ago.hour)
    results = all_at_once([partial(keeping_due.sweep, now)] * 6)
    assert results == [None] * 6
    kinds = Counter(FollowUp.objects.values_list("kind", flat=True))
    assert kinds == {"linkedin": 1, "update": 2, "keep_in_touch": 1}
    assert count("digest") == 1


def test_the_last_of_many_digests_sent_at_once_finds_nothing_to_send() -> None:
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    follow_up = keeping.begin(make_contact(), Kind.UPDATE, now=now - DAY)
    keeping.keep_words(follow_up, text="It worked.")
    digesting.plan_digest(follow_up.seeker, now=now - DAY)
    row = Digest.objects.get()
    all_at_once([partial(digesting.send_digest, row, now=now)] * 10)
    assert count("digest") == 1
    row.refresh_from_db()
    assert row.next_at > now + 6 * DAY


def test_two_letters_at_once_keep_to_one_a_week() -> None:
    now = datetime.now(UTC)
    chat = make_ended_chat(ended_at=now - 30 * DAY)
    prompts = [
        lifecycle.prompt_update(chat.contact, occasion=f"outcome:{number}", due_at=now, now=now)
        for number in range(8)
    ]
    sends = [partial(keeping.send_words, prompt, text="It worked.", now=now) for prompt in prompts]
    results = all_at_once(sends)
    assert Counter(map(type, results)) == {type(None): 1, Refused.__subclasses__()[1]: 7}
    told = update.SPEC.wording.done
    assert (count("update"), Event.objects.of_kind(told).count()) == (1, 1)


def test_sending_skipping_sweeping_and_choosing_at_once_never_block_each_other() -> None:
    now = datetime.now(UTC)
    chat = make_ended_chat(ended_at=now - 30 * DAY)
    for _ in range(4):
        cadence.set_cadence(chat.contact, 0, now=now)
        cadence.set_cadence(chat.contact, 3, now=now)
        Cadence.objects.update(last_contact_at=now - 100 * DAY, due_at=now - DAY)
        row = Cadence.objects.get()
        thanks = lifecycle.open_thank_you(chat, now=now)
        FollowUp.objects.filter(pk=thanks.pk).update(status=Status.OPEN)
        hello = keeping.begin(chat.contact, Kind.KEEP_IN_TOUCH, now=now)
        results = all_at_once(
            [
                partial(keeping.mark_done, hello, now=now),
                partial(keeping.skip_it, hello, now=now),
                partial(cadence.time_to_write, row, now=now),
                partial(lifecycle.touch, chat.contact, now),
                partial(lifecycle.mark_sent_elsewhere, thanks, now=now),
                partial(cadence.set_cadence, chat.contact, 6, now=now),
                partial(cadence.log_contact, chat.contact, at=now, line="a call"),
            ]
        )
        assert [each for each in results if not isinstance(each, Refused | None)] == []
        assert Cadence.objects.get().due_at > now
