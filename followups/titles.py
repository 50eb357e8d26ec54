"""What a follow-up is called. A leaf: the tags of templates are read while others still load."""

from followups.models import FollowUp
from followups.states import Kind

TITLES = {
    Kind.THANK_YOU: "Thank {}",
    Kind.LINKEDIN: "Connect with {} on LinkedIn",
    Kind.RESOURCE: "Share something with {}",
    Kind.UPDATE: "Tell {} what you did with their advice",
    Kind.KEEP_IN_TOUCH: "Be in touch with {}",
}


def title(follow_up: FollowUp, name: str) -> str:
    return TITLES[Kind(follow_up.kind)].format(name)
