from typing import Any

from django.db import migrations
from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat


def fill(apps: Any, schema_editor: Any) -> None:
    """Every follow-up so far is the thank-you of a chat."""
    follow_up, chat = apps.get_model("followups", "FollowUp"), apps.get_model("chats", "Chat")
    its = chat.objects.filter(pk=OuterRef("chat"))
    follow_up.objects.update(
        seeker=Subquery(its.values("seeker")[:1]),
        contact=Subquery(its.values("contact")[:1]),
        occasion=Concat(Value("chat:"), Cast(F("chat"), CharField())),
    )


class Migration(migrations.Migration):
    dependencies = [("followups", "0002_keeping_in_touch")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
