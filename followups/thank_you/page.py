"""What the page of a thank-you shows."""

from datetime import datetime
from typing import Any

from coach import thank_you as thanks_coach
from coach.hints import Hint
from followups.clock import clock_of
from followups.models import FollowUp
from followups.states import Status
from followups.thank_you import drafting
from followups.thank_you import moments as suggested
from followups.thank_you.forms import ThankYouForm, ThankYouMomentForm
from outbox.suppression import why_not
from preparation.models import Note


def context_for(
    follow_up: FollowUp, form: ThankYouForm, now: datetime, moment: ThankYouMomentForm | None = None
) -> dict[str, Any]:
    delivery_problem, chat = follow_up.delivery_problem, follow_up.its_chat
    zone = chat.invitation.zone_for_host
    return {
        "follow_up": follow_up,
        "chat": chat,
        "contact": follow_up.contact,
        "form": form,
        "moment": moment or ThankYouMomentForm(follow_up=follow_up, now=now),
        "moments": suggested.moments(now, follow_up.due_at, zone),
        "host_zone": zone,
        "clock": clock_of(follow_up, now, delivery_problem=delivery_problem),
        "delivery_problem": delivery_problem,
        "is_late": follow_up.status == Status.OPEN and now >= follow_up.due_at,
        "refused": _refused(follow_up),
        "hints": hints_for(follow_up, form["text"].value() or ""),
        "jotted": Note.objects.filter(chat=chat).exclude(text="").order_by("-is_starred", "pk"),
    }


def hints_for(follow_up: FollowUp, text: str) -> list[Hint]:
    return thanks_coach.review(drafting.thanks(follow_up, text))


def _refused(follow_up: FollowUp) -> str:
    """Why it cannot leave from here. Sample e-mail never leaves, and nobody waits for it."""
    address = follow_up.its_chat.host_address
    if not address or follow_up.seeker.is_sample or follow_up.status == Status.DONE:
        return ""
    return why_not(address)
