"""The two queries of every visit to the host's page, with SQL that is written once.

Django writes a query's SQL afresh each time, which takes ten times as long as running these.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import F

from accounts.models import User
from chats.models import Invitation, Link, Slot
from contacts.models import Contact

NOT_FOR_HOSTS = {"research", "password"}
"""Left in the database: long, private, and nothing a host's page could need."""

JOINED: tuple[type[models.Model], ...] = (Link, Invitation, User, Contact)

ANY_INVITATION = -1
"""Stands in the prepared query where the invitation's own key goes."""


def link_with_all(token_hash: str, purpose: Link.Purpose) -> Link | None:
    """The link with its invitation, seeker and contact, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_link_sql(), [token_hash, purpose])
        row = cursor.fetchone()
    if row is None:
        return None
    link, invitation, seeker, contact = _instances(row)
    link.invitation, invitation.seeker, invitation.contact = invitation, seeker, contact
    found: Link = link
    return found


@cache
def _link_sql() -> str:
    columns = [
        f'"{model._meta.db_table}"."{field.column}"' for model in JOINED for field in _fields(model)
    ]
    return f"""
        SELECT {", ".join(columns)}
        FROM chats_link
        JOIN chats_invitation ON chats_invitation.id = chats_link.invitation_id
        JOIN accounts_user ON accounts_user.id = chats_invitation.seeker_id
        JOIN contacts_contact ON contacts_contact.id = chats_invitation.contact_id
        WHERE chats_link.token_hash = %s AND chats_link.purpose = %s
    """  # noqa: S608 - our own models' columns, nothing a visitor typed


@cache
def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if field.name not in NOT_FOR_HOSTS]


@cache
def _loading(model: type[models.Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The names to load, and where a value must be converted first, as Django itself does."""
    fields = _fields(model)
    conversions = [
        (place, convert)
        for place, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    return [field.attname for field in fields], conversions


def _instances(row: Sequence[Any]) -> Iterator[Any]:
    """The row cut into one object for each of the joined models."""
    start = 0
    for model in JOINED:
        names, conversions = _loading(model)
        values = list(row[start : start + len(names)])
        for place, convert in conversions:
            values[place] = convert(values[place], None, connection)
        yield model.from_db(connection.alias, names, values)
        start += len(names)


def current_slots(invitation: Invitation) -> list[Slot]:
    """All times that stand, offered or proposed, with `is_taken` and the seeker's `offer_line`."""
    sql, params = _slots_sql()
    own = [invitation.pk if value == ANY_INVITATION else value for value in params]
    return list(Slot.objects.raw(sql, own))


@cache
def _slots_sql() -> tuple[str, tuple[Any, ...]]:
    standing = Slot.objects.filter(invitation=ANY_INVITATION, withdrawn_at=None)
    said = standing.with_taken().annotate(offer_line=F("offer__line"))
    sql, params = said.query.sql_with_params()
    return sql, tuple(params)
