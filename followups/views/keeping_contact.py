"""Keeping in touch with one contact: how often, since when, and what to do now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest, acts
from contacts.models import Contact
from followups import limits
from followups.access import contact_to_keep
from followups.keeping_forms import CadenceForm, InTouchForm
from followups.lifecycle import cadence as rhythm
from followups.lifecycle import keeping
from followups.models import Cadence, FollowUp
from followups.states import Kind

PAGE = "followups:keep"
MOST = 20


@require_safe
def keep(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    return _page(request, contact_to_keep(request.user, contact_pk))


def _page(
    request: SignedInRequest,
    contact: Contact,
    *,
    cadence_form: CadenceForm | None = None,
    in_touch: InTouchForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    cadence: Cadence | None = getattr(contact, "cadence", None)
    months = {"months": cadence.months if cadence else 0}
    waiting = FollowUp.objects.open().filter(contact=contact).select_related("chat")
    context = {
        "contact": contact,
        "cadence": cadence,
        "last": rhythm.last_contact(contact, now),
        "cadence_form": cadence_form or CadenceForm(initial=months),
        "in_touch": in_touch or InTouchForm(zone=contact.seeker.time_zone),
        "waiting": waiting.order_by("due_at")[:MOST],
        "linkedin": FollowUp.objects.filter(contact=contact, kind=Kind.LINKEDIN).first(),
        "has_met": limits.newest_chat(contact, now) is not None,
        "now": now,
    }
    status = 422 if cadence_form or in_touch else 200
    return render(request, "followups/keep.html", context, status=status)


@acts(contact_to_keep, PAGE)
def cadence(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    contact = contact_to_keep(request.user, contact_pk)
    form = CadenceForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, cadence_form=form)
    rhythm.set_cadence(contact, form.cleaned_data["months"], now=timezone.now())
    messages.success(request, "Your rhythm is kept.")
    return redirect(PAGE, contact_pk)


@acts(contact_to_keep, PAGE)
def in_touch(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    contact = contact_to_keep(request.user, contact_pk)
    form = InTouchForm(request.POST, zone=contact.seeker.time_zone)
    if not form.is_valid():
        return _page(request, contact, in_touch=form)
    at = form.moment(timezone.now())
    rhythm.log_contact(contact, at=at, line=form.cleaned_data["line"])
    messages.success(request, "Noted in the timeline.")
    return redirect(PAGE, contact_pk)


def _begin(request: SignedInRequest, contact_pk: int, kind: Kind) -> HttpResponse:
    contact = contact_to_keep(request.user, contact_pk)
    return redirect(keeping.begin(contact, kind, now=timezone.now()))


@acts(contact_to_keep, PAGE)
def share(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    return _begin(request, contact_pk, Kind.RESOURCE)


@acts(contact_to_keep, PAGE)
def tell(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    """What the seeker did with their advice."""
    return _begin(request, contact_pk, Kind.UPDATE)


@acts(contact_to_keep, PAGE)
def connect(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    return _begin(request, contact_pk, Kind.LINKEDIN)
