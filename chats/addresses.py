"""A seeker's address changes: what they attend goes with them.

Attendances know people by the hash of an address, so one left under the old address would no longer
keep the person from a second chat at the same time. It goes along as `accounts.moving` says.

What a seeker writes down as a contact's address changes nothing here: whoever agreed to a chat did
so from the address that the chat itself keeps.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from chats.locks import lock_people
from chats.models import Attendance, Link
from chats.models.chat import AttendanceQuerySet, is_double_booking
from outbox.addresses import address_hash, is_hash, mailbox_hash


@transaction.atomic
def seeker_moves(seeker: User, to: str, *, now: datetime) -> None:
    """Whatever they attend under the address before, in either role: it was theirs alone."""
    new = address_hash(to)
    lock_people(address_hash(seeker.email), new)
    fresh = User.objects.get(pk=seeker.pk)  # another device may have been quicker
    old = address_hash(fresh.email)
    if old != new:
        _carry_over(Attendance.objects.to_come(now).filter(person=old), new)


def _carry_over(attendances: AttendanceQuerySet, person: str) -> None:
    """One that overlaps another chat of the person they turn out to be stays under the old key.

    Both chats were agreed to before anybody could know, and an address must not be refused for it:
    the other chat holds the time already, and the two people see both in their calendars.
    """
    for attendance in attendances:
        attendance.person = person
        try:
            with transaction.atomic():
                attendance.save(update_fields=["person"])
        except IntegrityError as error:
            if not is_double_booking(error):
                raise


def forget_addresses(links: "QuerySet[Link, Any]") -> None:
    """Of links whose invitation is gone: to say "never again" takes the hash alone."""
    for link in links.exclude(is_hash("address")).exclude(address=""):
        Link.objects.filter(pk=link.pk).update(address=mailbox_hash(link.address))
