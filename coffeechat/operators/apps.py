"""Django's admin with a site of ours. Apart from it, since Django reads this before any model."""

from django.contrib.admin.apps import AdminConfig


class OperatorConfig(AdminConfig):
    default_site = "coffeechat.operators.site.OperatorSite"
