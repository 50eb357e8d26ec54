import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0007_held_for_a_bounce"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outgoingemail",
            index=models.Index(
                django.db.models.functions.comparison.Greatest("wanted_at", "expires_at"),
                condition=models.Q(
                    ("status__in", ["sent", "uncertain", "held", "dead", "cancelled"])
                ),
                name="outbox_outdated",
            ),
        ),
    ]
