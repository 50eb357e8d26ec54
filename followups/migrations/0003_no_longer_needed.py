"""A promise that is dropped is no longer needed, in words that say so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("followups", "0002_begun_by_seeker"),
    ]

    operations = [
        migrations.AlterField(
            model_name="promise",
            name="status",
            field=models.CharField(
                choices=[("open", "Open"), ("kept", "Kept"), ("dropped", "No longer needed")],
                default="open",
                max_length=7,
            ),
        ),
    ]
