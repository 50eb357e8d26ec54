"""The seeker's own pages. Signing in and out is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("again/", views.again, name="again"),
    path("settings/", views.settings, name="settings"),
]
