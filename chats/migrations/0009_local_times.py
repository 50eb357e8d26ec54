"""What the clocks showed when both agreed is a local time, and is called one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0008_notifications"),
    ]

    operations = [
        migrations.RenameField("chat", "seeker_wall", "seeker_local_time"),
        migrations.RenameField("chat", "host_wall", "host_local_time"),
        migrations.RenameField("chat", "told_walls", "told_local_times"),
    ]
