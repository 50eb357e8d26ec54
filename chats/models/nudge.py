"""The one reminder of an ask that nobody has answered."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from chats.models.invitation import Invitation
from chats.models.plan import CLOCKS_MOVE_AT_MOST, LeavesThen
from chats.states import NudgeStatus

MAX_LENGTH = 1000
ASKED_BEFORE = timedelta(days=1)
"""So long before its moment the seeker is asked; an older word says nothing of the days since."""


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def of(self, seeker: User) -> Self:
        return self.filter(invitation__seeker=seeker)

    def waiting(self) -> Self:
        return self.filter(status=NudgeStatus.WAITING)

    def unlooked_for(self) -> Self:
        """Of which the seeker has not said of late that nothing came."""
        old = Q(unheard_at__lt=F("send_at") - ASKED_BEFORE)
        return self.filter(Q(unheard_at=None) | old)

    def nearly_due(self, now: datetime) -> Self:
        """What may be due by now, whichever rules its zone has got since."""
        return self.waiting().filter(send_at__lte=now + CLOCKS_MOVE_AT_MOST).order_by("send_at")


class Nudge(LeavesThen):
    """There is one for each ask at most, so that nobody is ever reminded twice."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="nudge")
    status = models.CharField(max_length=8, choices=NudgeStatus, default=NudgeStatus.WAITING)
    message = models.TextField(max_length=MAX_LENGTH)
    unheard_at = models.DateTimeField(null=True, blank=True)
    """When the seeker said that nothing had come by e-mail either, where nobody reads it here."""
    stop = models.CharField(max_length=12, blank=True)
    """What kept it back, of the table in `chats.compose.nudge_stops`."""
    left_at = models.DateTimeField(null=True, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=NudgeStatus.values), name="nudge_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=NudgeStatus.SENT) | Q(left_at__isnull=False),
                name="nudge_sent_has_left",
            ),
            models.CheckConstraint(
                condition=~Q(status=NudgeStatus.STOPPED) | ~Q(stop=""), name="nudge_stop_named"
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="nudge_due",
                condition=Q(status=NudgeStatus.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} at {self.local_time} {self.zone}"

    @property
    def was_looked_for(self) -> bool:
        return self.unheard_at is not None and self.unheard_at >= self.send_at - ASKED_BEFORE

    @property
    def is_waiting(self) -> bool:
        return self.status == NudgeStatus.WAITING
