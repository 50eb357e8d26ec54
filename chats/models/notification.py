"""Who was told what, for as long as the ask and its chat are kept."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from chats.models.chat import Chat
from chats.models.invitation import Invitation
from outbox.states import DeliveryStatus


class NotificationQuerySet(models.QuerySet["Notification"]):
    def said(self) -> Self:
        """What was read, or may have been, or is about to be."""
        return self.exclude(delivery_status=DeliveryStatus.NEVER_LEFT)


class Notification(models.Model):
    """One e-mail about an ask or its chat, kept when the outbox has forgotten it."""

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="notifications"
    )
    chat = models.ForeignKey(
        Chat, null=True, blank=True, on_delete=models.CASCADE, related_name="notifications"
    )
    """The chat it speaks of; none where that is the ask itself."""
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    """What the outbox knows it by."""
    address = models.CharField(max_length=64)
    """To whom, as a keyed hash."""
    mailbox = models.CharField(max_length=64)
    """The same of their mailbox, by which limits count."""
    delivery_status = models.CharField(
        max_length=10, choices=DeliveryStatus, default=DeliveryStatus.UNDER_WAY
    )
    """As the outbox last said. Of one that is under way here and forgotten there: it has left."""
    queued_at = models.DateTimeField(db_default=Now())

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notification_once"),
            models.CheckConstraint(
                condition=Q(delivery_status__in=DeliveryStatus.values),
                name="notification_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key
