from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0001_squashed"),
    ]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="called",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                verbose_name="what you call them",
            ),
        ),
    ]
