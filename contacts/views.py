"""The seeker's contacts: a list to search, and a page for each."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.functions import Lower
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from contacts import access, lifecycle
from contacts.brief_forms import ClippingForm
from contacts.forms import ContactForm
from contacts.models import Contact
from contacts.next_step import LABELS, next_step
from contacts.states import Stage
from outbox.text import one_line

PER_PAGE = 50
LED_TO = 6
"""As many people as a contact's page names; the rest stands in the tree."""


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    words = one_line(request.GET.get("q", ""))[:100]
    stage = request.GET.get("stage", "")
    found = Contact.objects.of(request.user).matching(words)
    shown = found.filter(stage=stage) if stage in Stage.values else found
    page = Paginator(shown.order_by(Lower("name"), "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for contact in page:
        contact.next_label = LABELS[Stage(contact.stage)]  # type: ignore[attr-defined]
    kept = {name: value for name, value in (("q", words), ("stage", stage)) if value}
    context = {
        "page": page,
        "words": words,
        "stage": stage,
        "tabs": _tabs(request.user, words),
        "query": f"{urlencode(kept)}&" if kept else "",
    }
    return render(request, "contacts/contact_list.html", context)


def _tabs(seeker: User, words: str) -> list[tuple[str, str, int, str]]:
    """Value, label, count and address of each stage that has somebody in it, all of them first."""
    found = Contact.objects.of(seeker).matching(words)
    counts = dict(found.order_by().values_list("stage").annotate(Count("pk")))
    searched = {"q": words} if words else {}
    tabs = [("", "All", sum(counts.values()), f"?{urlencode(searched)}")]
    for stage in Stage:
        if stage in counts:
            query = urlencode({**searched, "stage": stage.value})
            tabs.append((stage.value, stage.label, counts[stage], f"?{query}"))
    return tabs


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    form = ContactForm(
        _posted(request), seeker=request.user, now=request.now, initial=_led_here(request)
    )
    if request.method == "POST" and _saved(form, request.now):
        messages.success(request, f"{form.instance.display_name} is in your contacts.")
        return redirect(form.instance)
    return _form_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = access.contact_of(request.user, pk)
    form = ContactForm(_posted(request), instance=contact, seeker=request.user, now=request.now)
    if request.method == "POST" and _saved(form, request.now):
        messages.success(request, "Your changes are kept.")
        return redirect(contact)
    return _form_page(request, form, pk=pk)


def _led_here(request: SignedInRequest) -> dict[str, str]:
    """From the page of somebody who led the seeker to the one they add."""
    pk = request.GET.get("introduced_by", "")
    if not pk.isdecimal():
        return {}
    return {"introduced_by": access.contact_of(request.user, int(pk)).name}


def _posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _saved(form: ContactForm, now: datetime) -> bool:
    """Whether it could be written. The database has the last word on an address used twice."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            _write(form, now)
    except lifecycle.ClosesCircle as error:
        form.add_error("introduced_by", error.sentence)
        return False
    except IntegrityError:
        form.add_lost_race()
        if form.is_valid():  # it was something else
            raise
        return False
    return True


def _write(form: ContactForm, now: datetime) -> None:
    """Whoever led the seeker here is looked at again, as another tab may have been quicker."""
    contact, by = form.instance, form.instance.introduced_by
    is_new = by is not None and by.pk != form.introduced_before
    if by and is_new:
        lifecycle.check_introduction(contact, by)
    form.save()
    if by and is_new:
        lifecycle.introduced(contact, by, now=now)


def _form_page(request: SignedInRequest, form: ContactForm, pk: int | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context = {"form": form, "pk": pk}
    return render(request, "contacts/contact_form.html", context, status=status)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return detail_page(request, access.contact_of(request.user, pk))


def detail_page(
    request: SignedInRequest,
    contact: Contact,
    clipping: ClippingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """`clipping` is what was typed there and could not be kept."""
    page = Paginator(contact.events.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "contact": contact,
        "page": page,
        "next": next_step(contact),
        "led_to": contact.introduced.order_by("-pk")[:LED_TO],
        "clippings": contact.clippings.all(),
        "clipping": clipping or ClippingForm(contact=contact),
    }
    return render(request, "contacts/contact.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = access.contact_of(request.user, pk)
    refusal = ""
    if request.method == "POST":
        try:
            lifecycle.delete(contact)
        except lifecycle.ChatToCome as error:
            refusal = error.sentence
        else:
            messages.success(request, f"{contact.display_name} is no longer in your contacts.")
            return redirect("contacts:list")
    context = {"contact": contact, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "contacts/contact_delete.html", context, status=status)
