"""However many contacts there are, Today and the page of plots ask as many questions."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.growth import PAGES, fill
from contacts.models import Contact
from progress.lifecycle import recount
from tests.factories import make_seeker

pytestmark = pytest.mark.django_db


def queries(contacts: int) -> dict[str, int]:
    seeker, now = make_seeker(), datetime.now(UTC)
    fill(seeker, contacts, now)
    recount(seeker, now=now)
    assert Contact.objects.of(seeker).count() == contacts
    client = Client()
    client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    found = {}
    for path in PAGES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        found[path] = len(asked)
    return found


def test_ten_and_a_thousand_contacts_cost_the_same_number_of_queries() -> None:
    assert queries(10) == queries(1_000)
