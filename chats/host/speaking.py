"""For whom a private link speaks: for whoever has the address it was delivered to.

Anybody who is given a copied link can press its buttons, the seeker first of all. So it speaks for
nobody: what is said through it is noted with the seeker's own contact, and undoes nothing that came
through an e-mail.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chats.errors import Refused
from chats.locks import lock_both
from chats.models import Answer, Invitation, Link
from chats.states import AnswerKind, InvitationStatus
from outbox.addresses import are_same
from outbox.suppression import Reason, reasons_among

UNANSWERED = {InvitationStatus.SENT, InvitationStatus.UNDELIVERABLE}
"""What an earlier answer said is over: new times were offered, or it was taken back."""

ELSEWHERE = _(
    "This was answered through the link in an e-mail, and only that link can change it. "
    "Please open the e-mail and press the button there."
)
"""Also said on the page beforehand, in place of the buttons."""
NEVER_AGAIN = _(
    "Whoever this was for has asked not to be written to, so no answer is taken through this link. "
    "If that was you and you have changed your mind, whoever runs this site can lift it."
)
NO_SUCH_ADDRESS = _(
    "The e-mail address that %(name)s has for you does not work, so no answer is taken through "
    "this link yet. Please tell them one that does, and it will be."
)


@contextmanager
def through(link: Link) -> Iterator[None]:
    """Do what a button behind this link asks for, in one transaction and under the people's locks.

    Raises `Refused` where the link may not say it.
    """
    with transaction.atomic():
        invitation = lock_both(link.invitation, link.address)
        _check_whose_answer_stands(invitation, link)
        if sentence := why_no_answer(link, invitation):
            raise Refused(sentence)
        yield


def _check_whose_answer_stands(invitation: Invitation, link: Link) -> None:
    said_from = standing_addresses(invitation)
    if not all(are_same(address, link.address) for address in said_from):
        raise Refused(ELSEWHERE)


def standing_addresses(invitation: Invitation) -> set[str]:
    """Where what stands was said: by an answer, or by whoever moved a chat since."""
    if invitation.status in UNANSWERED:
        return set()
    answer, chat = invitation.answers.standing().first(), invitation.chats.live().first()
    said_from = {answer.address if answer else "", chat.host_address if chat else ""}
    return said_from - {""}


def why_no_answer(link: Link, invitation: Invitation) -> str:
    """The sentence that says why this link takes none; empty where it does.

    Where a chat stands already, whoever has the link may still move it or call it off, unless
    the contact's wish is never to hear of it.
    """
    if are_same(link.address, invitation.contact.email):
        return ""
    why = why_unwanted(invitation)
    if why == Reason.OPT_OUT:
        return str(NEVER_AGAIN)
    if why and invitation.status != InvitationStatus.BOOKED:
        return NO_SUCH_ADDRESS % {"name": invitation.seeker.first_name}
    return ""


def why_unwanted(invitation: Invitation) -> Reason | None:
    """Why a link that is passed on takes no answer: the address that stands beside it is one that
    nobody here writes to, or the contact asked for that by another."""
    never = Answer.objects.filter(
        invitation__contact=invitation.contact, kind=AnswerKind.OPT_OUT, undone_at=None
    )
    if never.exists():
        return Reason.OPT_OUT
    return reasons_among([invitation.contact.email]).get(invitation.contact.email)
