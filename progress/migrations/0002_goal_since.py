from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0001_squashed"),
    ]

    operations = [
        migrations.AddField(
            model_name="weeklygoal",
            name="since",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
