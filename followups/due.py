"""What the sweep finds of keeping in touch. Each is read by an index and in batches."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from chats.models import Chat
from followups.digest import digesting
from followups.happened import happened
from followups.keep_in_touch import cadence, keeping
from followups.models import Cadence, Digest, FollowUp, Promise
from followups.states import Status
from outbox.subjects import about_each
from outbox.sweeps import each

BATCH_ROWS = 500
ANOTHER_ZONE = timedelta(hours=28)
"""How much sooner a local time can come in another zone; a change of the clocks included."""
LOOK_BACK = timedelta(days=28)
"""Later than this, a prompt about a chat comes too late."""


def sweep(now: datetime) -> None:
    each(chats_to_follow(now)[:BATCH_ROWS], partial(keeping.prompt_after, now=now))
    each(chats_that_count(now)[:BATCH_ROWS], partial(keeping.after_chat, now=now))
    each(cadences_due(now)[:BATCH_ROWS], partial(cadence.time_to_write, now=now))
    each(seekers_to_plan()[:BATCH_ROWS], partial(digesting.plan_digest, now=now))
    each(digests_elsewhere(now), digesting.follow_zone)
    each(digests_due(now)[:BATCH_ROWS], partial(digesting.send_digest, now=now))


def chats_to_follow(now: datetime) -> "QuerySet[Chat]":
    """Said to have happened, or a day over; and nothing waits yet of what comes next."""
    prompted = FollowUp.objects.updates().filter(
        contact=OuterRef("contact"), occasion=about_each("chat")
    )
    chats = happened(now).filter(ends_at__gt=now - LOOK_BACK)
    return chats.filter(~Exists(prompted)).select_related("contact").order_by("ends_at", "pk")


def chats_that_count(now: datetime) -> "QuerySet[Chat]":
    """Real contact that the cadence has not heard of: held after the prompt was opened, say."""
    newer = {"contact__cadence__last_contact_at__lt": F("ends_at")}
    day_over = now - keeping.LINKEDIN_AFTER
    chats = happened(now).filter(ends_at__gt=now - LOOK_BACK, ends_at__lte=day_over)
    return chats.filter(**newer).select_related("contact").order_by("ends_at", "pk")


def cadences_due(now: datetime) -> "QuerySet[Cadence]":
    """Without one that waits already, and without a chat to come, which is contact enough."""
    waiting = cadence.waiting(OuterRef("contact"))
    to_come = Chat.objects.live().filter(contact=OuterRef("contact"), ends_at__gt=now)
    due = Cadence.objects.due(now).filter(~Exists(waiting), ~Exists(to_come))
    return due.select_related("contact").order_by("due_at")


def seekers_to_plan() -> "QuerySet[User]":
    """Something is open, and no weekly e-mail is planned yet. Found once: then one is."""
    owed = FollowUp.objects.filter(status=Status.OPEN, seeker=OuterRef("pk"))
    promised = Promise.objects.open().filter(seeker=OuterRef("pk"))
    real = User.objects.filter(is_sample=False, is_active=True, digest=None)
    return real.filter(Exists(owed) | Exists(promised)).order_by("pk")


def digests_due(now: datetime) -> "QuerySet[Digest]":
    return Digest.objects.filter(is_on=True, next_at__lte=now).order_by("next_at")


def digests_elsewhere(now: datetime) -> list[Digest]:
    """Planned by the clock of a zone the seeker has left. Only near their time it can matter."""
    near = Digest.objects.filter(is_on=True, next_at__lte=now + ANOTHER_ZONE, next_at__gt=now)
    rows = near.select_related("seeker").iterator(chunk_size=BATCH_ROWS)
    return [digest for digest in rows if digesting.moment_of(digest) != digest.next_at]
