"""The seeker's own pages. Signing in and out is allauth's, but for what comes first here."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts import confirming, views

app_name = "accounts"

urlpatterns = [
    path(
        "accounts/login/code/confirm/",
        confirming.ConfirmSignIn.as_view(),
        name="confirm_sign_in",
    ),
    path(
        "accounts/password/reset/confirm/",
        confirming.ConfirmNewPassword.as_view(),
        name="confirm_new_password",
    ),
    path("accounts/email/", confirming.Address.as_view(), name="address"),
    path(
        "accounts/confirm-email/",
        login_not_required(confirming.ConfirmAddress.as_view()),
        name="confirm_address",
    ),
    path("accounts/signup/code/", views.confirm_sign_up, name="confirm_sign_up"),
    path("accounts/2fa/send-code/", views.code_instead, name="code_instead"),
    path("welcome/", views.welcome, name="welcome"),
    path("again/", views.again, name="again"),
    path("session/", views.session, name="session"),
    path("settings/", views.settings, name="settings"),
]
