from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0010_may_still_leave"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingemail",
            name="language",
            field=models.CharField(db_default="en-gb", default="en-gb", max_length=20),
        ),
    ]
