import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0004_clashes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=200)),
                ("address", models.CharField(max_length=64)),
                ("mailbox", models.CharField(max_length=64)),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("under_way", "on its way"),
                            ("left", "it has left"),
                            ("failed", "it began to leave, and is not known to have arrived"),
                            ("never_left", "kept back, too late, or taken back in time"),
                        ],
                        default="under_way",
                        max_length=10,
                    ),
                ),
                (
                    "queued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "chat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="chats.chat",
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="chats.invitation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "told",
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("fate__in", ["under_way", "left", "failed", "never_left"])
                        ),
                        name="told_fate_known",
                    ),
                ],
            },
        ),
    ]
