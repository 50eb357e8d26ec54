"""How many asks a week is a target: a goal is what a seeker wants from one chat."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("progress", "0002_goal_since"),
    ]

    operations = [
        migrations.RenameModel("WeeklyGoal", "WeeklyTarget"),
        migrations.RemoveConstraint("weeklytarget", "weekly_goal_sensible"),
        migrations.AddConstraint(
            "weeklytarget",
            models.CheckConstraint(
                condition=models.Q(("asks__gte", 1), ("asks__lte", 20)),
                name="weekly_target_sensible",
            ),
        ),
        migrations.AlterField(
            "weeklytarget",
            "seeker",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="weekly_target",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
