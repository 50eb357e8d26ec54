"""Invitations and chats for the operator: states and times, none of the words."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.requests import Request
from chats import lifecycle
from chats.errors import Refused
from chats.models import Chat, Invitation, UnmatchedEmail


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
    actions = ["send_again"]

    @admin.action(description="Send again what was closed by mistake", permissions=["send_again"])
    def send_again(self, request: Request, chosen: "QuerySet[Invitation]") -> None:
        for invitation in chosen:
            try:
                lifecycle.send_again(invitation, now=request.now)
            except Refused as refused:
                self.message_user(request, f"{invitation.pk}: {refused}", messages.ERROR)
            else:
                self.log_change(request, invitation, "Sent again")
                self.message_user(request, f"{invitation.pk}: on its way again.")

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("chats.change_invitation")


@admin.register(Chat)
class ChatAdmin(ReadOnly):
    list_display = ["pk", "seeker", "status", "starts_at", "sequence"]
    fields = ["seeker", "status", "starts_at", "ends_at", "way", "uid", "sequence", "booked_at"]


@admin.register(UnmatchedEmail)
class UnmatchedEmailAdmin(ReadOnly):
    """What came to our address and belongs to no ask. Its words are in the inbox alone."""

    list_select_related = []
    list_display = ["arrived_at", "kind", "sender", "subject", "why"]
    list_filter = ["kind"]
    ordering = ["-arrived_at"]
    fields = ["arrived_at", "kind", "sender", "subject", "why"]
