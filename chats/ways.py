"""How people meet, in words: on pages, in e-mails and in calendar entries alike."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chats.models import Chat
from chats.states import Side, Way
from outbox.text import isolated

WITHIN_A_SENTENCE = {
    Way.VIDEO: _("video call"),
    Way.PHONE: _("phone call"),
    Way.IN_PERSON: _("in person"),
}


def say_ways(ways: Sequence[str]) -> str:
    """`video call or phone call`; each is one the seeker offers."""
    first, *others = (str(WITHIN_A_SENTENCE[Way(way)]) for way in ways)
    for other in others:
        first = gettext("%(this)s or %(that)s") % {"this": first, "that": other}
    return first


def say_meeting(chat: Chat, to: str = "") -> str:
    """Where to be, and for a phone call who rings whom; `to` is the side that is told, if one."""
    said = {"way": str(Way(chat.way).label), "where": isolated(chat.where)}
    if not chat.where:
        return gettext("%(way)s, the details still to be agreed") % said
    if chat.way != Way.PHONE:
        return gettext("%(way)s: %(where)s") % said
    return _who_rings(chat, to, said)


def _who_rings(chat: Chat, to: str, said: dict[str, str]) -> str:
    names = {Side.SEEKER: chat.seeker.first_name, Side.HOST: chat.contact.first_name}
    seekers_own = chat.where == chat.invitation.phone
    caller, called = (Side.HOST, Side.SEEKER) if seekers_own else (Side.SEEKER, Side.HOST)
    said |= {"caller": names[caller], "called": names[called]}
    if to == caller:
        return gettext("%(way)s: you call %(called)s on %(where)s") % said
    if to == called:
        return gettext("%(way)s: %(caller)s calls you on %(where)s") % said
    return gettext("%(way)s: %(caller)s calls %(called)s on %(where)s") % said
