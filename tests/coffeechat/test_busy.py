"""Waiting for a lock ends in a kind page, with nothing changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg2.errors
import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat
from chats.states import ChatStatus
from coffeechat.busy import BusyMiddleware
from tests.factories import make_chat


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limits", [{}, {"statement_timeout": "300ms", "lock_timeout": "60s"}])
def test_a_lock_that_somebody_holds_gives_a_kind_page(limits: dict[str, str]) -> None:
    """Whichever of the two limits is over first."""
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    with _somebody_else() as other, other.cursor() as cursor, _waiting_at_most(limits):
        cursor.execute("SELECT 1 FROM chats_chat WHERE id = %s FOR UPDATE", [chat.pk])
        answer = client.post(reverse("chats:cancel", args=[chat.pk]))
    other.close()
    assert answer.status_code == 503
    assert "so nothing was changed" in answer.content.decode()
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


def test_two_that_wait_for_each_other_end_in_the_same_page() -> None:
    crossed, broken = OperationalError("deadlock detected"), OperationalError("no connection")
    crossed.__cause__ = psycopg2.errors.DeadlockDetected()
    middleware = BusyMiddleware(lambda request: HttpResponse())
    answer = middleware.process_exception(RequestFactory().get("/"), crossed)
    assert answer is not None
    assert answer.status_code == 503
    assert middleware.process_exception(RequestFactory().get("/"), broken) is None


@contextmanager
def _waiting_at_most(limits: dict[str, str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        for name, limit in limits.items():
            cursor.execute(f"SET {name} = '{limit}'")
        yield
        for name in limits:
            cursor.execute(f"RESET {name}")


def _somebody_else() -> Any:
    return psycopg2.connect(**connection.get_connection_params())
