from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0005_unknown_zones"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendaraccount",
            name="asked_with",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddField(
            model_name="calendar",
            name="read_with",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
    ]
