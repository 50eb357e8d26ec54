"""What is owed after a chat, with the time it is due."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from chats.models import Chat
from followups.states import NOTHING_TO_THANK_FOR, Kind, Status
from outbox import arrival

TO_HOST = ["thank_you"]
"""The e-mail the seeker counts on."""


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, seeker: User) -> Self:
        return self.filter(chat__seeker=seeker)

    def open(self) -> Self:
        """Owed still, and the chat happened as far as we know."""
        return self.filter(status=Status.OPEN).exclude(chat__status__in=NOTHING_TO_THANK_FOR)

    def in_trouble(self) -> Self:
        """Sent from here, and the e-mail may not have arrived."""
        unheard = arrival.in_trouble("follow-up", TO_HOST)
        return self.filter(unheard, status=Status.DONE, elsewhere=False)

    def to_remind(self, now: datetime) -> Self:
        return self.open().filter(remind_at__lte=now)


class FollowUp(models.Model):
    """One thing owed after a chat: for now, the thank-you within 24 hours of its end."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="follow_ups")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.THANK_YOU)
    status = models.CharField(max_length=7, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    """When the next reminder is due; none after the second one."""
    text = models.TextField(max_length=2000, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    elsewhere = models.BooleanField(default=False)
    """Done by the seeker's own hand, outside of here."""
    created_at = models.DateTimeField(db_default=Now())

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "kind"], name="follow_up_once"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="follow_up_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_at"], name="follow_up_to_remind", condition=Q(status=Status.OPEN)
            ),
            models.Index(fields=["due_at"], name="follow_up_open", condition=Q(status=Status.OPEN)),
        ]

    @property
    def about(self) -> str:
        return f"follow-up:{self.pk}"

    @property
    def trouble(self) -> str:
        """Why the thank-you may not have arrived. Sample e-mail is not sent, and nobody waits."""
        if self.status != Status.DONE or self.elsewhere or self.chat.seeker.is_sample:
            return ""
        return arrival.trouble(self.about, TO_HOST)
