"""What a follow-up is called. A leaf: the tags of templates are read while others still load."""

from followups.models import FollowUp
from followups.news import in_short
from followups.states import Kind

TITLES = {
    Kind.THANK_YOU: "Thank {}",
    Kind.LINKEDIN: "Connect with {} on LinkedIn",
    Kind.RESOURCE: "Share something with {}",
    Kind.UPDATE: "Tell {} what you did with their advice",
    Kind.KEEP_IN_TOUCH: "Be in touch with {}",
}


CAME_OF_IT = "Tell {} what came of it: {}"


def title(follow_up: FollowUp, name: str) -> str:
    if news := in_short(follow_up):
        return CAME_OF_IT.format(name, news)
    return TITLES[Kind(follow_up.kind)].format(name)
