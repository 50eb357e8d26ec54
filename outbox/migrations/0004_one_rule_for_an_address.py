from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_whose_refusal"),
    ]

    operations = [
        migrations.AddField(
            model_name="suppression",
            name="by_older_rule",
            field=models.BooleanField(db_default=True, default=False),
        ),
    ]
