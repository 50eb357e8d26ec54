"""Verdict and trouble are called what engineers call them; no row changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0008_outdated"),
    ]

    operations = [
        migrations.RenameModel("Trouble", "Outage"),
        migrations.RenameField("outgoingemail", "verdict", "delivery_result"),
        migrations.RemoveIndex("outgoingemail", "outbox_in_trouble"),
        migrations.RenameField("outgoingemail", "trouble_since", "blocked_since"),
        migrations.AddIndex(
            "outgoingemail",
            models.Index(
                condition=models.Q(("blocked_since__isnull", False), ("status", "pending")),
                fields=["blocked_since"],
                name="outbox_blocked",
            ),
        ),
    ]
