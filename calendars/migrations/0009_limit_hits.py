"""How often a calendar's reader hit its limits in a row says so by its name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("calendars", "0008_lease_token"),
    ]

    operations = [
        migrations.RenameField("calendaraccount", "exhausted", "limit_hits"),
    ]
