"""The host's other operations, through a private link; and the seeker's yes to a proposed time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calendars.busy import is_busy
from chats import event_kinds as kinds
from chats.errors import Refused
from chats.host import emails
from chats.host.taking import check_answerable, note_how_they_read, says, write_answer
from chats.host_reply import HostReply
from chats.locks import check_answerable_step, check_none_open_beside, lock_both
from chats.meeting import booking, by_hand, calling_off, checks
from chats.meeting.emails import declined_seeker
from chats.models import Answer, Chat, Invitation, Link, Slot
from chats.notifications import has_heard_a_proposal, take_back
from chats.states import OPEN, STATUS_AFTER, AnswerKind, InvitationStatus, Side
from chats.telling import tell, tell_if_there_is_room
from contacts.events import EventKind
from contacts.models import record
from contacts.states import Stage
from outbox.addresses import mailbox
from outbox.models import Suppression
from outbox.suppression import lift, suppress

UNDO_WITHIN = timedelta(minutes=15)
MAX_PROPOSALS = 3
BUSY_SINCE = _(
    "Something has come into your calendar at that time. Accept it again if you want it all the "
    "same, or choose another."
)

ANSWERED_BY_OPT_OUT = {*OPEN, InvitationStatus.DEFERRED, InvitationStatus.UNDELIVERABLE}
"""Where "never again" is also a no; otherwise it changes nothing about the ask."""

STAGE_OF = {
    InvitationStatus.SENT: Stage.ASKED,
    InvitationStatus.COUNTERED: Stage.COUNTERED,
    InvitationStatus.ANSWERED: Stage.ANSWERED,
}
"""What an undo leads back to; everything else is closed."""


@transaction.atomic
def propose(
    invitation: Invitation, times: Sequence[datetime], reply: HostReply, *, now: datetime
) -> None:
    """The host proposes up to three other times; the seeker books one with a click. Of what they
    told us themselves they get no e-mail."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.COUNTERED and _is_said(invitation, times, reply):
        return
    if invitation.status == InvitationStatus.BOOKED:
        raise Refused(gettext("There is a chat already. You can move or cancel it on this page."))
    check_answerable(invitation, InvitationStatus.COUNTERED, reply, now)
    if len(times) > MAX_PROPOSALS or any(start <= now for start in times):
        raise Refused(gettext("Please propose one to three times, all still to come."))
    answer = write_answer(invitation, AnswerKind.COUNTER, reply, now)
    invitation.slots.proposed().update(withdrawn_at=now)
    slots = Slot.objects.bulk_create(
        Slot(
            invitation=invitation,
            answer=answer,
            by=Side.HOST,
            starts_at=start,
            ends_at=start + invitation.length,
            day=start.astimezone(invitation.seeker.time_zone).date(),
            closes_at=start,
            clear_from=start,
            clear_until=start + invitation.length,
        )
        for start in sorted(times)
    )
    note_how_they_read(invitation, reply)
    invitation.expires_at = max(invitation.expires_at or now, max(times))
    status, stage = InvitationStatus.COUNTERED, Stage.COUNTERED
    write_status(invitation, status, kinds.PROPOSED, stage, now, side=reply.side)
    if not reply.is_told:
        tell(invitation, [emails.countered_seeker(invitation, slots, line=reply.line, now=now)])


def _is_said(invitation: Invitation, times: Sequence[datetime], reply: HostReply) -> bool:
    """Whether the proposal that stands is this one to the word."""
    proposed = set(invitation.slots.proposed().values_list("starts_at", flat=True))
    return says(invitation.answers.standing().first(), reply) and proposed == set(times)


