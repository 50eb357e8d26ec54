"""When a letter may leave by itself: good hours of the other side, and a moment of one's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from calendars import clock
from calendars.free import Host
from calendars.good_hours import good_hours
from calendars.moments import MomentForm, typed_moment
from chats.models import Invitation, Plan


@dataclass(frozen=True)
class Later:
    """As the page of a letter offers it. Without an address nothing leaves by itself."""

    moments: list[datetime]
    form: MomentForm
    zone: ZoneInfo
    plan: Plan | None
    """What became of the moment that was chosen before."""

    @classmethod
    def of(cls, invitation: Invitation, now: datetime, data: QueryDict | None = None) -> Self:
        """`data` is what a page was sent with that asks for it."""
        zone = invitation.zone_for_host
        host = Host(zone, is_guess=not invitation.knows_host_zone)
        plan = Plan.objects.filter(invitation=invitation).first()
        typed = None if data is None else typed_moment(data, zone)
        where = {"city": clock.city(zone)}
        form = MomentForm(
            typed,
            zone=zone,
            now=now,
            label=gettext("Another day or hour, by the clock of %(city)s") % where,
            send_at=plan.send_at if plan and plan.send_at > now else None,
        )
        return cls(good_hours(now, host), form, zone, plan)
