"""What became of a chat that stood, and what was said with it."""

from django.db import models
from django.db.models import Q

from chats.models.chat import Chat
from chats.states import ChangeKind, Side


class Change(models.Model):
    """One side moved a chat, cancelled it, or changed how they meet; with a line to the other."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=9, choices=ChangeKind)
    by = models.CharField(max_length=6, choices=Side)
    line = models.CharField(max_length=500, blank=True)
    starts_at = models.DateTimeField()
    """When the chat is, or would have been, after it."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ChangeKind.values), name="change_kind_known"
            ),
            models.CheckConstraint(condition=Q(by__in=Side.values), name="change_side_known"),
        ]