@transaction.atomic
def accept_proposal(
    invitation: Invitation,
    slot_id: int,
    *,
    though_busy: bool = False,
    tells_host: bool = False,
    now: datetime,
) -> Chat:
    """The seeker says yes to one of the host's times. `though_busy` says that they have seen what
    stands in their calendar then; what came since they looked is asked about first. `tells_host`
    gives a host who proposed them elsewhere a calendar entry."""
    proposed = invitation.answers.standing().first()
    invitation = lock_both(invitation, proposed.address if proposed else "")
    if live := invitation.chats.live().first():
        if invitation.slots.filter(pk=slot_id, starts_at=live.starts_at).exists():
            return live
        raise Refused(gettext("You have said yes to another time already, and it stands."))
    if invitation.status != InvitationStatus.COUNTERED:
        raise Refused(
            gettext("They have answered otherwise meanwhile. This is where things stand now.")
        )
    slot = invitation.slots.proposed().filter(pk=slot_id).first()
    counter = invitation.answers.standing().first()
    if slot is None or counter is None or slot.starts_at <= now:
        raise Refused(gettext("That time is no longer proposed. You can offer others."))
    if not though_busy and is_busy(invitation.seeker, slot.starts_at, slot.ends_at):
        raise Refused(BUSY_SINCE)
    address = counter.address
    if counter.told_by_seeker and tells_host:
        address = by_hand.address_to_tell(invitation, now)
    agreed = HostReply(address, way=counter.way, phone=counter.phone, came_on=counter.came_on)
    return booking.book(invitation, agreed, starts_at=slot.starts_at, by=Side.SEEKER, now=now)


@transaction.atomic
def decline(invitation: Invitation, reply: HostReply, *, now: datetime) -> None:
    """A no is fine. With a chat booked it is a cancellation."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        chat = checks.live_chat(invitation)
        calling_off.cancel(chat, by=Side.HOST, line=reply.line, now=now)
    elif invitation.status != InvitationStatus.DECLINED:
        check_answerable_step(invitation, InvitationStatus.DECLINED)
        write_answer(invitation, AnswerKind.DECLINE, reply, now)
        _write_declined(invitation, kinds.DECLINED, now)
        no = declined_seeker(invitation, line=reply.line, opted_out=False, now=now)
        tell_if_there_is_room(invitation, [no], last_words=0)


def _write_declined(invitation: Invitation, kind: EventKind, now: datetime) -> None:
    write_status(invitation, InvitationStatus.DECLINED, kind, Stage.CLOSED, now)


@transaction.atomic
def opt_out(invitation: Invitation, address: str, *, now: datetime) -> None:
    """Never write to this address again: binds every seeker here, whatever became of this ask.

    `address` is the one the link was sent to, which need not be the contact's any more. An open
    ask is declined and a chat to come is called off; a chat that has begun or is over stays. The
    seeker hears of it once: with the chat, where there is one.
    """
    invitation = lock_both(invitation, address)
    is_new = suppress(address, Suppression.Reason.OPT_OUT, at=now)
    chat = invitation.chats.live().first()
    calls_off = chat is not None and chat.ends_with_opt_out(address, now)
    if chat and calls_off:
        calling_off.cancel(chat.belongs_to(invitation), by=Side.HOST, opted_out=True, now=now)
        invitation.refresh_from_db(fields=["status"])
    is_open = invitation.status in ANSWERED_BY_OPT_OUT
    if not is_new and not is_open and not calls_off:
        return
    newly = address if is_new else ""
    write_answer(invitation, AnswerKind.OPT_OUT, HostReply(address), now, opted_out=newly)
    if is_open:
        _write_declined(invitation, kinds.OPTED_OUT, now)
    else:
        record(invitation.contact, kinds.OPTED_OUT, at=now, target=invitation)
    if not calls_off:
        no = declined_seeker(invitation, line="", opted_out=True, now=now)
        tell_if_there_is_room(invitation, [no], last_words=0)


def opt_out_by_mail(link: Link, *, now: datetime) -> None:
    """The mail program's own button: works though the seeker has deleted contact and invitation."""
    if link.invitation_id is None:
        suppress(link.address, Suppression.Reason.OPT_OUT, at=now)
    else:
        opt_out(link.invitation, link.address, now=now)


def write_status(
    invitation: Invitation,
    status: InvitationStatus,
    kind: EventKind,
    stage: Stage,
    now: datetime,
    side: Side | None = None,
    words: str = "",
) -> None:
    """Write the answer's state and history, and take back e-mails about an earlier answer."""
    invitation.status = status
    invitation.answered_at = now
    chosen = ["host_zone", "host_hour_cycle"]
    invitation.save(update_fields=["status", "answered_at", "expires_at", *chosen, "updated_at"])
    take_back(invitation)
    contact = invitation.contact
    record(contact, kind, at=now, side=side, target=invitation, stage=stage, words=words)


