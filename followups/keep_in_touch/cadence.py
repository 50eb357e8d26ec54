"""The operations of a cadence: set it, start it anew on real contact, say that it is time.

The contact's row is locked before anything that hangs on it, in every operation of keeping in
touch.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from contacts.models import Contact, Event, record
from followups import dates
from followups.event_kinds import IN_TOUCH
from followups.happened import happened
from followups.models import Cadence, FollowUp, FollowUpQuerySet
from followups.models.cadence import CADENCES, CadenceQuerySet
from followups.states import Kind, Status


def lock_contact(contact: Contact) -> Contact:
    """Only against other operations: rows that name the contact can still be written."""
    rows = Contact.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("seeker").get(pk=contact.pk)


@transaction.atomic
def set_cadence(contact: Contact, months: int, *, now: datetime) -> None:
    """Be in touch every so many months, counted from the last real contact; 0 is off."""
    if months not in (0, *CADENCES):
        raise ValueError(f"{months} is no cadence")
    contact = lock_contact(contact)
    if not months:
        _turn_off(contact)
        return
    cadence = Cadence.objects.filter(contact=contact).first()
    if cadence is None:
        cadence = Cadence(seeker=contact.seeker, contact=contact)
        cadence.last_contact_at = last_contact(contact, now) or now
    if cadence.months == months:
        return
    cadence.months = months
    _plan(cadence, contact)
    if cadence.due_at > now:  # what was due by the old cadence is not due by a slower one
        waiting(contact).delete()


def _turn_off(contact: Contact) -> None:
    Cadence.objects.filter(contact=contact).delete()
    waiting(contact).delete()


@transaction.atomic
def touch(contact: Contact, at: datetime) -> None:
    """There was real contact: the months are counted from here, and nothing is due before."""
    contact = lock_contact(contact)
    cadence = Cadence.objects.filter(contact=contact, last_contact_at__lt=at).first()
    if cadence is None:
        return
    cadence.last_contact_at = at
    _plan(cadence, contact)
    waiting(contact).update(status=Status.DONE, done_at=at, elsewhere=True)


@transaction.atomic
def let_pass(contact: Contact, *, now: datetime) -> None:
    """Not this time, so as many months from now. The last contact stays what it was."""
    contact = lock_contact(contact)
    cadence = Cadence.objects.due(now).filter(contact=contact).first()
    if cadence is not None:
        cadence.due_at = dates.months_later(now, cadence.months, contact.seeker.time_zone)
        cadence.save(update_fields=["due_at"])


def skipped(follow_up: FollowUp, *, now: datetime) -> None:
    """Where it was the cadence's own, the cadence goes on to its next date."""
    if follow_up.kind == Kind.KEEP_IN_TOUCH:
        let_pass(follow_up.contact, now=now)


@transaction.atomic
def log_contact(contact: Contact, *, at: datetime, line: str = "") -> None:
    """The seeker says that they were in touch, by whatever way. The same line once a day."""
    contact = lock_contact(contact)
    zone = contact.seeker.time_zone
    midnight = dates.moment(at.astimezone(zone).replace(hour=0, minute=0, tzinfo=None), zone)
    day = {"at__gte": midnight, "at__lt": midnight + dates.DAY}
    noted = contact.events.of_kind(IN_TOUCH).filter(data={"words": line} if line else {}, **day)
    if not noted.exists():
        record(contact, IN_TOUCH, at=at, words=line)
    touch(contact, at)


@transaction.atomic
def time_to_write(cadence: Cadence, *, now: datetime) -> None:
    """The months are over: one follow-up, unless a chat was contact enough in the meantime."""
    contact = lock_contact(cadence.contact)
    due = Cadence.objects.due(now).filter(pk=cadence.pk).first()
    if due is None:
        return
    spoke = happened(now).filter(contact=contact, ends_at__gt=due.last_contact_at)
    if latest := spoke.order_by("-ends_at").first():
        touch(contact, latest.ends_at)
        if not Cadence.objects.due(now).filter(pk=cadence.pk).exists():
            return
    _open(contact, due, now)


def _open(contact: Contact, cadence: Cadence, now: datetime) -> None:
    day = cadence.due_at.astimezone(contact.seeker.time_zone).date()
    follow_up, _ = FollowUp.objects.get_or_create(
        contact=contact,
        kind=Kind.KEEP_IN_TOUCH,
        occasion=f"cadence:{day}",
        defaults={"seeker": contact.seeker, "due_at": cadence.due_at},
    )
    if follow_up.status != Status.OPEN:  # this very date was answered, under another cadence
        let_pass(contact, now=now)


def last_contact(contact: Contact, now: datetime) -> datetime | None:
    """The newest of: a chat, something sent, a word noted by hand."""
    spoke = happened(now).filter(contact=contact).aggregate(at=Max("ends_at"))["at"]
    wrote = FollowUp.objects.filter(contact=contact, status=Status.DONE)
    noted = contact.events.of_kind(IN_TOUCH)
    found = [
        spoke,
        wrote.aggregate(at=Max("done_at"))["at"],
        noted.aggregate(at=Max("at"))["at"],
    ]
    return max((at for at in found if at is not None), default=None)


def with_last_contact(cadences: CadenceQuerySet, now: datetime) -> CadenceQuerySet:
    """Each with the same as `was_in_touch_at`; none for somebody never met."""
    theirs = {"contact": OuterRef("contact")}
    spoke = happened(now).filter(**theirs).order_by("-ends_at")
    wrote = FollowUp.objects.filter(**theirs, status=Status.DONE).order_by("-done_at")
    noted = Event.objects.of_kind(IN_TOUCH).filter(**theirs).order_by("-at")
    newest = Greatest(
        Subquery(spoke.values("ends_at")[:1]),
        Subquery(wrote.values("done_at")[:1]),
        Subquery(noted.values("at")[:1]),
    )
    return cadences.annotate(was_in_touch_at=newest)


def _plan(cadence: Cadence, contact: Contact) -> None:
    zone = contact.seeker.time_zone
    cadence.due_at = dates.months_later(cadence.last_contact_at, cadence.months, zone)
    cadence.save()


def waiting(contact: Contact | OuterRef) -> FollowUpQuerySet:
    """The cadence's own follow-up, still open."""
    return FollowUp.objects.filter(contact=contact, kind=Kind.KEEP_IN_TOUCH, status=Status.OPEN)
