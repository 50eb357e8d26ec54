"""The brief on a contact: written as one reads, with what was found and the day it was kept."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest, acts
from accounts.together import Together, lock_row, together
from contacts import access
from contacts.brief_forms import BriefForm, ClippingForm
from contacts.models import Contact
from contacts.views import detail_page


@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what was typed: for htmx a line that says so, without script the page again."""
    if request.method != "POST":
        contact = access.contact_of(request.user, pk)
        return _page(request, contact, BriefForm(instance=contact))
    form, both = _kept(request, pk)
    if not form.is_valid():
        if request.htmx:
            return render(request, "chats/_saved.html", {"form": form}, status=422)
        return _page(request, access.contact_of(request.user, pk), form, status=422)
    if request.htmx:
        return both.mark(render(request, "chats/_saved.html", {"is_saved": True, "both": both}))
    messages.success(request, "Your brief is kept.")
    return redirect("contacts:brief", pk)


@transaction.atomic
def _kept(request: SignedInRequest, pk: int) -> tuple[BriefForm, Together]:
    """With what another tab or device wrote meanwhile; where something is wrong nothing is kept."""
    lock_row(Contact, pk)
    contact = access.contact_of(request.user, pk)
    both = together(BriefForm(instance=contact), request.POST)
    form = BriefForm(both.data, instance=contact)
    if form.is_valid():
        form.save()
    return form, both


def _page(
    request: SignedInRequest, contact: Contact, form: BriefForm, status: int = 200
) -> HttpResponse:
    context = {"contact": contact, "form": form, "clippings": contact.clippings.all()}
    return render(request, "contacts/brief.html", context, status=status)


@acts(access.contact_of, "contacts:detail")
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a text or a link. A link is kept as it is, and never opened by us."""
    contact = access.contact_of(request.user, pk)
    form = ClippingForm(request.POST, contact=contact)
    if not form.is_valid():
        return detail_page(request, contact, clipping=form, status=422)
    form.keep(request.now)
    messages.success(request, "Kept.")
    return redirect("contacts:detail", pk)


@acts(access.contact_of, "contacts:detail")
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Removing one that is gone already is a quiet no-op."""
    contact = access.contact_of(request.user, pk)
    number = request.POST.get("clipping", "")
    if number.isdecimal() and len(number) < 19:
        contact.clippings.filter(pk=int(number)).delete()
        messages.success(request, "Removed.")
    return redirect("contacts:detail", pk)
