from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chats", "0004_slots_in_question")]

    operations = [
        migrations.RenameField("chat", "questions", "typed_questions"),
        migrations.AddField(
            "chat",
            "missed_by",
            models.CharField(
                blank=True,
                choices=[("seeker", "seeker"), ("host", "host")],
                default="",
                max_length=6,
            ),
            preserve_default=False,
        ),
        migrations.AddField("chat", "confirmed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "chat",
            "hope",
            models.CharField("what you hope to learn", blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
