"""Keeping in touch with everybody: what is due, what comes, what was done, how often with whom."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from followups.keep_in_touch.cadence import with_last_contact
from followups.models import OWED, Cadence, FollowUp
from followups.states import Status

PER_PAGE = 25
LATELY = timedelta(days=90)
TABS = {"due": "Due", "coming": "Coming up", "done": "Done lately", "people": "How often"}


@require_safe
def follow_ups(request: SignedInRequest) -> HttpResponse:
    now = request.now
    show = request.GET.get("show", "")
    show = show if show in TABS else "due"
    rows = _cadences(request.user, now) if show == "people" else _rows(request.user, show, now)
    counts = _counts(request.user, now)
    context = {
        "show": show,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": [(name, label, counts[name]) for name, label in TABS.items()],
        "query": f"show={show}&",
        "now": now,
    }
    return render(request, "followups/keep_list.html", context)


def _states(now: datetime) -> dict[str, Q]:
    done = Q(status__in=[Status.DONE, Status.SKIPPED], done_at__gt=now - LATELY)
    return {
        "due": OWED & Q(due_at__lte=now),
        "coming": OWED & Q(due_at__gt=now),
        "done": done,
    }


def _rows(seeker: User, show: str, now: datetime) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.of(seeker).of_what_happened().filter(_states(now)[show])
    order = ["-done_at", "-pk"] if show == "done" else ["due_at", "pk"]
    return rows.select_related("contact").order_by(*order)


def _cadences(seeker: User, now: datetime) -> QuerySet[Cadence]:
    rows = with_last_contact(Cadence.objects.of(seeker), now).select_related("contact")
    return rows.order_by("due_at", Lower("contact__name"), "pk")


def _counts(seeker: User, now: datetime) -> dict[str, int]:
    mine = FollowUp.objects.of(seeker).of_what_happened()
    counted = {name: Count("pk", filter=state) for name, state in _states(now).items()}
    return {**mine.aggregate(**counted), "people": Cadence.objects.of(seeker).count()}
