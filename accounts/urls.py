"""The seeker's own pages. Signing in and out is allauth's."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("accounts/signup/code/", views.confirm_sign_up, name="confirm_sign_up"),
    path("accounts/2fa/send-code/", views.code_instead, name="code_instead"),
    path("welcome/", views.welcome, name="welcome"),
    path("again/", views.again, name="again"),
    path("settings/", views.settings, name="settings"),
]
