"""When a letter leaves by itself."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from timezone_field import TimeZoneField

from accounts.models import User
from calendars import clock
from calendars.fields import TYPED
from chats.models.invitation import Invitation
from chats.states import PlanStatus

CLOCKS_MOVE_AT_MOST = timedelta(hours=3)
"""So much nearer than it was worked out a moment may be, once a zone has new rules."""


class LeavesThen(models.Model):
    """A local time with its zone, which is kept whatever the clocks do until then."""

    local_time = models.CharField(max_length=16)
    """`2026-12-01T09:00`, as the clocks of that zone will show it."""
    zone = TimeZoneField(use_pytz=False)
    send_at = models.DateTimeField()
    """The instant of it by the rules of when it was chosen: by this it is found."""

    class Meta:
        abstract = True

    @property
    def moment(self) -> datetime:
        """The instant of it by today's rules; where they skip it, the first after."""
        typed = datetime.strptime(self.local_time, TYPED)  # noqa: DTZ007 - a local time
        both = clock.readings(typed, self.zone)
        if not both:
            return clock.beside_gap(typed, self.zone)[1]
        return self.send_at if self.send_at in both else both[0]


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, seeker: User) -> Self:
        return self.filter(invitation__seeker=seeker)

    def waiting(self) -> Self:
        return self.filter(status=PlanStatus.WAITING)

    def nearly_due(self, now: datetime) -> Self:
        """What may be due by now, whichever rules its zone has got since."""
        return self.waiting().filter(send_at__lte=now + CLOCKS_MOVE_AT_MOST).order_by("send_at")


class Plan(LeavesThen):
    """The moment a seeker chose for one letter, and what they saw as they chose it."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="plan")
    status = models.CharField(max_length=10, choices=PlanStatus, default=PlanStatus.WAITING)
    to = models.EmailField()
    """The contact's address then: to no other it leaves unasked."""
    seeker_zone = TimeZoneField(use_pytz=False)
    """In which its times were typed."""
    why = models.CharField(max_length=300, blank=True)
    """Why it stayed, as a sentence."""

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PlanStatus.values), name="plan_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.STAYED) | ~Q(why=""), name="plan_stayed_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="plan_due",
                condition=Q(status=PlanStatus.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} at {self.local_time} {self.zone}"

    @property
    def is_waiting(self) -> bool:
        return self.status == PlanStatus.WAITING

    @property
    def has_stayed(self) -> bool:
        return self.status == PlanStatus.STAYED
