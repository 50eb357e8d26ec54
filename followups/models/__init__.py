"""What is owed after a chat, and what keeps a relationship alive."""

from followups.models.after import Debrief, Promise, PromiseQuerySet
from followups.models.cadence import Cadence, CadenceQuerySet, Digest
from followups.models.follow_up import OWED, TO_HOST, FollowUp, FollowUpQuerySet

__all__ = [
    "OWED",
    "TO_HOST",
    "Cadence",
    "CadenceQuerySet",
    "Debrief",
    "Digest",
    "FollowUp",
    "FollowUpQuerySet",
    "Promise",
    "PromiseQuerySet",
]
