"""The half minute about oneself is no introduction of one person to another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_zones_in_use"),
    ]

    operations = [
        migrations.RenameField("user", "introduction", "self_introduction"),
        migrations.AlterField(
            "user",
            "self_introduction",
            models.TextField(blank=True, max_length=700, verbose_name="your self-introduction"),
        ),
    ]
