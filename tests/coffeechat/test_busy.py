"""Waiting for a lock ends in a kind page, with nothing changed."""

from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chats.models import Chat
from chats.states import ChatStatus
from tests.factories import make_chat


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_somebody_holds_gives_a_kind_page() -> None:
    now = timezone.now()
    chat = make_chat(starts_at=now + timedelta(days=2), now=now)
    client = Client()
    client.force_login(chat.seeker, "django.contrib.auth.backends.ModelBackend")
    with _somebody_else() as other, other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM chats_chat WHERE id = %s FOR UPDATE", [chat.pk])
        answer = client.post(reverse("chats:cancel", args=[chat.pk]))
    other.close()
    assert answer.status_code == 503
    assert "so nothing was changed" in answer.content.decode()
    assert Chat.objects.get().status == ChatStatus.SCHEDULED


def _somebody_else() -> Any:
    return psycopg2.connect(**connection.get_connection_params())
