"""Two tabs save one form at the same moment: what is read is what is written over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chats import lifecycle
from chats.models import Invitation
from contacts.models import Contact
from tests.factories import make_contact, make_seeker
from tests.races.harness import while_open

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@dataclass
class Form:
    seeker: User
    path: str
    row: QuerySet[Any]
    line: str
    prose: str


def brief() -> Form:
    contact = make_contact(role="", company="")
    path = reverse("contacts:brief", args=[contact.pk])
    return Form(contact.seeker, path, Contact.objects.filter(pk=contact.pk), "role", "path")


def letter() -> Form:
    contact = make_contact(make_seeker())
    draft = lifecycle.start(contact.seeker, contact, now=timezone.now())
    path, row = reverse("chats:write", args=[draft.pk]), Invitation.objects.filter(pk=draft.pk)
    return Form(contact.seeker, path, row, "subject", "message")


@pytest.mark.parametrize("make", [brief, letter])
def test_what_the_other_tab_is_just_writing_is_not_taken_back(make: Callable[[], Form]) -> None:
    form, client = make(), Client()
    client.force_login(form.seeker, "django.contrib.auth.backends.ModelBackend")
    typed = {f"base_{form.line}": "", form.line: "", f"base_{form.prose}": "", form.prose: "Mine"}
    answer = while_open(
        lambda: form.row.update(**{form.line: "Theirs"}),
        lambda: client.post(form.path, typed, headers={"HX-Request": "true"}).status_code,
    )
    assert answer == 200
    assert form.row.values_list(form.line, form.prose).get() == ("Theirs", "Mine")
