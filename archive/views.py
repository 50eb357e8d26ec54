"""My data: take it along as one archive, or erase it."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.fresh import fresh_sign_in_required
from accounts.requests import SignedInRequest, acts_at
from archive import lifecycle
from archive.access import ready_export_of, real
from archive.forms import EraseForm
from archive.models import Export
from chats.models import Chat, Invitation
from chats.states import OPEN


@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    """The newest archive and how it comes along; htmx asks for that part alone."""
    export = Export.objects.of(real(request.user)).order_by("-created_at").first()
    template = "archive/_export.html" if request.htmx else "archive/my_data.html"
    return render(request, template, {"export": export})


@acts_at("archive:my_data")
@fresh_sign_in_required
def ask(request: SignedInRequest) -> HttpResponse:
    lifecycle.ask(real(request.user))
    return redirect("archive:my_data")


@require_safe
def download(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return _file(request, export=ready_export_of(request.user, pk))


@fresh_sign_in_required
def _file(request: SignedInRequest, *, export: Export) -> HttpResponseBase:
    pieces = export.pieces.values_list("data", flat=True).iterator(chunk_size=1)
    response = StreamingHttpResponse(
        (bytes(piece) for piece in pieces), content_type="application/zip"
    )
    response["Content-Length"] = export.size
    response["Content-Disposition"] = 'attachment; filename="coffeechat.zip"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_sign_in_required
def erase(request: SignedInRequest) -> HttpResponse:
    form = EraseForm(request.POST or None, seeker=real(request.user))
    if not form.is_valid():
        return _erase_page(request, form, status=422 if form.is_bound else 200)
    lifecycle.erase(request.user, now=request.now)
    logout(request)
    messages.success(request, "Everything of yours is erased. Thank you for the coffee.")
    return redirect("today")


def _erase_page(request: SignedInRequest, form: EraseForm, status: int) -> HttpResponse:
    chats = Chat.objects.of(request.user).live().filter(starts_at__gt=request.now)
    context = {
        "form": form,
        "chats": chats.count(),
        "invitations": Invitation.objects.of(request.user).filter(status__in=OPEN).count(),
    }
    return render(request, "archive/erase.html", context, status=status)
