"""Ten seconds to take back what was just sent: a draft again, with everything typed."""

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chats import event_kinds as kinds
from chats.email_groups import ASKS
from chats.errors import Refused
from chats.locks import check_step, lock_both
from chats.meeting import limits
from chats.models import Invitation, Link, Notification, Nudge
from chats.states import InvitationStatus, NudgeStatus
from contacts.models import record
from contacts.states import Stage
from outbox import queue
from outbox.models import OutgoingEmail
from outbox.states import Status

TAKE_BACK_WITHIN = timedelta(seconds=10)

HAS_LEFT = _(
    "It is on its way by now, so it cannot be taken back. You can withdraw it: then their link "
    "says so, kindly."
)
LINK_IS_OUT = _("You have copied its link, which may be in their hands. You can withdraw it.")


def seconds_left(invitation: Invitation, email: OutgoingEmail | None, now: datetime) -> int:
    """For how long its page offers that: until the e-mail may leave."""
    if invitation.status != InvitationStatus.SENT or email is None or email.attempts:
        return 0
    waits = email.status == Status.PENDING and email.blocked_since is None
    return max(0, ceil((email.not_before - now).total_seconds())) if waits else 0


@transaction.atomic
def take_back(invitation: Invitation, *, now: datetime) -> Invitation:
    """As if it had not been sent, for limits too. Refuses once somebody may have seen it."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.DRAFT:
        return invitation
    if invitation.status != InvitationStatus.SENT or not _is_first_email(invitation):
        raise Refused(HAS_LEFT)
    if invitation.links.filter(purpose=Link.Purpose.ANSWER, address="").exists():
        raise Refused(LINK_IS_OUT)
    if not queue.forget_unseen(invitation.about, kinds=ASKS.kinds):
        raise Refused(HAS_LEFT)
    limits.forget_letter(invitation)
    _undo(invitation)
    stage = _stage_before(invitation)
    record(invitation.contact, kinds.TAKEN_BACK, at=now, target=invitation, stage=stage)
    return invitation


def _is_first_email(invitation: Invitation) -> bool:
    """Whether nothing has followed it. The outbox does not say: it forgets what has left."""
    reminded = Nudge.objects.filter(invitation=invitation, status=NudgeStatus.SENT).exists()
    return invitation.emails_sent == 1 and invitation.offers.count() == 1 and not reminded


def _stage_before(invitation: Invitation) -> Stage | None:
    """Where its contact stood as it was sent; nowhere else, where they have come further since."""
    contact = invitation.contact
    if contact.stage != Stage.ASKED:
        return None
    events = contact.events.about(kinds.INVITATION, invitation.pk)
    asked = events.filter(data__has_key=kinds.STAGE_BEFORE).first()
    return Stage(asked.data[kinds.STAGE_BEFORE]) if asked else Stage.DRAFT


def _undo(invitation: Invitation) -> None:
    """What sending wrote. The times stand as they were typed."""
    Notification.objects.filter(invitation=invitation, kind__in=ASKS.kinds).delete()
    Nudge.objects.filter(invitation=invitation).delete()
    invitation.links.exclude(purpose=Link.Purpose.REHEARSAL).delete()
    invitation.offers.all().delete()  # with their slots
    check_step(invitation, InvitationStatus.DRAFT)
    invitation.status, invitation.emails_sent, invitation.thread_id = InvitationStatus.DRAFT, 0, ""
    invitation.sent_at = invitation.expires_at = invitation.free_until = None
    invitation.save()
