"""The host's other verbs, through a private link; and the seeker's yes to a proposed time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from calendars.busy import is_busy
from chats import emails
from chats.errors import Refused
from chats.lifecycle import meeting
from chats.lifecycle.locks import check_none_open_beside, check_step, lock_both
from chats.lifecycle.taking import check_answerable, says, write_answer
from chats.lifecycle.telling import tell, tell_if_there_is_room
from chats.models import Answer, Chat, Invitation, Link, Slot
from chats.states import OPEN, AnswerKind, InvitationStatus, Side
from contacts.models import record
from contacts.states import Stage
from outbox import queue
from outbox.addresses import mailbox
from outbox.models import Suppression
from outbox.suppression import lift, suppress

UNDO_WITHIN = timedelta(minutes=15)
PROPOSALS = 3
BUSY_SINCE = (
    "Something has come into your calendar at that time. Accept it again if you want it all the "
    "same, or choose another."
)

STATUS_AFTER = {
    AnswerKind.TAKE: InvitationStatus.BOOKED,
    AnswerKind.COUNTER: InvitationStatus.COUNTERED,
    AnswerKind.DECLINE: InvitationStatus.DECLINED,
}

ANSWERED_BY_OPT_OUT = {*OPEN, InvitationStatus.UNDELIVERABLE}
"""Where "never again" is also a no; otherwise it changes nothing about the ask."""

STAGE_OF = {
    InvitationStatus.SENT: Stage.ASKED,
    InvitationStatus.COUNTERED: Stage.COUNTERED,
}
"""What an undo leads back to; everything else is closed."""


@transaction.atomic
def propose(
    invitation: Invitation,
    *,
    times: Sequence[datetime],
    way: str,
    phone: str = "",
    line: str = "",
    zone: ZoneInfo | None = None,
    hours: str = "",
    address: str,
    now: datetime,
) -> None:
    """The host proposes up to three other times; the seeker books one with a click.

    `address` is where the link was delivered through which they say so; a copied link has none.
    """
    invitation = lock_both(invitation)
    said = {"line": line, "way": way, "phone": phone, "address": address}
    if invitation.status == InvitationStatus.COUNTERED and _is_said(invitation, times, said):
        return
    if invitation.status == InvitationStatus.BOOKED:
        raise Refused("There is a chat already. You can move or cancel it on this page.")
    check_answerable(invitation, InvitationStatus.COUNTERED, now)
    if len(times) > PROPOSALS or any(start <= now for start in times):
        raise Refused("Please propose one to three times, all still to come.")
    answer = write_answer(invitation, AnswerKind.COUNTER, now, **said)
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
    invitation.host_zone = zone or invitation.host_zone
    invitation.host_hour_cycle = hours or invitation.host_hour_cycle
    invitation.expires_at = max(invitation.expires_at or now, max(times))
    _settle(invitation, InvitationStatus.COUNTERED, "Proposed other times", Stage.COUNTERED, now)
    tell(invitation, [emails.countered_seeker(invitation, slots, line=line, now=now)])


def _is_said(invitation: Invitation, times: Sequence[datetime], said: Mapping[str, str]) -> bool:
    """Whether the proposal that stands is this one to the word."""
    proposed = set(invitation.slots.proposed().values_list("starts_at", flat=True))
    return says(invitation.latest_answer, said) and proposed == set(times)


@transaction.atomic
def accept_proposal(
    invitation: Invitation, slot_id: int, *, though_busy: bool = False, now: datetime
) -> Chat:
    """The seeker says yes to one of the host's times. `though_busy` says that they have seen what
    stands in their calendar then; what came since they looked is asked about first."""
    proposed = invitation.latest_answer
    invitation = lock_both(invitation, proposed.address if proposed else "")
    if live := invitation.chats.live().first():
        if invitation.slots.filter(pk=slot_id, starts_at=live.starts_at).exists():
            return live
        raise Refused("You have said yes to another time already, and it stands.")
    if invitation.status != InvitationStatus.COUNTERED:
        raise Refused("They have answered otherwise meanwhile. This is where things stand now.")
    slot = invitation.slots.proposed().filter(pk=slot_id).first()
    counter = invitation.latest_answer
    if slot is None or counter is None or slot.starts_at <= now:
        raise Refused("That time is no longer proposed. You can offer others.")
    if not though_busy and is_busy(invitation.seeker, slot.starts_at, slot.ends_at):
        raise Refused(BUSY_SINCE)
    return meeting.book(
        invitation,
        starts_at=slot.starts_at,
        way=counter.way,
        phone=counter.phone,
        address=counter.address,
        by=Side.SEEKER,
        now=now,
    )


@transaction.atomic
def decline(invitation: Invitation, *, line: str = "", address: str = "", now: datetime) -> None:
    """A no is fine. With a chat booked it is a cancellation."""
    invitation = lock_both(invitation)
    if invitation.status == InvitationStatus.BOOKED:
        chat = meeting.live_chat(invitation)
        meeting.cancel(chat, by=Side.HOST, line=line, now=now)
    elif invitation.status != InvitationStatus.DECLINED:
        check_step(invitation, InvitationStatus.DECLINED)
        write_answer(invitation, AnswerKind.DECLINE, now, line=line, address=address)
        _settle_as_declined(invitation, "Declined the invitation", now)
        no = emails.declined_seeker(invitation, line=line, opted_out=False, now=now)
        tell_if_there_is_room(invitation, [no], last_words=0)


def _settle_as_declined(invitation: Invitation, text: str, now: datetime) -> None:
    _settle(invitation, InvitationStatus.DECLINED, text, Stage.CLOSED, now)


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
        meeting.cancel(chat.belongs_to(invitation), by=Side.HOST, opted_out=True, now=now)
        invitation.refresh_from_db(fields=["status"])
    is_open = invitation.status in ANSWERED_BY_OPT_OUT
    if not is_new and not is_open and not calls_off:
        return
    said = {"address": address, "opted_out": address if is_new else ""}
    write_answer(invitation, AnswerKind.OPT_OUT, now, **said)
    text, url = "Asked not to be written to", invitation.get_absolute_url()
    if is_open:
        _settle_as_declined(invitation, text, now)
    else:
        record(invitation.contact, text, at=now, url=url)
    if not calls_off:
        no = emails.declined_seeker(invitation, line="", opted_out=True, now=now)
        tell_if_there_is_room(invitation, [no], last_words=0)


def opt_out_by_mail(link: Link, *, now: datetime) -> None:
    """The mail program's own button: works though the seeker has deleted contact and invitation."""
    if link.invitation_id is None:
        suppress(link.address, Suppression.Reason.OPT_OUT, at=now)
    else:
        opt_out(link.invitation, link.address, now=now)


