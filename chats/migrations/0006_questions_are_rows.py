from django.db import migrations


class Migration(migrations.Migration):
    """What was typed as text has become rows (`preparation.0002`)."""

    dependencies = [
        ("chats", "0005_before_and_after"),
        ("preparation", "0002_typed_questions"),
    ]

    operations = [migrations.RemoveField("chat", "typed_questions")]
