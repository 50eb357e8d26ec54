"""Letters that nobody has seen, on Today: those that could not leave, planned ones, drafts."""

from collections.abc import Iterator

from django.utils.translation import gettext

from accounts.models import User
from calendars import clock
from chats.models import Invitation, Plan
from chats.states import PlanStatus
from followups.item import Item
from outbox.text import isolated

MAX_SHOWN = 5


def of_invitation(
    invitation: Invitation, kind: str, tone: str, what: str, action: str, note: str = ""
) -> Item:
    note = note or f"“{isolated(invitation.subject)}”"
    return Item(kind, tone, what, note, action, invitation.get_absolute_url())


def stayed(seeker: User) -> Iterator[Item]:
    """Letters whose moment came, and which could not leave."""
    stayed = Plan.objects.of(seeker).filter(status=PlanStatus.STAYED)
    for plan in stayed.select_related("invitation__contact").order_by("send_at")[:MAX_SHOWN]:
        name = plan.invitation.contact.display_name
        what = gettext("Your invitation to %(name)s did not leave") % {"name": name}
        action = gettext("Look at it")
        yield of_invitation(plan.invitation, gettext("Planned"), "due", what, action, plan.why)


def planned(seeker: User) -> Iterator[Item]:
    """What leaves by itself: nothing to do, and good to know."""
    waiting = Plan.objects.of(seeker).waiting().select_related("invitation__contact")
    for plan in waiting.order_by("send_at")[:MAX_SHOWN]:
        name, when = plan.invitation.contact.display_name, clock.say(plan.send_at, plan.zone)
        what = gettext("Your invitation to %(name)s leaves by itself") % {"name": name}
        note = gettext("On %(time)s.") % {"time": when}
        yield of_invitation(
            plan.invitation, gettext("Planned"), "", what, gettext("Look at it"), note
        )


def drafts(seeker: User) -> Iterator[Item]:
    others = Invitation.objects.of(seeker).drafts().exclude(plan__status=PlanStatus.STAYED)
    for draft in others.select_related("contact").order_by("-updated_at")[:MAX_SHOWN]:
        what = f"Finish your invitation to {draft.contact.display_name}"
        subject = draft.said_subject or "No subject yet."
        yield of_invitation(draft, "Draft", "", what, "Continue", subject)
