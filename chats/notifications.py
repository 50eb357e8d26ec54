"""What each side was told about an ask and its chat. It is kept with them, and not in the outbox.

It is written as the e-mail is queued, in the transaction of the change that it tells of. What the
outbox keeps back, or gives back in time, was never said; it is asked under the locks of the people,
before anybody counts on it (docs/decisions/0020-what-was-told-is-kept-with-the-chat.md).
"""

from collections.abc import Sequence

from chats.email_groups import ASKS, FIRST_NEWS, LETTERS, PROPOSALS
from chats.models import Chat, Invitation, Notification, NotificationQuerySet
from chats.states import Side
from outbox import queue
from outbox.addresses import address_hash, mailbox_hash
from outbox.delivery_status import delivery_statuses
from outbox.kinds import Audience
from outbox.rendered import RenderedEmail
from outbox.states import DeliveryStatus

Subject = Chat | Invitation


def ask_of(subject: Subject) -> Invitation:
    return subject.invitation if isinstance(subject, Chat) else subject


def say(subject: Subject, rendered: Sequence[RenderedEmail]) -> None:
    """Queue what is said about an ask or its chat, and keep that it was.

    What is said beside it, of other asks that lost their times by it, nobody counts on.
    """
    queue.enqueue(rendered)
    invitation = ask_of(subject)
    chat_of: dict[str, Chat | None] = {invitation.about: None}
    if isinstance(subject, Chat):
        chat_of[subject.about] = subject
    Notification.objects.bulk_create(
        [
            Notification(
                invitation=invitation,
                chat=chat_of[email.about],
                kind=email.kind,
                key=email.dedupe_key,
                address=address_hash(email.to),
                mailbox=mailbox_hash(email.to),
                delivery_status=DeliveryStatus.NEVER_LEFT
                if email.held or email.kept_back
                else DeliveryStatus.UNDER_WAY,
            )
            for email in rendered
            if email.about in chat_of
        ],
        ignore_conflicts=True,
    )


def take_back(subject: Subject, *, kinds: Sequence[str] = ()) -> list[str]:
    """Whoever has not heard of it by now never will; returns the kinds of what waited to leave."""
    taken = queue.cancel(subject.about, kinds=kinds)
    if isinstance(subject, Chat):
        up_to_date(Notification.objects.filter(chat=subject))
    else:
        up_to_date(Notification.objects.filter(invitation=subject, chat=None))
    return taken


def ask_after_all(invitation: Invitation) -> None:
    """What was taken back of the ask before anybody had it leaves once more."""
    if queue.put_back(invitation.about, kinds=ASKS.kinds, expires_at=invitation.expires_at):
        up_to_date(Notification.objects.filter(invitation=invitation, chat=None))


def up_to_date(told: NotificationQuerySet) -> list[Notification]:
    """With what has become of each by now."""
    rows = list(told)
    statuses = delivery_statuses(row.key for row in rows) if rows else {}
    changed = [row for row in rows if _follow(row, statuses.get(row.key))]
    Notification.objects.bulk_update(changed, ["delivery_status"])
    return rows


def _follow(row: Notification, delivery_status: DeliveryStatus | None) -> bool:
    """Whether that is news. What the outbox keeps no more was finished before it was deleted."""
    before = row.delivery_status
    if delivery_status is not None:
        row.delivery_status = delivery_status
    elif row.delivery_status == DeliveryStatus.UNDER_WAY:
        row.delivery_status = DeliveryStatus.LEFT
    return row.delivery_status != before


def has_heard(chat: Chat, side: Side) -> bool:
    """Whether that side knows of this chat, once what waited to leave was taken back. A seeker who
    told us of it does."""
    if side == Side.SEEKER and chat.told_by_seeker:
        return True
    kinds = FIRST_NEWS.kinds_to(Audience(side))
    return Notification.objects.said().filter(chat=chat, kind__in=kinds).exists()


def has_heard_a_proposal(invitation: Invitation) -> bool:
    """Whether the seeker knows of any time the host proposed, on the same condition."""
    proposals = Notification.objects.said().filter(kind__in=PROPOSALS.kinds)
    return proposals.filter(invitation=invitation).exists()


def has_the_letter(invitation: Invitation, address: str) -> bool:
    """Whether the seeker's letter was taken by the server of that very address."""
    letters, key = _letters(invitation), address_hash(address)
    return any(row.delivery_status == DeliveryStatus.LEFT and row.address == key for row in letters)


def may_get_the_letter(invitation: Invitation, address: str) -> bool:
    """The same, or whether it is on its way there."""
    hopeful, key = {DeliveryStatus.LEFT, DeliveryStatus.UNDER_WAY}, address_hash(address)
    rows = _letters(invitation)
    return any(row.delivery_status in hopeful and row.address == key for row in rows)


def _letters(invitation: Invitation) -> list[Notification]:
    told = Notification.objects.filter(invitation=invitation, kind__in=LETTERS.kinds)
    return up_to_date(told)
