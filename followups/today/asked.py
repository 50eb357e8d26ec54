"""Has anything come? Asked before a reminder leaves, where answers reach the seeker alone."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from calendars import clock
from chats.compose.deafness import to_look_for
from chats.models import Nudge
from chats.models.nudge import ASKED_BEFORE
from followups.item import Item, Press

MAX_SHOWN = 5


def before_a_nudge(seeker: User, now: datetime) -> Iterator[Item]:
    near = Nudge.objects.of(seeker).filter(send_at__lte=now + ASKED_BEFORE)
    soon = to_look_for(near)
    for nudge in soon.select_related("invitation__contact").order_by("send_at")[:MAX_SHOWN]:
        invitation = nudge.invitation
        no = reverse("chats:nothing_came", args=[invitation.pk])
        yield Item(
            gettext("Before a reminder"),
            "due",
            gettext("Has %(name)s written to you?") % {"name": invitation.contact.display_name},
            gettext("If not, your reminder leaves on %(time)s.")
            % {"time": clock.say(nudge.moment, nudge.zone)},
            gettext("Yes"),
            invitation.get_absolute_url(),
            action_url=reverse("chats:answered", args=[invitation.pk]),
            presses=(Press(gettext("No"), no, {"from": "today"}),),
        )
