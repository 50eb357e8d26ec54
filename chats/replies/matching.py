"""To which ask an e-mail belongs: by our token, then by what it answers, then by who wrote it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chats.models import Invitation, Notification
from chats.states import OPEN
from mail import Understood
from outbox import reply_address
from outbox.addresses import normalised, same_address
from outbox.models import OutgoingEmail

BELIEVED_FOR = timedelta(days=14)
"""After it left, an e-mail may come back. Servers give up after five days."""
ASKED_LATELY = timedelta(days=90)
"""An ask to the same address may still be what an e-mail is about, however it stands."""
SEVERAL = "several invitations to its sender"
NONE = "no token, no thread and no open invitation to its sender"


def invitation_for(email: Understood, now: datetime) -> tuple[Invitation | None, str]:
    """The ask, or why nobody knows which."""
    named = _by_rows(_named(email.delivered_to, email.recipients))
    answered = named or _by_rows(_answered(email.references)) or _by_thread(email.references)
    if answered:
        return answered, ""
    return _by_sender(email, now) if is_to_us(email) else (None, NONE)


def is_to_us(email: Understood) -> bool:
    """A person may read the same inbox: what came to their own address is none of our business."""
    return any(map(reply_address.is_ours, (*email.delivered_to, *email.recipients)))


def _named(*addresses: Iterable[str]) -> list[OutgoingEmail]:
    keys = reply_address.rows_named(one for several in addresses for one in several)
    rows = OutgoingEmail.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def _answered(references: Sequence[str]) -> list[OutgoingEmail]:
    rows = OutgoingEmail.objects.filter(message_id__in=references)
    return sorted(rows, key=lambda row: references.index(row.message_id))


def _by_rows(rows: Sequence[OutgoingEmail]) -> Invitation | None:
    return next((one for one in map(invitation_of, rows) if one), None)


def invitation_of(row: OutgoingEmail) -> Invitation | None:
    """The ask that this e-mail told something of."""
    told = Notification.objects.filter(key=row.dedupe_key).select_related("invitation__seeker")
    found = told.first()
    return found.invitation if found else None


def _by_thread(references: Sequence[str]) -> Invitation | None:
    """The outbox forgets its rows; the thread is kept with the ask."""
    threads = Invitation.objects.exclude(thread_id="").filter(thread_id__in=references)
    return threads.order_by("-pk").first()


def _by_sender(email: Understood, now: datetime) -> tuple[Invitation | None, str]:
    """The one that is open, unless another seeker asked them lately: what is meant for one of two
    is for neither of them to read."""
    if not email.sender:
        return None, NONE
    asked = Invitation.objects.asked_here().filter(
        same_address("contact__email", email.sender), sent_at__isnull=False
    )
    still_open = list(asked.filter(status__in=OPEN)[:2])
    if not still_open:
        return None, NONE
    by_others = asked.filter(sent_at__gt=now - ASKED_LATELY).exclude(seeker=still_open[0].seeker)
    if len(still_open) > 1 or by_others.exists():
        return None, SEVERAL
    return still_open[0], ""


@dataclass(frozen=True)
class Returned:
    row: OutgoingEmail
    is_proven: bool
    """Whether an address of ours names it. A Message-ID proves less: the seeker gets to know it
    from whatever answers the e-mail, and from their archive."""
    is_of_address: bool
    """Whether its address failed, and not one that the e-mail was passed on to: behind a group
    there are others, whom it reached."""


def came_back(email: Understood, now: datetime) -> list[Returned]:
    """The e-mails it may be believed to be the bounce of: they left lately, for that address."""
    ours = _named(email.delivered_to, email.recipients, email.returned)
    proven = {row.pk for row in ours}
    rows = {row.pk: row for row in (*ours, *_answered(email.references))}
    failed = {normalised(one) for one in (email.recipient, *email.also) if one}
    named = failed | {normalised(one) for one in email.addressed_to}
    return [
        Returned(row, row.pk in proven, normalised(row.to) in failed)
        for row in rows.values()
        if row.sent_at and row.sent_at > now - BELIEVED_FOR and normalised(row.to) in named
    ]
