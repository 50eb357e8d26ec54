"""Devices, as the list of sessions names them."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django import template

from accounts.devices import device_of

register = template.Library()

register.filter("device", device_of)


@register.filter
def without_this_one(sessions: Iterable[UserSession]) -> list[UserSession]:
    """This one is named in any case, also where it is older than the list."""
    return [session for session in sessions if not session.is_current()]
