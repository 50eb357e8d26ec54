"""How often a seeker's move met another chat of the host says so by its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0006_told_so_far"),
    ]

    operations = [
        migrations.RenameField("chat", "clashes", "move_conflicts"),
    ]
