"""What was told until now, from the e-mails that are kept of it: by the rules of that day."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.models import Q

from outbox.addresses import address_hash, mailbox_hash

BATCH = 1_000
OURS = Q(about__startswith="invitation:") | Q(about__startswith="chat:")
COLUMNS = ("about", "kind", "dedupe_key", "to", "status", "started_at", "created_at")
Row = tuple[str, str, str, str, str, datetime | None, datetime]


def from_the_outbox(apps: Apps, _: object) -> None:
    emails = apps.get_model("outbox", "OutgoingEmail").objects.filter(OURS).order_by("pk")
    rows = emails.values_list(*COLUMNS).iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        _keep(apps, batch)


def _keep(apps: Apps, rows: Iterable[Row]) -> None:
    """Those about what is still there."""
    told, places = apps.get_model("chats", "Told"), _places(apps, [about for about, *_ in rows])
    told.objects.bulk_create(
        told(
            **places[about],
            kind=kind,
            key=key,
            address=address_hash(to),
            mailbox=mailbox_hash(to),
            fate=_fate(status, started_at),
            queued_at=queued_at,
        )
        for about, kind, key, to, status, started_at, queued_at in rows
        if about in places
    )


def _places(apps: Apps, abouts: list[str]) -> dict[str, dict[str, Any]]:
    """The ask, and the chat where it is about one, by what the e-mails were filed under."""
    asks = apps.get_model("chats", "Invitation").objects.filter(pk__in=_of("invitation", abouts))
    chats = apps.get_model("chats", "Chat").objects.filter(pk__in=_of("chat", abouts))
    places: dict[str, dict[str, Any]] = {
        f"invitation:{pk}": {"invitation_id": pk} for pk in asks.values_list("pk", flat=True)
    }
    for pk, invitation_id in chats.values_list("pk", "invitation_id"):
        places[f"chat:{pk}"] = {"invitation_id": invitation_id, "chat_id": pk}
    return places


def _of(prefix: str, abouts: list[str]) -> set[int]:
    named = (about.partition(":") for about in abouts)
    return {int(pk) for name, _, pk in named if name == prefix}


def _fate(status: str, started_at: datetime | None) -> str:
    if status in {"pending", "sending"}:
        return "under_way"
    if status in {"sent", "uncertain"}:
        return "left"
    return "never_left" if status == "held" or started_at is None else "failed"


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0005_told"),
        ("outbox", "0007_held_for_a_bounce"),
    ]

    operations = [migrations.RunPython(from_the_outbox, migrations.RunPython.noop)]
