from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0004_exhausted"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendar",
            name="unknown_zones",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
