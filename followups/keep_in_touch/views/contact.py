"""Keeping in touch with one contact: how often, since when, and what to do now."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest, acts
from contacts.models import Contact
from followups import limits
from followups.access import contact_to_keep
from followups.keep_in_touch import buttons, keeping
from followups.keep_in_touch import cadence as cadences
from followups.keep_in_touch.forms import CadenceForm, InTouchForm
from followups.models import Cadence, FollowUp
from followups.states import Kind

KEEP_PAGE = "followups:keep"
MAX_SHOWN = 20


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
    now = request.now
    cadence: Cadence | None = getattr(contact, "cadence", None)
    months = {"months": cadence.months if cadence else 0}
    waiting = FollowUp.objects.open().filter(contact=contact).select_related("chat")
    has_met = limits.newest_chat(contact, now) is not None
    context = {
        "contact": contact,
        "cadence": cadence,
        "last": cadences.last_contact(contact, now),
        "cadence_form": cadence_form or CadenceForm(initial=months),
        "in_touch": in_touch or InTouchForm(zone=contact.seeker.time_zone, now=now),
        "waiting": waiting.order_by("due_at")[:MAX_SHOWN],
        "has_met": has_met,
        "is_to_be_said": not has_met and limits.is_to_be_said(contact, now),
        **buttons.of(contact, has_met=has_met),
        "now": now,
    }
    status = 422 if cadence_form or in_touch else 200
    return render(request, "followups/keep.html", context, status=status)


@acts(contact_to_keep, KEEP_PAGE)
def cadence(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    contact = contact_to_keep(request.user, contact_pk)
    form = CadenceForm(request.POST)
    if not form.is_valid():
        return _page(request, contact, cadence_form=form)
    cadences.set_cadence(contact, form.cleaned_data["months"], now=request.now)
    messages.success(request, "Saved how often to be in touch.")
    return redirect(KEEP_PAGE, contact_pk)


@acts(contact_to_keep, KEEP_PAGE)
def in_touch(request: SignedInRequest, contact_pk: int) -> HttpResponse:
    contact = contact_to_keep(request.user, contact_pk)
    form = InTouchForm(request.POST, zone=contact.seeker.time_zone, now=request.now)
    if not form.is_valid():
        return _page(request, contact, in_touch=form)
    at = form.moment()
    cadences.log_contact(contact, at=at, line=form.cleaned_data["line"])
    messages.success(request, "Noted in the timeline.")
    return redirect(KEEP_PAGE, contact_pk)


def begins(kind: Kind) -> Callable[..., HttpResponseBase]:
    """What the button of a kind does: it opens one, or what is open already."""

    @acts(contact_to_keep, KEEP_PAGE)
    def begin(request: SignedInRequest, contact_pk: int) -> HttpResponse:
        contact = contact_to_keep(request.user, contact_pk)
        return redirect(keeping.begin(contact, kind, now=request.now))

    return begin
