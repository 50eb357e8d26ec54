from django.db import migrations, models
from django.db.models import F


def as_offered_so_far(apps, schema_editor):
    """Times offered before kept their own length clear, and no more."""
    slots = apps.get_model("chats", "Slot").objects
    slots.update(clear_from=F("starts_at"), clear_until=F("ends_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0009_recent_noes"),
    ]

    operations = [
        migrations.AddField("slot", "clear_from", models.DateTimeField(null=True)),
        migrations.AddField("slot", "clear_until", models.DateTimeField(null=True)),
        migrations.RunPython(as_offered_so_far, migrations.RunPython.noop),
        migrations.AlterField("slot", "clear_from", models.DateTimeField()),
        migrations.AlterField("slot", "clear_until", models.DateTimeField()),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clear_from__lte", F("starts_at")), ("clear_until__gte", F("ends_at"))
                ),
                name="slot_clear_around_it",
            ),
        ),
    ]
