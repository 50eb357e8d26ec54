"""The operations of a letter that leaves by itself, at a good hour of the other side.

Its times stay as they were typed, and close on nobody, until it leaves. What may have changed since
is asked again at that moment: what may not leave stays, and Today says why.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from chats import agreed
from chats import event_kinds as kinds
from chats.compose import asking
from chats.compose.desk import Desk
from chats.compose.resting import check_rested
from chats.errors import Refused
from chats.locks import check_none_open_beside, check_step, lock_both
from chats.meeting import limits
from chats.models import Invitation, Plan
from chats.states import InvitationStatus, PlanStatus
from contacts.models import record
from contacts.states import Stage
from outbox.addresses import are_same

LATE_AFTER = timedelta(hours=2)
"""So long it is still the hour that was chosen; later it may be night there."""


@transaction.atomic
def plan(invitation: Invitation, *, send_at: datetime, now: datetime) -> Invitation:
    """Let the draft leave then. The same hour of theirs is kept, whatever the clocks do."""
    invitation = lock_both(invitation)
    check_step(invitation, InvitationStatus.SCHEDULED)
    if not invitation.contact.email:
        raise Refused(gettext("Without an e-mail address nothing can leave by itself."))
    if send_at <= now:
        raise Refused(gettext("That time has passed already. Please choose a later one."))
    check_none_open_beside(invitation, now)
    check_rested(invitation, send_at)
    limits.check_may_plan(invitation)
    _check_as_of(invitation, send_at, all_times=True)
    is_new = invitation.status == InvitationStatus.DRAFT
    _write_plan(invitation, send_at)
    if is_new:
        _put(invitation, InvitationStatus.SCHEDULED)
        record(invitation.contact, kinds.PLANNED, at=now, target=invitation, stage=Stage.DRAFT)
    return invitation


def _write_plan(invitation: Invitation, send_at: datetime) -> None:
    zone = invitation.zone_for_host
    Plan.objects.update_or_create(
        invitation=invitation,
        defaults={
            "status": PlanStatus.WAITING,
            "local_time": agreed.local_time(send_at, zone),
            "zone": zone,
            "send_at": send_at,
            "to": invitation.contact.email,
            "seeker_zone": invitation.seeker.time_zone,
            "why": "",
        },
    )


@transaction.atomic
def unplan(invitation: Invitation, *, now: datetime) -> None:
    """A draft once more, with everything kept, the moment too."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.DRAFT:
        return
    if invitation.status != InvitationStatus.SCHEDULED:
        raise Refused(gettext("It has left meanwhile."))
    _put(invitation, InvitationStatus.DRAFT)
    Plan.objects.filter(invitation=invitation).update(status=PlanStatus.CALLED_OFF)
    record(invitation.contact, kinds.UNPLANNED, at=now, target=invitation, stage=Stage.DRAFT)


@transaction.atomic
def send_planned(
    invitation: Invitation, *, waits: timedelta = asking.AT_ONCE, now: datetime
) -> Invitation:
    """Now, and not when it was planned, by the seeker's own press, who may take it back."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.SENT:
        return invitation
    if invitation.status != InvitationStatus.SCHEDULED:
        raise Refused(gettext("It is a draft again. Please send it from there."))
    return _leave(invitation, now, waits)


@transaction.atomic
def leave(plan: Plan, *, now: datetime) -> None:
    """Its moment has come. What may not leave becomes a draft again, and says why."""
    if plan.moment > now:
        return
    invitation = lock_both(plan.invitation)
    fresh = Plan.objects.waiting().filter(pk=plan.pk).first()
    if fresh is None or fresh.moment > now:
        return
    try:
        with transaction.atomic():
            _check_nothing_changed(invitation, fresh)
            _check_in_time(fresh, now)
            _leave(invitation, now)
    except Refused as refused:
        _stay(invitation, fresh, refused.sentence, now)


def _leave(invitation: Invitation, now: datetime, waits: timedelta = asking.AT_ONCE) -> Invitation:
    times = _check_as_of(invitation, now, all_times=False)
    return asking.send(invitation, times=times, waits=waits, now=now)


def _stay(invitation: Invitation, plan: Plan, why: str, now: datetime) -> None:
    _put(invitation, InvitationStatus.DRAFT)
    plan.status, plan.why = PlanStatus.STAYED, why[:300]
    plan.save(update_fields=["status", "why"])
    contact = invitation.contact
    record(contact, kinds.STAYED, at=now, target=invitation, stage=Stage.DRAFT, why=plan.why)


def _put(invitation: Invitation, status: InvitationStatus) -> None:
    check_step(invitation, status)
    invitation.status = status
    invitation.save(update_fields=["status", "updated_at"])


def _check_nothing_changed(invitation: Invitation, plan: Plan) -> None:
    """What the seeker saw as they chose the moment."""
    name = invitation.contact.first_name
    if not are_same(invitation.contact.email, plan.to):
        raise Refused(
            gettext("The address of %(name)s was changed, so it did not leave unasked.")
            % {"name": name}
        )
    if invitation.seeker.time_zone.key != plan.seeker_zone.key:
        raise Refused(
            gettext("Your time zone was changed, so the times need a look before they leave.")
        )
    if invitation.zone_for_host.key != plan.zone.key:
        raise Refused(
            gettext("The time zone of %(name)s was changed, so please choose the hour anew.")
            % {"name": name}
        )


def _check_in_time(plan: Plan, now: datetime) -> None:
    """Whoever was away for hours, such as our workers, does not write at any hour instead."""
    if now - plan.moment > LATE_AFTER:
        raise Refused(gettext("It could not leave at its hour, so please choose another."))


def _check_as_of(invitation: Invitation, then: datetime, *, all_times: bool) -> list[datetime]:
    """The times it would leave with at that moment. Refuses where it could not leave by hand then,
    where none of them is left, or the first is closer than the notice the seeker wants."""
    desk = Desk.as_kept(invitation, then)
    is_whole = desk.may_leave()
    if said := [str(error) for errors in desk.form.errors.values() for error in errors]:
        raise Refused(said[0])
    starts = [time.starts_at for time in desk.times if time.starts_at]
    near = then + desk.free_busy.rules.notice
    if any(start < near for start in starts):
        raise Refused(gettext("One of its times would be past or closer than the notice you want."))
    if all_times and not is_whole:
        raise Refused(desk.problem)
    if not desk.good and not invitation.free_weeks:
        raise Refused(gettext("None of its times is free any more."))
    return desk.good
