"""What a follow-up is called. A leaf: the tags of templates are read while others still load."""

from django.utils.translation import gettext_lazy as _

from followups import kinds
from followups.models import FollowUp
from followups.news import in_short

THANK_YOU = _("Thank %(name)s")


def title(follow_up: FollowUp, name: str) -> str:
    if follow_up.is_thank_you:
        return THANK_YOU % {"name": name}
    return kinds.wording(follow_up).title % {"name": name, "news": in_short(follow_up)}
