"""A letter may be planned to leave later; no row changes."""

import django.db.models.deletion
import timezone_field.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0010_answered_elsewhere"),
        ("contacts", "0004_events_are_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Plan",
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
                            ("called_off", "back in the seeker's hands"),
                            ("stayed", "could not leave, and stayed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("seeker_zone", timezone_field.fields.TimeZoneField(use_pytz=False)),
                ("why", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_sent_has_dates",
        ),
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_status_known",
        ),
        migrations.AlterField(
            model_name="answer",
            name="before",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Planned"),
                    ("sent", "Waiting for an answer"),
                    ("countered", "Other times proposed"),
                    ("answered", "They answered"),
                    ("booked", "Booked"),
                    ("deferred", "Not now"),
                    ("declined", "Declined"),
                    ("expired", "Expired"),
                    ("withdrawn", "Withdrawn"),
                    ("undeliverable", "Could not be delivered"),
                ],
                max_length=14,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("scheduled", "Planned"),
                    ("sent", "Waiting for an answer"),
                    ("countered", "Other times proposed"),
                    ("answered", "They answered"),
                    ("booked", "Booked"),
                    ("deferred", "Not now"),
                    ("declined", "Declined"),
                    ("expired", "Expired"),
                    ("withdrawn", "Withdrawn"),
                    ("undeliverable", "Could not be delivered"),
                ],
                default="draft",
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "scheduled",
                            "sent",
                            "countered",
                            "answered",
                            "booked",
                            "deferred",
                            "declined",
                            "expired",
                            "withdrawn",
                            "undeliverable",
                        ],
                    )
                ),
                name="invitation_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["draft", "scheduled"]),
                    models.Q(("expires_at__isnull", False), ("sent_at__isnull", False)),
                    _connector="OR",
                ),
                name="invitation_sent_has_dates",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="invitation",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="plan",
                to="chats.invitation",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["send_at"], name="plan_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "called_off", "stayed"])),
                name="plan_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "stayed"), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="plan_stayed_says_why",
            ),
        ),
    ]
