"""What tells a repeated edit is an idempotency key, and is called one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("preparation", "0001_squashed"),
    ]

    operations = [
        migrations.RenameModel("Received", "SeenKeys"),
        migrations.RenameField("seenkeys", "changes", "keys"),
        migrations.AlterField(
            "seenkeys",
            "chat",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="seen_keys",
                to="chats.chat",
            ),
        ),
    ]
