from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0002_called"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="kind",
            field=models.CharField(db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="event",
            name="side",
            field=models.CharField(
                blank=True,
                choices=[("seeker", "seeker"), ("host", "host")],
                db_default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="target_type",
            field=models.CharField(blank=True, db_default="", max_length=20),
        ),
        migrations.AddField(
            model_name="event",
            name="target_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="event",
            name="data",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AlterField(
            model_name="event",
            name="text",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("side__in", ["", "seeker", "host"])), name="event_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_id", None), ("target_type", "")),
                    models.Q(
                        models.Q(("target_type", ""), _negated=True), ("target_id__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="event_target_whole",
            ),
        ),
    ]
