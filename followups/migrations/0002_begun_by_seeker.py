from django.db import migrations, models
from django.db.models import Q


def say_who_began(apps, schema_editor):
    """The occasion said it: `own:` with the moment, or `once` where no chat had made it due."""
    follow_ups = apps.get_model("followups", "FollowUp").objects.all()
    begun = Q(occasion__startswith="own:") | Q(occasion="once", chat=None)
    follow_ups.filter(begun).update(begun_by_seeker=True)


class Migration(migrations.Migration):
    dependencies = [("followups", "0001_squashed")]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="begun_by_seeker",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(say_who_began, migrations.RunPython.noop),
    ]
