"""Sharing something: a link, and why it made one think of them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followups.brackets import in_own_words
from followups.kinds.spec import Button, Email, HowWell, Spec, Wording, WordsField, event
from followups.states import Kind

if TYPE_CHECKING:
    from followups.models import FollowUp


def first_words(follow_up: "FollowUp", how_well: HowWell) -> str:
    why = in_own_words(gettext("what in it is for them"))
    return gettext("I came across this and thought of you: %(why)s") % {"why": why}


SAMPLE = """Dear Jonas,

I came across this map of river gauges and thought of you: it marks the ones that schools look \
after.

No need to answer.

Amara"""

SPEC = Spec(
    kind=Kind.RESOURCE,
    wording=Wording(
        title=_("Share something with %(name)s"),
        done=event("shared", _("You shared something")),
        skipped=event("sharing_skipped", _("Skipped sharing something")),
    ),
    note=_("A link, and a line on why it made you think of them."),
    action=_("Continue"),
    first_words=first_words,
    words=WordsField(_("Why it made you think of them")),
    with_link=True,
    email=Email(
        kind="shared",
        subject=_("Something that made me think of you, %(contact)s"),
        heading=_("Something for %(contact)s"),
        why=_(
            "%(seeker)s shared this with you through CoffeeChat because the two of you had a chat."
        ),
        sample=SAMPLE,
    ),
    button=Button("share", _("Share something")),
)
