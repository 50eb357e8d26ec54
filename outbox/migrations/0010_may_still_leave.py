"""The index is called for what it holds: what may still leave."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0009_outage"),
    ]

    operations = [
        migrations.RenameIndex(
            "outgoingemail", new_name="outbox_may_leave_to", old_name="outbox_unsettled_to"
        ),
    ]
