from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0003_one_rule_for_an_address"),
    ]

    operations = [
        migrations.AddField(
            model_name="chat",
            name="clashes",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
