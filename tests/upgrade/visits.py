"""Open the pages of each seeker and of their hosts, and print what every one answered.

A program, not a module of tests: it runs on the upgraded database, with the key of that instance,
on the day on which its rows were made.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

import django
import time_machine
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

LISTS = [
    *("today", "contacts:list", "chats:invitations", "chats:list", "followups:follow_ups"),
    *("outcomes:list", "introductions", "progress:how_it_goes", "preparation:bank"),
    *("accounts:settings", "calendars:times", "calendars:calendars"),
]
OF_A_CHAT = ["chats:chat", "preparation:questions", "preparation:sheet", "live:now"]


def pages_of(seeker: Any) -> Iterable[str]:
    """Models are known only once Django is set up, here and below."""
    from chats.models import Chat, Invitation
    from contacts.models import Contact

    yield from (reverse(name) for name in LISTS)
    yield from each(Contact.objects.of(seeker), "contacts:detail")
    yield from each(Invitation.objects.of(seeker).drafts(), "chats:write")
    yield from each(Invitation.objects.of(seeker).exclude(status="draft"), "chats:invitation")
    for name in OF_A_CHAT:
        yield from each(Chat.objects.of(seeker), name)


def each(rows: Any, name: str) -> Iterable[str]:
    return [reverse(name, args=[pk]) for pk in rows.values_list("pk", flat=True)]


def pages_of_hosts() -> Iterable[str]:
    """By the links in the e-mails that asked, as long as the page is worth one."""
    from chats.models import Invitation
    from chats.states import REACHABLE
    from outbox.models import OutgoingEmail

    open_ones = [one.about for one in Invitation.objects.filter(status__in=REACHABLE)]
    asked = OutgoingEmail.objects.filter(kind="invitation", about__in=open_ones)
    for text in asked.values_list("text", flat=True):
        yield from re.findall(r"/i/[\w-]+/", text)


def visit(pages: Iterable[str], seeker: Any = None) -> list[tuple[str, int]]:
    client = Client(raise_request_exception=False)
    if seeker:
        client.force_login(seeker, "django.contrib.auth.backends.ModelBackend")
    return [(page, client.get(page).status_code) for page in pages]


def main() -> None:
    django.setup()
    setup_test_environment()
    from accounts.models import User
    from tests.factories import NOW

    with time_machine.travel(NOW):
        answers = [visit(pages_of(seeker), seeker) for seeker in User.objects.order_by("pk")]
        print(json.dumps({"seekers": answers, "hosts": visit(pages_of_hosts())}))


if __name__ == "__main__":
    main()
