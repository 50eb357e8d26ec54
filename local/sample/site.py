"""Every address of the site, and those at which one looks around with sample data."""

from django.urls import include, path

from coffeechat import urls

urlpatterns = [*urls.urlpatterns, path("sample/", include("local.sample.urls"))]