def _settle(
    invitation: Invitation, status: InvitationStatus, text: str, stage: Stage, now: datetime
) -> None:
    """Write the answer's state and history, and take back e-mails about an earlier answer."""
    invitation.status = status
    invitation.answered_at = now
    chosen = ["host_zone", "host_hour_cycle"]
    invitation.save(update_fields=["status", "answered_at", "expires_at", *chosen, "updated_at"])
    queue.cancel(invitation.about)
    record(invitation.contact, text, at=now, url=invitation.get_absolute_url(), stage=stage)


@transaction.atomic
def undo(invitation: Invitation, *, now: datetime) -> None:
    """Take the last answer back within 15 minutes; whoever has not heard of it never will."""
    said = invitation.answers.first()
    invitation = lock_both(invitation, said.opted_out if said else "")
    answer = invitation.answers.first()
    if answer is None or answer.undone_at is not None:
        return  # pressed twice: the answer before it stays
    if answer.at + UNDO_WITHIN <= now:
        raise Refused("It is more than 15 minutes ago. You can still change your answer below.")
    if invitation.status != status_after(answer):
        raise Refused("Things have moved on since that answer. This is where they stand now.")
    answer.undone_at = now
    answer.save(update_fields=["undone_at"])
    if answer.opted_out:
        _take_back_never_again(answer)
    if chat := answer.called_off:
        meeting.say_plainly(chat.belongs_to(invitation), now)
    else:
        _go_back(invitation, answer, now)
    stage = STAGE_OF.get(InvitationStatus(invitation.status), Stage.CLOSED)
    url = invitation.get_absolute_url()
    record(invitation.contact, "Took the answer back", at=now, url=url, stage=stage)


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
    return STATUS_AFTER.get(AnswerKind(answer.kind), InvitationStatus.DECLINED)


def _go_back(invitation: Invitation, answer: Answer, now: datetime) -> None:
    before = InvitationStatus(answer.before)
    if before in OPEN:
        check_none_open_beside(invitation, now)
    if answer.kind == AnswerKind.TAKE:
        chat = meeting.live_chat(invitation)
        if chat.starts_at <= now:
            raise Refused("This chat has begun or is over, so it cannot be changed any more.")
        if chat.sequence:
            raise Refused("The chat has been moved since, so please move or cancel it instead.")
        meeting.call_off(chat, by=Side.HOST, line="", after=before, undone=True, now=now)
        return
    if answer.kind == AnswerKind.COUNTER:
        invitation.slots.proposed().update(withdrawn_at=now)
    invitation.status = before
    invitation.save(update_fields=["status", "updated_at"])
    told = not queue.cancel(invitation.about)
    if before == InvitationStatus.COUNTERED:
        _propose_again(invitation, told, now)
    elif told and before in OPEN:
        tell(invitation, [emails.reopened_seeker(invitation, now=now)])


def _propose_again(invitation: Invitation, told: bool, now: datetime) -> None:
    """The proposal before stands once more. The seeker hears of it where they heard of what
    followed, or have not heard of any."""
    proposal = invitation.latest_answer
    assert proposal is not None  # the table of states says so
    proposal.slots.update(withdrawn_at=None)
    if told or not queue.has_left(invitation.about, kinds=["countered_seeker"]):
        slots = list(proposal.slots.all())
        said = emails.countered_seeker(invitation, slots, line=proposal.line, now=now)
        tell(invitation, [said])
