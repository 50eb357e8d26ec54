"""Invitations and chats for the operator: states and times, none of the words."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from chats.models import Chat, Invitation


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    list_select_related = ["seeker"]
    list_filter = ["status"]
    ordering = ["-pk"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ["pk", "seeker", "status", "sent_at", "answered_at", "expires_at"]
    fields = ["seeker", "status", "emails_sent", "sent_at", "answered_at", "expires_at"]


@admin.register(Chat)
class ChatAdmin(ReadOnly):
    list_display = ["pk", "seeker", "status", "starts_at", "sequence"]
    fields = ["seeker", "status", "starts_at", "ends_at", "way", "uid", "sequence", "booked_at"]
