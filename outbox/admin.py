"""The outbox for the operator: what is stuck and why. Bodies hold private links and stay hidden."""

from typing import Any

from django.contrib import admin
from django.db.models.functions import Now
from django.http import HttpRequest

from outbox.models import OutgoingEmail, OutgoingEmailQuerySet, Suppression
from outbox.states import Status


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnly):
    list_display = ["kind", "to", "status", "attempts", "last_error", "not_before", "sent_at"]
    list_filter = ["status", "kind"]
    search_fields = ["to"]
    ordering = ["-pk"]
    show_full_result_count = False  # counting millions takes longer than looking
    fields = [
        "kind",
        "about",
        "to",
        "from_name",
        "reply_to",
        "message_id",
        "outreach",
        "repeatable",
        "status",
        "attempts",
        "last_error",
        "not_before",
        "expires_at",
        "started_at",
        "created_at",
        "sent_at",
    ]
    actions = ["try_again"]

    @admin.action(description="Try again", permissions=["try_again"])
    def try_again(self, request: HttpRequest, chosen: OutgoingEmailQuerySet) -> None:
        """Back to the start of the ladder; not what is too old and has lost its text."""
        stuck = chosen.worth_a_look().exclude(text="")
        count = stuck.update(
            status=Status.PENDING, not_before=Now(), attempts=0, started_at=None, last_error=""
        )
        self.message_user(request, f"{count} e-mails will be tried again.")

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_outgoingemail")


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly):
    list_display = ["address_hash", "reason", "created_at"]
    list_filter = ["reason"]
    fields = ["address_hash", "reason", "created_at"]
