"""Chats that were agreed elsewhere, with and without an invitation from here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0012_heard_by_email"),
    ]

    operations = [
        migrations.AddField(
            "answer", "expires_before", models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            "chat", "told_by_seeker", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "invitation", "asked_elsewhere", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(
                    ("asked_elsewhere", False),
                    models.Q(
                        ("emails_sent", 0),
                        ("message", ""),
                        ("status__in", ["booked", "declined", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="invitation_elsewhere_is_no_letter",
            ),
        ),
        migrations.AddIndex(
            "chat",
            models.Index(
                condition=models.Q(("told_by_seeker", True)),
                fields=["booked_at"],
                name="chat_noted",
            ),
        ),
    ]
