"""What somebody was told by e-mail is a notification, with a delivery status; no row changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0007_move_conflicts"),
    ]

    operations = [
        migrations.RenameModel("Told", "Notification"),
        migrations.AlterModelOptions("notification", {}),
        migrations.RemoveConstraint("notification", "told_once"),
        migrations.RemoveConstraint("notification", "told_fate_known"),
        migrations.RenameField("notification", "fate", "delivery_status"),
        migrations.AddConstraint(
            "notification", models.UniqueConstraint(fields=("key",), name="notification_once")
        ),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=models.Q(
                    ("delivery_status__in", ["under_way", "left", "failed", "never_left"])
                ),
                name="notification_status_known",
            ),
        ),
        migrations.AlterField(
            "notification",
            "chat",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="chats.chat",
            ),
        ),
        migrations.AlterField(
            "notification",
            "invitation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                to="chats.invitation",
            ),
        ),
    ]
