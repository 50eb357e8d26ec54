"""How it goes: plots to look at, and a goal for the week."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from progress import lifecycle
from progress.forms import GoalForm
from progress.page import context_for


@require_http_methods(["GET", "HEAD", "POST"])
def how_it_goes(request: SignedInRequest) -> HttpResponse:
    """GET shows; POST sets the goal of the week, or takes it away."""
    if request.method != "POST":
        return _page(request)
    if "none" in request.POST:
        lifecycle.set_goal(request.user, None)
        messages.success(request, "No goal. Each ask counts all the same.")
        return redirect("progress:how_it_goes")
    form = GoalForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    lifecycle.set_goal(request.user, form.cleaned_data["asks"])
    messages.success(request, "Your goal is set.")
    return redirect("progress:how_it_goes")


def _page(
    request: SignedInRequest, form: GoalForm | None = None, status: int = 200
) -> HttpResponse:
    context = context_for(request.user, timezone.now())
    goal = context["goal"]
    context["form"] = form or GoalForm(initial={"asks": goal or 2})
    return render(request, "progress/how_it_goes.html", context, status=status)
