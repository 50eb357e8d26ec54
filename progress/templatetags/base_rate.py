"""`{% base_rate seeker as said %}`: how often people answered them, as it was last counted."""

from django import template

from accounts.models import User
from progress import words
from progress.figures import VERSION
from progress.models import Snapshot

register = template.Library()


@register.simple_tag
def base_rate(seeker: User) -> str:
    """Blank where nothing was counted yet."""
    snapshot = Snapshot.objects.filter(seeker=seeker, version=VERSION).first()
    if snapshot is None or not snapshot.figures["asks"]["people"]:
        return ""
    return words.base_rate(snapshot.figures["asks"], snapshot.figures["days"])[0]
