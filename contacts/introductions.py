"""Who led a seeker to whom, and the one rule of it: nobody leads to themselves."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import User
from contacts.models import Contact
from outbox.text import isolated

MAX_CANDIDATES = 8
"""As many are offered where a name fits several people."""

MAX_DIGITS = 19
"""A key of the database has fewer."""

UPWARDS = """
WITH RECURSIVE led (contact_id, by_id, seeker_id) AS (
    SELECT id, introduced_by_id, seeker_id FROM contacts_contact
    WHERE id = ANY(%s) AND introduced_by_id IS NOT NULL
  UNION
    SELECT led.contact_id, above.introduced_by_id, led.seeker_id
    FROM led JOIN contacts_contact above ON above.id = led.by_id
    WHERE above.introduced_by_id IS NOT NULL AND above.seeker_id = led.seeker_id
)
SELECT contact_id, by_id FROM led
"""
"""UNION keeps each pair once, so that a circle in the data ends as well."""


def led_by(contacts: Iterable[int]) -> list[tuple[int, int]]:
    """Each contact with everybody who led to them, however far up: one query."""
    with connection.cursor() as cursor:
        cursor.execute(UPWARDS, [list(contacts)])
        return [(contact, by) for contact, by in cursor]


def closes_a_circle(contact: Contact, by: Contact) -> bool:
    """Whether `by` was led to by `contact`, so that it cannot be the other way round too."""
    return contact.pk is not None and (
        contact.pk == by.pk or (by.pk, contact.pk) in led_by([by.pk])
    )


def introducer(contact: Contact, typed: str, picked: str) -> Contact:
    """Whom the seeker means by a part of a name; `picked` answers where several fit."""
    current = contact.introduced_by
    if current and not picked and current.name == typed:
        return current
    found = _fitting(contact, typed, picked)
    if not found:
        raise ValidationError(f"Nobody in your contacts is called {typed}. Please add them first.")
    if len(found) > 1:
        raise ValidationError(_which_one(found), params={"which": _labels(found)})
    if closes_a_circle(contact, found[0]):
        raise ValidationError(
            f"{contact.display_name} led you to {found[0].display_name}, so not the other way."
        )
    return found[0]


def _fitting(contact: Contact, typed: str, picked: str) -> list[Contact]:
    others = Contact.objects.of(contact.seeker).exclude(pk=contact.pk).order_by("name", "pk")
    if picked.isdecimal() and len(picked) < MAX_DIGITS:
        return list(others.filter(pk=picked))
    exactly = list(others.filter(name__iexact=typed)[: MAX_CANDIDATES + 1])
    return exactly or list(others.filter(name__icontains=typed)[: MAX_CANDIDATES + 1])


def known(seeker: User, typed: str, picked: str) -> Contact | None:
    """Who in their contacts has that very name; `picked` answers where several do."""
    same = Contact.objects.of(seeker).filter(name__iexact=typed).order_by("name", "pk")
    if picked.isdecimal() and len(picked) < MAX_DIGITS:
        return same.filter(pk=picked).first()
    found = list(same[: MAX_CANDIDATES + 1])
    if len(found) > 1:
        raise ValidationError(_which_one(found), params={"which": _labels(found)})
    return found[0] if found else None


def _which_one(found: list[Contact]) -> str:
    if len(found) > MAX_CANDIDATES:
        return "Many people fit. Choose one, or type more of the name."
    return "Several people fit. Which one do you mean?"


def _labels(found: list[Contact]) -> list[tuple[str, str]]:
    """As the radio buttons of `components/_which_time.html` read them."""
    return [
        (str(each.pk), ", ".join(filter(None, [isolated(each.name), each.role_and_company])))
        for each in found[:MAX_CANDIDATES]
    ]
