from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0005_wanted_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="suppression",
            name="by_older_rule",
            field=models.BooleanField(db_default=True, default=False),
        ),
    ]
