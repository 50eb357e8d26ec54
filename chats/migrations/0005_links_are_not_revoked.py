from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("chats", "0004_links_outlive_invitations")]

    operations = [migrations.RemoveField(model_name="link", name="revoked_at")]
