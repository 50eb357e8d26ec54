"""A hello when the months that the seeker chose are over."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from followups.brackets import in_own_words
from followups.kinds.spec import Email, HowWell, Spec, Wording, event
from followups.states import Acquaintance, Kind

if TYPE_CHECKING:
    from followups.models import FollowUp


SINCE = {
    Acquaintance.SPOKE: _("It has been a while since we spoke. %(news)s"),
    Acquaintance.WROTE: _("It has been a while since we were in touch. %(news)s"),
    Acquaintance.NONE: _("I would like to be in touch with you. %(news)s"),
}


def first_words(follow_up: "FollowUp", how_well: HowWell) -> str:
    news = in_own_words(gettext("one thing that happened, or that made you think of them"))
    return str(SINCE[how_well()]) % {"news": news}


SAMPLE = """Dear Jonas,

It has been a while since we spoke. Our third sensor went in last week, and the school next door \
has asked for one.

I hope all is well with you.

Amara"""

SPEC = Spec(
    kind=Kind.KEEP_IN_TOUCH,
    wording=Wording(
        title=_("Be in touch with %(name)s"),
        done=event("kept_in_touch", _("You kept in touch")),
        skipped=event("keeping_skipped", _("Skipped keeping in touch this time")),
    ),
    note=_("The months you chose are over. A few lines are enough."),
    action=_("Write a line"),
    first_words=first_words,
    email=Email(
        kind="keep_in_touch",
        subject=_("A short hello, %(contact)s"),
        heading=_("A short hello"),
        why=_(
            "%(seeker)s wrote this to stay in touch after your chat, and sent it through "
            "CoffeeChat."
        ),
        sample=SAMPLE,
    ),
)
