"""Seekers for the operator: who they are and whether they may sign in; nothing they wrote."""

from typing import Any

import allauth.mfa.admin
import allauth.socialaccount.admin
import allauth.usersessions.admin  # noqa: F401  # each registers first what is taken back here
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User

# From where somebody signs in is theirs alone, and the rest shows secrets.
admin.site.unregister([UserSession, SocialToken, Authenticator])


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = [
        "email",
        "name",
        "time_zone",
        "is_active",
        "is_staff",
        "is_sample",
        "date_joined",
    ]
    list_filter = ["is_active", "is_staff", "is_sample"]
    search_fields = ["email", "name"]
    ordering = ["-pk"]
    fields = [
        "email",
        "name",
        "time_zone",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "date_joined",
    ]
    readonly_fields = ["email", "name", "time_zone", "last_login", "date_joined"]


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To be removed, for whoever has lost the app and the recovery codes too. Never its secret."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    search_fields = ["user__email"]
    ordering = ["-pk"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
