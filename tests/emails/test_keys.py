"""An e-mail is not queued twice, also when the outbox has forgotten the first one and its key."""

from chats.models import Chat
from chats.samples import NOW
from followups.models import FollowUp
from outbox.kinds import Audience, EmailKind
from outbox.rendered import RenderedEmail
from tests.emails.kinds import kinds, of_accounts


def test_each_key_without_a_last_moment_cannot_come_again(emails: dict[str, RenderedEmail]) -> None:
    """Those of accounts are random. All others are kept until they have been worth nothing for
    long."""
    ours = {name: kind for name, kind in kinds().items() if name not in of_accounts()}
    endless = {name: kind for name, kind in ours.items() if emails[name].expires_at is None}
    assert len(endless) >= 10
    assert [name for name, kind in endless.items() if not is_final(kind, emails[name])] == []


def is_final(kind: EmailKind, email: RenderedEmail) -> bool:
    """It names the SEQUENCE of its chat, which each change raises, or the moment at which it was
    queued; or what the host is told with it is done then, and stays done."""
    names_sequence = kind.about is Chat and f":{email.about}:1-0" in email.dedupe_key
    names_moment = NOW.isoformat() in email.dedupe_key
    return names_sequence or names_moment or (kind.about, kind.to) == (FollowUp, Audience.HOST)
