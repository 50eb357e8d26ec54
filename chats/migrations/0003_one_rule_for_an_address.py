"""What was kept in another form is kept as addresses are compared by now.

Only addresses with letters beyond ASCII change: few, and not what they mean. Their owners' chats
to come go along under the new hash, so that nobody is booked twice meanwhile.
"""

from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import DataError, IntegrityError, migrations, transaction

from outbox.addresses import address_hash, cleaned, older_hash

KEPT = [
    ("accounts", "User", "email"),
    ("account", "EmailAddress", "email"),
    ("contacts", "Contact", "email"),
    ("chats", "Link", "address"),
    ("chats", "Answer", "address"),
    ("chats", "Answer", "opted_out"),
    ("chats", "Chat", "host_address"),
    ("outbox", "OutgoingEmail", "to"),
    ("outbox", "OutgoingEmail", "reply_to"),
]
BEYOND_ASCII = "[^ -~]"


def to_one_rule(apps: Apps, _: object) -> None:
    attendances = apps.get_model("chats", "Attendance").objects
    for path in ("chat__seeker__email", "chat__host_address"):
        rows = attendances.filter(**{f"{path}__regex": BEYOND_ASCII})
        for pk, person, address in rows.values_list("pk", "person", path):
            if person == older_hash(address):
                _keep(attendances.filter(pk=pk), person=address_hash(address))
    for app, model, field in KEPT:
        objects = apps.get_model(app, model).objects
        for pk, typed in objects.filter(**{f"{field}__regex": BEYOND_ASCII}).values_list(
            "pk", field
        ):
            key = {"person_key": address_hash(typed)} if model == "User" else {}
            _keep(objects.filter(pk=pk), **{field: cleaned(typed)}, **key)


def _keep(row: Any, **values: str) -> None:
    """What is there already in the other spelling, or became too long, stays as it was typed."""
    try:
        with transaction.atomic():
            row.update(**values)
    except (IntegrityError, DataError):
        return


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0002_whose_answer_it_is"),
        ("outbox", "0006_one_rule_for_an_address"),
        ("contacts", "0001_squashed"),
        ("account", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(to_one_rule, migrations.RunPython.noop)]