@transaction.atomic
def undo(invitation: Invitation, *, now: datetime) -> None:
    """Take the last answer back within 15 minutes; whoever has not heard of it never will."""
    said = invitation.answers.first()
    invitation = lock_both(invitation, said.opted_out if said else "")
    answer = invitation.answers.first()
    if answer is None or answer.undone_at is not None:
        return  # pressed twice: the answer before it stays
    if answer.told_by_seeker:
        noted = gettext("%(name)s noted this, so please say below how it is.")
        raise Refused(noted % {"name": invitation.seeker.first_name})
    if answer.at + UNDO_WITHIN <= now:
        raise Refused(
            gettext("It is more than 15 minutes ago. You can still change your answer below.")
        )
    if invitation.status != status_after(answer):
        raise Refused(
            gettext("Things have moved on since that answer. This is where they stand now.")
        )
    answer.undone_at = now
    answer.save(update_fields=["undone_at"])
    if answer.opted_out:
        _take_back_never_again(answer)
    if chat := Chat.objects.called_off_by(answer):
        calling_off.say_plainly(chat.belongs_to(invitation), now)
    else:
        _go_back(invitation, answer, now)
    stage = STAGE_OF.get(InvitationStatus(invitation.status), Stage.CLOSED)
    record(invitation.contact, kinds.UNDONE, at=now, target=invitation, stage=stage)


def _take_back_never_again(answer: Answer) -> None:
    """Said meanwhile through another invitation too, it holds on as the wish of that answer."""
    lift(answer.opted_out, since=answer.at)
    wishes = Answer.objects.filter(kind=AnswerKind.OPT_OUT, undone_at=None, at__gte=answer.at)
    theirs = mailbox(answer.opted_out)
    for other in wishes.order_by("at", "pk"):
        if mailbox(other.address) == theirs:
            suppress(other.address, Suppression.Reason.OPT_OUT, at=other.at)
            other.opted_out = other.address
            other.save(update_fields=["opted_out"])
            return


def status_after(answer: Answer) -> InvitationStatus:
    """What the invitation is while the answer stands; a wish said after the end changes nothing."""
    before = InvitationStatus(answer.before)
    if answer.kind == AnswerKind.OPT_OUT and before not in ANSWERED_BY_OPT_OUT:
        return before
    return STATUS_AFTER[AnswerKind(answer.kind)]


def _go_back(invitation: Invitation, answer: Answer, now: datetime) -> None:
    before = InvitationStatus(answer.before)
    if before in OPEN:
        check_none_open_beside(invitation, now)
    if answer.kind == AnswerKind.TAKE:
        chat = checks.live_chat(invitation)
        if chat.starts_at <= now:
            raise Refused(
                gettext("This chat has begun or is over, so it cannot be changed any more.")
            )
        if chat.sequence:
            raise Refused(
                gettext("The chat has been moved since, so please move or cancel it instead.")
            )
        calling_off.call_off(chat, by=Side.HOST, line="", after=before, undone=True, now=now)
        return
    if answer.kind == AnswerKind.COUNTER:
        invitation.slots.proposed().update(withdrawn_at=now)
    invitation.status = before
    invitation.save(update_fields=["status", "updated_at"])
    told = not take_back(invitation)
    if before == InvitationStatus.COUNTERED:
        _propose_again(invitation, told, now)
    elif told and before in OPEN:
        tell(invitation, [emails.reopened_seeker(invitation, now=now)])


def _propose_again(invitation: Invitation, told: bool, now: datetime) -> None:
    """The proposal before stands once more. The seeker hears of it where they heard of what
    followed, or have not heard of any."""
    proposal = invitation.answers.standing().first()
    assert proposal is not None  # the table of states says so
    proposal.slots.update(withdrawn_at=None)
    if told or not has_heard_a_proposal(invitation):
        slots = list(proposal.slots.all())
        said = emails.countered_seeker(invitation, slots, line=proposal.line, now=now)
        tell(invitation, [said])
