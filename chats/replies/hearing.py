"""What came by e-mail on an ask: kept, shown and told of. It answers nothing by itself.

From the first answer on nobody waits for one. What it meant, the seeker says.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from chats.event_kinds import AUTOMATIC, CAME_BACK, WROTE
from chats.locks import lock_invitation
from chats.models import IncomingEmail, Invitation, UnmatchedEmail
from chats.models.incoming import MAX_TEXT, MAX_WHOLE
from chats.nudge_kept_back import keep_nudge_back
from chats.replies import emails, unmatched
from chats.replies.arrived import has_arrived
from chats.replies.masking import masked
from chats.replies.matching import Returned, came_back, invitation_for, invitation_of, is_to_us
from chats.states import IncomingKind, Side
from chats.telling import tell_if_there_is_room
from contacts.models import record
from mail import Kind, Understood
from outbox import bounced, reply_address
from outbox.addresses import are_same, normalised
from outbox.text import one_line, plain

MAX_KEPT = 50
"""Of one ask, of each kind. More are a loop, or somebody's game."""

KINDS = {
    Kind.REPLY: IncomingKind.REPLY,
    Kind.AUTO: IncomingKind.AUTO,
    Kind.BOUNCE: IncomingKind.BOUNCE,
}
"""A delay changes nothing, and neither does a read receipt."""


@transaction.atomic
def hear_email(email: Understood, *, now: datetime) -> None:
    """Read twice, it is a quiet no-op. What we wrote ourselves is no answer."""
    kind = KINDS.get(email.kind)
    if kind is None or reply_address.is_ours(email.sender):
        return
    if kind == IncomingKind.BOUNCE:
        _hear_bounce(email, now)
        return
    invitation, why = invitation_for(email, now)
    if invitation is None:
        _list_unmatched(email, kind, why, now)
    elif not _is_from_seeker(email, invitation):
        _hear(lock_invitation(invitation.pk), email, kind, now)


def _is_from_seeker(email: Understood, invitation: Invitation) -> bool:
    return normalised(email.sender) in _addresses_of(invitation)


def _addresses_of(invitation: Invitation) -> set[str]:
    """All that the seeker gets e-mail at, as far as we know."""
    others = EmailAddress.objects.filter(user=invitation.seeker).values_list("email", flat=True)
    return {normalised(one) for one in (invitation.seeker.email, *others)}


def _hear(invitation: Invitation, email: Understood, kind: IncomingKind, now: datetime) -> None:
    if _is_kept(invitation, email):
        return
    heard = _keep(invitation, email, kind, now)
    if kind == IncomingKind.REPLY and not invitation.heard_at:
        invitation.heard_at = now
        invitation.save(update_fields=["heard_at", "updated_at"])
        keep_nudge_back(invitation, stop="heard")
    if heard is None:
        return
    if kind == IncomingKind.AUTO:
        _note_absence(invitation, heard, now)
        return
    record(invitation.contact, WROTE, at=now, side=Side.HOST, target=invitation)
    if not heard.went_to_seeker:
        tell_if_there_is_room(invitation, [emails.wrote_seeker(invitation, heard)])


def _keep(
    invitation: Invitation, email: Understood, kind: IncomingKind, now: datetime, **fields: Any
) -> IncomingEmail | None:
    """None where too many of this kind were: other people's leave room for the host's own."""
    is_from_host = are_same(email.sender, invitation.contact.email)
    alike = invitation.incoming_emails.filter(kind=kind, is_from_host=is_from_host)
    if alike.count() >= MAX_KEPT:
        return None
    theirs = _addresses_of(invitation)
    return IncomingEmail.objects.create(
        invitation=invitation,
        kind=kind,
        fingerprint=_fingerprint(email),
        sender=email.sender[:320],
        sender_name=one_line(email.sender_name)[:200],
        is_from_host=is_from_host,
        went_to_seeker=any(normalised(one) in theirs for one in email.recipients),
        subject=masked(one_line(email.subject))[:300],
        text=masked(plain(email.text))[:MAX_TEXT],
        whole=masked(plain(email.whole))[:MAX_WHOLE],
        attachments=[one_line(one)[:120] for one in email.attachments],
        until=email.until,
        gone=email.gone,
        sent_at=email.sent_at,
        arrived_at=now,
        **fields,
    )


def _is_kept(invitation: Invitation, email: Understood) -> bool:
    return invitation.incoming_emails.filter(fingerprint=_fingerprint(email)).exists()


def _fingerprint(email: Understood) -> str:
    """Of all that tells one from another, since anybody may write any Message-ID."""
    said = (email.kind, email.message_id, email.sender, email.sent_at, email.recipient, email.text)
    return sha256("\n".join(map(str, said)).encode("utf-8", "replace")).hexdigest()


def _note_absence(invitation: Invitation, heard: IncomingEmail, now: datetime) -> None:
    """The newest day counts; of one that names none, that of before does. Whether somebody left,
    the newest says: who is back, or was misread, is not gone for good."""
    invitation.away_until = heard.until or invitation.away_until
    invitation.gone = heard.gone
    invitation.save(update_fields=["away_until", "gone", "updated_at"])
    keep_nudge_back(invitation)
    record(invitation.contact, AUTOMATIC, at=now, side=Side.HOST, target=invitation)


def _hear_bounce(email: Understood, now: datetime) -> None:
    """Where the address is wrong for good, the e-mail is as one that was refused at once, and what
    follows from that follows (`chats.tasks.report_undeliverable`)."""
    found = came_back(email, now)
    for returned in found:
        _hear_of(returned, email, now)
    if not found:
        _list_unmatched(email, IncomingKind.BOUNCE, "it names no e-mail that left of late", now)


def _hear_of(returned: Returned, email: Understood, now: datetime) -> None:
    """Whoever has answered has an address that works, whatever a server says of it."""
    found = invitation_of(returned.row)
    invitation = found and lock_invitation(found.pk)
    if invitation is None or has_arrived(invitation, returned.row):
        return
    if _is_kept(invitation, email):
        return
    reason = masked(one_line(email.reason or email.code))[:500]
    if _keep(invitation, email, IncomingKind.BOUNCE, now, reason=reason) is None:
        return
    if email.permanent and returned.is_of_address:
        bounced.came_back(returned.row.pk, reason=reason, is_proven=returned.is_proven)
    else:
        record(invitation.contact, CAME_BACK, at=now, target=invitation)


def _list_unmatched(email: Understood, kind: IncomingKind, why: str, now: datetime) -> None:
    if is_to_us(email):
        subject = masked(one_line(email.subject))[:300]
        said = {"kind": kind, "sender": email.sender[:320], "subject": subject}
        unmatched.enlist(_fingerprint(email), why, now=now, **said)


def forget_wholes(before: datetime) -> None:
    """What is new in an e-mail stays with the ask; what it quotes, and how, does not."""
    IncomingEmail.objects.wholes_before(before).update(whole="")
    UnmatchedEmail.objects.filter(arrived_at__lt=before).delete()
