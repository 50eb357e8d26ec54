"""Both sides answer to new clock rules at the same moment: one story in the end."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from chats import lifecycle
from chats.errors import Refused
from chats.event_kinds import NEW_RULES
from chats.models import Chat
from chats.states import Side
from contacts.models import Event
from outbox.models import OutgoingEmail
from tests.expect import let_leave, queued
from tests.factories import make_chat
from tests.races.harness import all_at_once
from tests.zones.new_rules import rules

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_keeping_and_going_by_the_agreed_time_at_once_ends_as_one_of_the_two(
    tmp_path: Path,
) -> None:
    for number in range(5):
        now = datetime.now(UTC)
        chat = make_chat(now=now)
        let_leave(chat)
        offset = chat.starts_at.astimezone(chat.host_zone).utcoffset()
        assert offset is not None
        hours = int(-offset.total_seconds()) // 3600 - 1
        with rules(tmp_path / str(number), {"America/New_York": f"XXX{hours}"}):
            agreed = chat.starts_at - timedelta(hours=1)
            keep = partial(lifecycle.settle, chat, on=chat.starts_at, by=Side.HOST, now=now)
            go = partial(lifecycle.settle, chat, on=agreed, by=Side.SEEKER, now=now)
            results = all_at_once([keep, go] * 8)
        fresh = Chat.objects.get(pk=chat.pk)
        kept = fresh.starts_at == chat.starts_at
        assert (fresh.starts_at, fresh.sequence) == ((chat.starts_at, 0) if kept else (agreed, 1))
        for asked_to_keep, result in zip([True, False] * 8, results, strict=True):
            assert isinstance(result, Chat if asked_to_keep == kept else Refused), result
        told = {"moment_kept_seeker"} if kept else {"moved_host", "moved_seeker"}
        assert set(queued(fresh)) == told


def test_both_are_told_once_by_many_workers(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    chat = make_chat(now=now)
    with rules(tmp_path, {"Europe/Berlin": "XXX-5"}):
        tell = partial(lifecycle.tell_of_new_rules, chat, now=now)
        assert all_at_once([tell] * 12) == [None] * 12
    kinds = OutgoingEmail.objects.filter(kind__startswith="clocks_changed")
    assert sorted(kinds.values_list("kind", flat=True)) == [
        "clocks_changed_host",
        "clocks_changed_seeker",
    ]
    assert Event.objects.of_kind(NEW_RULES).count() == 1
