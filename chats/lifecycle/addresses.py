"""A person's address changes: their chats to come go with them.

Attendances know people by the hash of an address, so one left under the old address would no longer
keep the person from a second chat at the same time. Both are called before the address is written,
in the transaction that writes it (settings.SEEKER_MOVES, settings.HOST_MOVES).
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from chats.lifecycle.locks import host_key, lock_people
from chats.models import Attendance
from chats.models.chat import AttendanceQuerySet
from contacts.models import Contact
from outbox.addresses import address_hash


@transaction.atomic
def seeker_moves(seeker: User, to: str, *, now: datetime) -> None:
    """Whatever they attend under the address before, in either role: it was theirs alone."""
    new = address_hash(to)
    lock_people(address_hash(seeker.email), new)
    fresh = User.objects.get(pk=seeker.pk)  # another device may have been quicker
    old = address_hash(fresh.email)
    if old != new:
        _carry_over(Attendance.objects.to_come(now).filter(person=old), new)


@transaction.atomic
def host_moves(contact: Contact, to: str, *, now: datetime) -> None:
    """Only chats with this seeker: what others noted of the same person is their own."""
    row = Contact.objects.select_related("seeker").filter(pk=contact.pk)
    before = row.first()
    if before is None:
        return
    seeker = before.seeker
    new = host_key(seeker, contact, to)
    lock_people(address_hash(seeker.email), host_key(seeker, contact, before.email), new)
    fresh = row.select_for_update(of=("self",), no_key=True).first()  # another tab may be quicker
    old = host_key(seeker, contact, fresh.email) if fresh else new
    if old != new:
        theirs = Attendance.objects.to_come(now).filter(person=old, chat__contact=contact)
        _carry_over(theirs, new)


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
            if "attendance_never_twice" not in str(error):
                raise
