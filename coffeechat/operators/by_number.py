"""What operators do stands in Django's history by number: a name or an address there would outlive
whoever asks to be erased."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest


class ByNumber(ModelAdmin):  # type: ignore[type-arg]
    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return _numbered(super().log_addition(request, obj, message))

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        return _numbered(super().log_change(request, obj, message))

    def log_deletions(self, request: HttpRequest, queryset: "QuerySet[Any]") -> list[LogEntry]:
        return [_numbered(entry) for entry in super().log_deletions(request, queryset)]


def _numbered(entry: LogEntry) -> LogEntry:
    kind = entry.content_type.name if entry.content_type else "object"
    entry.object_repr = f"{kind} {entry.object_id}"
    entry.save(update_fields=["object_repr"])
    return entry


def by_number(admin: "type[ModelAdmin[Any]]") -> "type[ModelAdmin[Any]]":
    """The same pages, whoever wrote them."""
    return type(admin.__name__, (ByNumber, admin), {"__module__": admin.__module__})
