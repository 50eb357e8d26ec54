"""Every address of the site. URLs read like places; the last word may be a verb: POST then acts."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from coffeechat import endpoints
from coffeechat.health import healthz
from followups.today import views as today
from outcomes.views import introductions

urlpatterns = [
    path("", today.today, name="today"),
    path("i/", include("chats.host.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("contacts/", include("contacts.urls")),
    path("", include("chats.urls")),
    path("", include("preparation.urls")),
    path("", include("preparation.urls_live")),
    path("", include("calendars.urls")),
    path("", include("followups.urls")),
    path("my-data/", include("archive.urls")),
    path("outcomes/", include("outcomes.urls")),
    path("introductions/", introductions, name="introductions"),
    path("", include("progress.urls")),
    path("admin/", admin.site.urls),
    path("healthz", healthz),
]

if settings.EMAIL_WEBHOOKS:
    urlpatterns.append(
        path(f"webhooks/{settings.EMAIL_WEBHOOKS}/", include(endpoints.of_provider()))
    )
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("coffeechat.styleguide")))
