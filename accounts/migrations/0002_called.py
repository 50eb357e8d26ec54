from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_squashed"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="called",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                verbose_name="what people call you",
            ),
        ),
    ]
