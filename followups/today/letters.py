"""What hosts wrote by e-mail, as Today shows it until the seeker says that they read it."""

from collections.abc import Iterator

from django.utils.text import Truncator
from django.utils.translation import gettext

from accounts.models import User
from chats.models import IncomingEmail
from followups.item import Item
from followups.today.unsent import of_invitation
from outbox.text import isolated

MAX_SHOWN = 5
MAX_READ = 4 * MAX_SHOWN
"""Some write more than once."""
WORDS = 20


def letter_items(seeker: User) -> Iterator[Item]:
    """Each ask once, with the first words of the newest."""
    unread = IncomingEmail.objects.unread(seeker).select_related("invitation__contact")
    newest = dict[int, IncomingEmail]()
    for email in unread.order_by("-arrived_at", "-pk")[:MAX_READ]:
        newest.setdefault(email.invitation_id, email)
    for email in list(newest.values())[:MAX_SHOWN]:
        name = email.invitation.contact.display_name
        what = gettext("%(name)s wrote to you") % {"name": name}
        words = isolated(Truncator(email.text).words(WORDS))
        note = f"“{words}”" if words else gettext("Only what is attached.")
        kind, action = gettext("An answer"), gettext("Read it")
        yield of_invitation(email.invitation, kind, "answer", what, action, note)
