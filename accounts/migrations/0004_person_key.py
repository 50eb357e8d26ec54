from django.db import migrations, models

from outbox.addresses import address_hash


def hash_addresses(apps, schema_editor):
    """As `User.save` does from now on."""
    users = apps.get_model("accounts", "User").objects
    for user in users.only("email").iterator():
        users.filter(pk=user.pk).update(person_key=address_hash(user.email))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_introduction"),
    ]

    operations = [
        migrations.AddField(
            "user",
            "person_key",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(hash_addresses, migrations.RunPython.noop),
    ]
