"""Take sample seekers away again, wherever they were made: also once nobody may make any more."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from chats.models import Chat, Invitation, Link
from followups.models import FollowUp
from outbox.models import OutgoingEmail

DAY = timedelta(days=1)


@transaction.atomic
def remove(seeker: User) -> None:
    """The sample seeker with everything, their held e-mails too. Never a real one."""
    if not seeker.is_sample:
        return
    OutgoingEmail.objects.filter(about__in=_abouts(seeker)).delete()
    Link.objects.filter(invitation__seeker=seeker).delete()
    seeker.delete()


def _abouts(seeker: User) -> list[str]:
    """What their e-mails are filed under in the outbox."""
    return [
        *(invitation.about for invitation in Invitation.objects.of(seeker)),
        *(chat.about for chat in Chat.objects.of(seeker)),
        *(follow_up.about for follow_up in FollowUp.objects.of(seeker)),
    ]


def sweep(now: datetime) -> None:
    """Remove the samples of yesterday. Whoever looks around was told, on every page."""
    for seeker in User.objects.filter(is_sample=True, date_joined__lt=now - DAY):
        remove(seeker)
