"""Telling them what one did with their advice, or what came of it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followups.brackets import SPECIFIC, in_own_words
from followups.kinds.spec import Button, Email, HowWell, Spec, Wording, event
from followups.states import Kind

if TYPE_CHECKING:
    from followups.models import FollowUp


def first_words(follow_up: "FollowUp", how_well: HowWell) -> str:
    """What they did with the advice; or what came of it, where that is known."""
    if follow_up.news:
        return _with_news(follow_up)
    own = in_own_words(gettext("what you did with it"))
    said = gettext("You told me %(thing)s. %(own)s\n\nThank you for it.")
    return said % {"thing": SPECIFIC, "own": own}


def _with_news(follow_up: "FollowUp") -> str:
    if follow_up.led_to:
        said = gettext(
            "You led me to %(led_to)s, and something came of it: %(news)s. %(own)s\n\n"
            "Thank you for it."
        )
    else:
        said = gettext(
            "We spoke, and something came of it: %(news)s. %(own)s\n\n"
            "What helped most was that you told me %(thing)s. Thank you for it."
        )
    what_came = follow_up.news_words or gettext("what it is, and what it means to you")
    return said % {
        "led_to": follow_up.led_to,
        "news": follow_up.news,
        "own": in_own_words(what_came),
        "thing": SPECIFIC,
    }


SAMPLE = """Dear Jonas,

When we spoke, you told me to begin with the float switch. I did, and it has been in the river \
for a month now. Thank you for it.

Amara"""

SPEC = Spec(
    kind=Kind.UPDATE,
    wording=Wording(
        title=_("Tell %(name)s what you did with their advice"),
        done=event("told", _("You told them what you did with their advice")),
        skipped=event("telling_skipped", _("Skipped telling them what you did with their advice")),
    ),
    wording_with_news=Wording(
        title=_("Tell %(name)s what came of it: %(news)s"),
        done=event(
            "news_told",
            _("You told them what came of it: %(news)s"),
            quoting=_("You told them what came of it: %(news)s: %(words)s"),
        ),
        skipped=event(
            "news_skipped",
            _("Skipped telling them what came of it: %(news)s"),
            quoting=_("Skipped telling them what came of it: %(news)s: %(words)s"),
        ),
    ),
    note=_("The best thanks of all: what their advice became."),
    action=_("Write it"),
    first_words=first_words,
    email=Email(
        kind="update",
        subject=_("What came of your advice, %(contact)s"),
        heading=_("What came of your advice"),
        why=_(
            "%(seeker)s wrote this to tell you what came of your chat, and sent it through "
            "CoffeeChat."
        ),
        sample=SAMPLE,
    ),
    button=Button("tell", _("Say what you did with their advice"), after_a_chat=True),
)
