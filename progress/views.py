"""How it goes: plots to look at, and a target for the week."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from progress import lifecycle
from progress.forms import TargetForm
from progress.page import context_for


@require_http_methods(["GET", "HEAD", "POST"])
def how_it_goes(request: SignedInRequest) -> HttpResponse:
    """GET shows; POST sets the target of the week, or takes it away."""
    if request.method != "POST":
        return _page(request)
    if "none" in request.POST:
        lifecycle.set_target(request.user, None, now=request.now)
        messages.success(request, "No target. Each ask counts all the same.")
        return redirect("progress:how_it_goes")
    form = TargetForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    lifecycle.set_target(request.user, form.cleaned_data["asks"], now=request.now)
    messages.success(request, "Your target is set.")
    return redirect("progress:how_it_goes")


def _page(
    request: SignedInRequest, form: TargetForm | None = None, status: int = 200
) -> HttpResponse:
    context = context_for(request.user, request.now)
    target = context["target"]
    context["form"] = form or TargetForm(initial={"asks": target or 2})
    return render(request, "progress/how_it_goes.html", context, status=status)
