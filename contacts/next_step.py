"""One obvious next step for each stage."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.onward import Onward
from contacts import onward
from contacts.models import Contact
from contacts.states import Stage
from outbox.suppression import Reason, reasons_among

LABELS: dict[Stage, str] = {
    Stage.TO_ASK: "Write an invitation",
    Stage.DRAFT: "Finish your invitation",
    Stage.ASKED: "See your invitation",
    Stage.COUNTERED: "Choose a time",
    Stage.ANSWERED: "Find a time",
    Stage.BOOKED: "Prepare your chat",
    Stage.THANK: "Write your thank-you",
    Stage.THANKED: "Invite them again",
    Stage.CLOSED: "Invite them again",
}

WHY: dict[Stage, str] = {
    Stage.TO_ASK: "A few lines and three times are enough.",
    Stage.DRAFT: "It is kept as you left it.",
    Stage.ASKED: "Silence is the normal case. Most answers take a few days.",
    Stage.COUNTERED: "Your times did not suit, so they proposed others.",
    Stage.ANSWERED: "They have answered. What is missing is a time, or a word from you.",
    Stage.BOOKED: "A goal and three questions make a good start.",
    Stage.THANK: "Best within a day, while it is fresh, and welcome later too.",
    Stage.THANKED: "You have said thank you. Stay in touch, or ask for another chat.",
    Stage.CLOSED: "No ask is open between you. You can ask again one day.",
}

PAGES: dict[Stage, Onward] = {
    Stage.DRAFT: onward.INVITATION,
    Stage.ASKED: onward.INVITATION,
    Stage.COUNTERED: onward.INVITATION,
    Stage.ANSWERED: onward.INVITATION,
    Stage.BOOKED: onward.CHAT,
    Stage.THANK: onward.THANK_YOU,
}
"""Where something is open. In every other stage the next step starts an invitation."""


@dataclass(frozen=True)
class NextStep:
    label: str
    why: str
    url: str
    posts: bool
    """It starts something, so it is a button; otherwise a link."""


def next_step(contact: Contact) -> NextStep:
    stage = Stage(contact.stage)
    if page := _open_page(contact, stage):
        return NextStep(LABELS[stage], WHY[stage], page, posts=False)
    if contact.email and (why := reasons_among([contact.email]).get(contact.email)):
        return _no_letter(contact, why)
    start = onward.INVITE.url(contact.pk)
    return NextStep(LABELS[stage], WHY[stage], start, posts=True)


def _open_page(contact: Contact, stage: Stage) -> str:
    """The stage names the page, and the newest event that leads on in it says whose; else empty."""
    newest = contact.events.leading_on(stage).first() if stage in PAGES else None
    return PAGES[stage].url(newest.target_id) if newest else ""


def _no_letter(contact: Contact, why: Reason) -> NextStep:
    """No letter would leave. Who asked for that is left in peace; a dead address may be wrong."""
    said = f"We do not write to {contact.email} any more: {why.label}."
    if why == Reason.OPT_OUT:
        leave_it = f"{said} Please leave it there."
        return NextStep("Ask someone else", leave_it, reverse("contacts:list"), posts=False)
    url = reverse("contacts:edit", args=[contact.pk])
    return NextStep("Check the address", said, url, posts=False)
