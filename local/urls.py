"""Every address of the site, and those that it has on one machine alone."""

from django.conf import settings
from django.urls import include, path

from local.sample import site

urlpatterns = [*site.urlpatterns]

if settings.MAILBOX_DIR:
    urlpatterns.append(path("mailbox/", include("local.mailbox.urls")))
