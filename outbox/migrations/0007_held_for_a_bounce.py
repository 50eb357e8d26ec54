"""What was held for a bounce says so by its verdict, where only its words did."""

from django.db import migrations

HELD_FOR_A_BOUNCE = """
    UPDATE outbox_outgoingemail SET verdict = 'address'
    WHERE status = 'held' AND last_error = 'the address does not exist'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0006_one_rule_for_an_address"),
    ]

    operations = [
        migrations.RunSQL(HELD_FOR_A_BOUNCE, migrations.RunSQL.noop),
    ]
