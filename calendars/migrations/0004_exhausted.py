from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0003_refused_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendaraccount",
            name="exhausted",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
