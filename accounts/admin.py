"""Seekers for the operator: who they are and whether they may sign in; nothing they wrote."""

from django.contrib import admin

from accounts.models import User


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
