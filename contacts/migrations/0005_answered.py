"""A stage for whoever has answered, where no time is agreed yet."""

from django.db import migrations, models

STAGES = [
    ("to_ask", "To ask"),
    ("draft", "Draft"),
    ("asked", "Asked"),
    ("countered", "Other times proposed"),
    ("answered", "They answered"),
    ("booked", "Chat booked"),
    ("thank", "To thank"),
    ("thanked", "Thanked"),
    ("closed", "Closed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0004_events_are_facts"),
    ]

    operations = [
        migrations.RemoveConstraint("contact", "contact_stage_known"),
        migrations.AlterField(
            "contact",
            "stage",
            models.CharField(choices=STAGES, default="to_ask", max_length=12),
        ),
        migrations.AddConstraint(
            "contact",
            models.CheckConstraint(
                condition=models.Q(("stage__in", [stage for stage, _ in STAGES])),
                name="contact_stage_known",
            ),
        ),
    ]
