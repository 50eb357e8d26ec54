"""A yes without a time, "not now" and words of their own; and answers that the seeker notes."""

from django.db import migrations, models

STATUSES = [
    ("draft", "Draft"),
    ("sent", "Waiting for an answer"),
    ("countered", "Other times proposed"),
    ("answered", "They answered"),
    ("booked", "Booked"),
    ("deferred", "Not now"),
    ("declined", "Declined"),
    ("expired", "Expired"),
    ("withdrawn", "Withdrawn"),
    ("undeliverable", "Could not be delivered"),
]
KINDS = [
    ("take", "took a time"),
    ("counter", "proposed other times"),
    ("agree", "said yes"),
    ("later", "said not now"),
    ("words", "answered in their own words"),
    ("decline", "declined"),
    ("opt_out", "asked not to be written to"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("chats", "0009_local_times"),
    ]

    operations = [
        migrations.RemoveConstraint("invitation", "invitation_one_open"),
        migrations.RemoveConstraint("invitation", "invitation_status_known"),
        migrations.AlterField(
            "invitation",
            "status",
            models.CharField(choices=STATUSES, default="draft", max_length=14),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(("status__in", [status for status, _ in STATUSES])),
                name="invitation_status_known",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                models.F("seeker"),
                models.F("contact"),
                condition=models.Q(("status__in", ["sent", "countered", "answered"])),
                name="invitation_one_open",
            ),
        ),
        migrations.AlterField("answer", "kind", models.CharField(choices=KINDS, max_length=8)),
        migrations.AlterField(
            "answer", "before", models.CharField(choices=STATUSES, max_length=14)
        ),
        migrations.AddField(
            "answer", "told_by_seeker", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField("answer", "came_on", models.DateField(blank=True, null=True)),
        migrations.AddField("answer", "until", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_on__isnull", True), ("told_by_seeker", False)),
                    models.Q(("came_on__isnull", False), ("told_by_seeker", True)),
                    _connector="OR",
                ),
                name="answer_told_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(
                    ("told_by_seeker", False),
                    models.Q(("address", ""), ("opted_out", "")),
                    _connector="OR",
                ),
                name="answer_told_speaks_for_no_address",
            ),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(("until__isnull", True), ("kind", "later"), _connector="OR"),
                name="answer_until_a_day_is_later",
            ),
        ),
        migrations.AddConstraint(
            "answer",
            models.CheckConstraint(
                condition=models.Q(
                    ("told_by_seeker", False),
                    models.Q(("kind", "opt_out"), _negated=True),
                    _connector="OR",
                ),
                name="answer_never_again_is_their_own",
            ),
        ),
    ]
