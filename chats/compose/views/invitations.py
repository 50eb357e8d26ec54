"""Invitations once they are written: the list, one as a letter, and what can be done about it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest, acts
from chats import access
from chats.compose import asking, reading, taking_back
from chats.compose.channels import channels, code
from chats.compose.forms import OfferForm
from chats.compose.page import context_for, planned_context
from chats.errors import Refused, TimeTaken
from chats.host import answering
from chats.host.speaking import UNANSWERED
from chats.models import Invitation, InvitationQuerySet, Slot, with_what_stands
from chats.states import InvitationStatus
from chats.times.desk import TimesDesk

PER_PAGE = 50
TABS = {
    "drafts": ("Drafts", [InvitationStatus.DRAFT]),
    "planned": ("Planned", [InvitationStatus.SCHEDULED]),
    "waiting": ("Waiting", [InvitationStatus.SENT, InvitationStatus.UNDELIVERABLE]),
    "answered": (
        "Answered",
        [
            InvitationStatus.COUNTERED,
            InvitationStatus.ANSWERED,
            InvitationStatus.BOOKED,
            InvitationStatus.DEFERRED,
            InvitationStatus.DECLINED,
        ],
    ),
    "closed": ("Closed", [InvitationStatus.EXPIRED, InvitationStatus.WITHDRAWN]),
}

OPENED_FIRST = ["waiting", "answered", "planned", "drafts", "closed"]
"""What is under way comes before what is still to do."""


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    mine = Invitation.objects.of(request.user).asked_here()
    tabs = _tabs(mine)
    filled = {tab["key"] for tab in tabs if tab["count"]}
    show = request.GET.get("show", "")
    if show not in TABS:
        show = next((key for key in OPENED_FIRST if key in filled), "drafts")
    page = Paginator(_shown(mine, show, request.now), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs, "show": show, "any": bool(filled)}
    return render(request, "chats/invitations.html", context)


def _tabs(mine: InvitationQuerySet) -> list[dict[str, Any]]:
    counts = dict(mine.values_list("status").annotate(Count("pk")))
    return [
        {"key": key, "label": label, "count": sum(counts.get(status, 0) for status in statuses)}
        for key, (label, statuses) in TABS.items()
    ]


def _shown(mine: InvitationQuerySet, show: str, now: datetime) -> InvitationQuerySet:
    open_times = Slot.objects.open(now).filter(invitation=OuterRef("pk"))
    rows = mine.filter(status__in=TABS[show][1]).select_related("contact", "seeker", "plan")
    rows = with_what_stands(rows).annotate(
        has_open_times=Exists(open_times) | Q(free_until__gt=now)
    )
    return rows.order_by("-updated_at", "-pk")


@require_safe
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    if invitation.status == InvitationStatus.DRAFT:
        return redirect("chats:write", pk)
    if invitation.asked_elsewhere:
        return redirect(invitation.chats.latest("booked_at"))
    return page(request, invitation)


@never_cache
def page(
    request: SignedInRequest, invitation: Invitation, status: int = 200, **extra: Any
) -> HttpResponse:
    if invitation.status == InvitationStatus.SCHEDULED:
        context = planned_context(invitation, request.now) | extra
        return render(request, "chats/planned.html", context, status=status)
    context = context_for(invitation, request.now) | extra
    return render(request, "chats/invitation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_times(request: SignedInRequest, pk: int) -> HttpResponse:
    """Other times for the same ask; week and removed rows come back as they were typed."""
    invitation, now, data = access.invitation_of(request.user, pk), request.now, request.POST
    desk = TimesDesk.posted(invitation, data, now)
    if not desk.checked:
        return _times_page(request, desk)
    form = OfferForm(data)
    if desk.problem or not form.is_valid():
        return _times_page(request, desk, status=422, sentence=form.sentence)
    try:
        line = form.cleaned_data["line"]
        asking.offer_times(invitation, times=desk.good, line=line, now=now)
    except Refused as refused:
        return _times_page(request, desk, status=409, sentence=refused.sentence)
    messages.success(request, f"{invitation.contact.first_name} has new times to choose from.")
    return redirect(invitation)


def _times_page(
    request: SignedInRequest, desk: TimesDesk, status: int = 200, sentence: str = ""
) -> HttpResponse:
    context = {"desk": desk, "sentence": sentence, "line": request.POST.get("line", "")}
    return render(request, "chats/invitation_times.html", context, status=status)


@acts(access.invitation_of, "chats:invitation")
def accept_proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    slot = request.POST.get("slot", "")
    try:
        slot_id = int(slot) if slot.isascii() and slot.isdecimal() and len(slot) < 19 else 0
        ticked = {name: name in request.POST for name in ("though_busy", "tells_host")}
        chat = answering.accept_proposal(invitation, slot_id, **ticked, now=request.now)
    except TimeTaken:
        sentence = "You or they have another chat at that time by now. Please choose another."
        return again(request, pk, sentence)
    except Refused as refused:
        return again(request, pk, refused.sentence)
    whose = "You both get" if chat.host_address or not chat.told_by_seeker else "You get"
    messages.success(request, f"Booked. {whose} a calendar entry for {chat.contact}.")
    return redirect(chat)


@acts(access.invitation_of, "chats:invitation")
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        asking.withdraw(invitation, now=request.now)
    except Refused as refused:
        return again(request, pk, refused.sentence)
    messages.success(request, "Withdrawn. Their link now says so, kindly.")
    return redirect(invitation)


@acts(access.invitation_of, "chats:invitation")
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    try:
        taking_back.take_back(invitation, now=request.now)
    except Refused as refused:
        return again(request, pk, refused.sentence)
    messages.success(request, gettext("Nothing has left. Here it is, with everything you typed."))
    return redirect("chats:write", pk)


@acts(access.invitation_of, "chats:invitation")
def mark_read(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = access.invitation_of(request.user, pk)
    reading.mark_read(invitation, now=request.now)
    return redirect(invitation)


@acts(access.invitation_of, "chats:invitation")
def copy_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A link of its own, shown this once: only its hash is kept."""
    invitation = access.invitation_of(request.user, pk)
    try:
        link = asking.copy_link(invitation)
    except Refused as refused:
        return again(request, pk, refused.sentence)
    return page(request, invitation, **link_context(invitation, link))


def link_context(invitation: Invitation, link: str) -> dict[str, Any]:
    """What is shown of a link this once. The texts ask, so they go with an unanswered ask alone."""
    texts = channels(invitation, link) if invitation.status in UNANSWERED else []
    return {"link": link, "channels": texts, "code": code(link)}


def again(request: SignedInRequest, pk: int, sentence: str) -> HttpResponse:
    """The page as it stands now, with the reason."""
    fresh = access.invitation_of(request.user, pk)
    if fresh.status == InvitationStatus.DRAFT:
        messages.error(request, sentence)
        return redirect("chats:write", pk)
    return page(request, fresh, sentence=sentence, status=409)
