"""The outbox for the operator: what is stuck and why. Bodies hold private links and stay hidden."""

import logging
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import DELETION, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from outbox.addresses import hashes_of
from outbox.models import Outage, OutgoingEmail, OutgoingEmailQuerySet, Suppression
from outbox.suppression import lift_by_hand

logger = logging.getLogger(__name__)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(ReadOnly):
    list_display = [
        "kind",
        "to",
        "status",
        "attempts",
        "delivery_result",
        "last_error",
        "blocked_since",
        "not_before",
        "sent_at",
    ]
    list_filter = ["status", "delivery_result", "kind"]
    search_fields = ["to"]
    ordering = ["-pk"]
    show_full_result_count = False  # counting millions takes longer than looking
    fields = [
        "kind",
        "about",
        "to",
        "from_name",
        "reply_to",
        "language",
        "message_id",
        "outreach",
        "repeatable",
        "status",
        "attempts",
        "delivery_result",
        "last_error",
        "blocked_since",
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
        count = chosen.worth_a_look().exclude(text="").start_anew()
        self.message_user(request, f"{count} e-mails will be tried again.")

    def has_try_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.change_outgoingemail")


@admin.register(Outage)
class OutageAdmin(ReadOnly):
    list_display = ["name", "since", "said", "try_at"]
    fields = ["name", "since", "said", "try_at"]


class LiftForm(forms.Form):
    reason = forms.CharField(max_length=200, help_text="It is kept in the log with your name.")


@admin.register(Suppression)
class SuppressionAdmin(ReadOnly):
    list_display = ["address_hash", "reason", "created_at"]
    list_filter = ["reason"]
    fields = ["address_hash", "reason", "created_at"]
    search_fields = ["address_hash"]
    search_help_text = "An e-mail address, as a whole"
    actions = ["lift"]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Suppression]", search_term: str
    ) -> "tuple[QuerySet[Suppression], bool]":
        """Only hashes are kept, so whoever looks for an address has to know it."""
        if "@" in search_term:
            return queryset.filter(address_hash__in=hashes_of(search_term)), False
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description="Write to them again", permissions=["lift"])
    def lift(self, request: HttpRequest, chosen: "QuerySet[Suppression]") -> HttpResponse | None:
        """First asks for the reason, then does it."""
        form = LiftForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {
                **self.admin_site.each_context(request),
                "title": "Write to them again",
                "form": form,
                "chosen": [(one, self._name(request, one)) for one in chosen],
                "opts": self.model._meta,
            }
            return TemplateResponse(request, "admin/outbox/lift.html", context)
        for suppression in chosen:
            self._lift(request, suppression, form.cleaned_data["reason"])
        return None

    def _name(self, request: HttpRequest, suppression: Suppression) -> str:
        """The address, where the operator has just looked for it; only its hash is kept."""
        typed = request.GET.get("q", "").strip()
        found = "@" in typed and suppression.address_hash in hashes_of(typed)
        return typed if found else f"Suppression {suppression.pk}"

    def _lift(self, request: HttpRequest, suppression: Suppression, reason: str) -> None:
        """Logged first: afterwards nothing of it is left to name. By its number, since logs cut out
        whatever is as long as a private link."""
        number = suppression.pk
        said = f"Lifted ({suppression.get_reason_display()}): {reason}"
        LogEntry.objects.log_actions(
            str(request.user.pk), [suppression], DELETION, change_message=said, single_object=True
        )
        count = lift_by_hand(suppression)
        logger.warning("Suppression %s: user %s. %s", number, request.user.pk, said)
        self.message_user(request, f"Lifted. {count} e-mails that were kept back leave now.")

    def has_lift_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.delete_suppression")
