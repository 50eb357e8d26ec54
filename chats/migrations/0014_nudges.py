"""An ask may have one reminder, and a link may show a rehearsal; no row changes."""

import django.db.models.deletion
import timezone_field.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0013_noted_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="wants_nudge",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="link",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("answer", "read and answer"),
                    ("opt_out", "never write again"),
                    ("rehearse", "look at a rehearsal"),
                ],
                default="answer",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Nudge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("local_time", models.CharField(max_length=16)),
                ("zone", timezone_field.fields.TimeZoneField(use_pytz=False)),
                ("send_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "leaves by itself"),
                            ("sent", "sent"),
                            ("skipped", "skipped"),
                            ("stopped", "no longer needed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("message", models.TextField(max_length=1000)),
                ("unheard_at", models.DateTimeField(blank=True, null=True)),
                ("stop", models.CharField(blank=True, max_length=12)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invitation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nudge",
                        to="chats.invitation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["send_at"],
                        name="nudge_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "sent", "skipped", "stopped"])
                        ),
                        name="nudge_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True),
                            ("left_at__isnull", False),
                            _connector="OR",
                        ),
                        name="nudge_sent_has_left",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "stopped"), _negated=True),
                            models.Q(("stop", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="nudge_stop_named",
                    ),
                ],
            },
        ),
    ]
