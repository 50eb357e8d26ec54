from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_bare_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="suppression",
            name="by_older_rule",
            field=models.BooleanField(db_default=True, default=False),
        ),
    ]
