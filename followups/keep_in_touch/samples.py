"""Invented words to somebody one has met, for the samples of e-mails. Nothing is saved."""

from chats.models import Invitation
from chats.samples import ONE_CLICK, invitation
from followups.kinds.spec import Spec
from followups.models import FollowUp

__all__ = ["ONE_CLICK", "keeping"]

SHARED = "https://example.org/river-gauges"


def keeping(spec: Spec) -> tuple[FollowUp, Invitation]:
    asked = invitation()
    said = FollowUp(pk=2, seeker=asked.seeker, contact=asked.contact, kind=spec.kind)
    said.text = spec.email.sample if spec.email else ""
    said.url = SHARED if spec.with_link else ""
    return said, asked
