"""When I am free: the week, single days, and what a chat needs around it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from calendars import my_hours, public_holidays
from calendars.forms import ExceptionForm, WishesForm
from calendars.free import hours_of
from calendars.models import Availability, DayException
from calendars.week_form import WeekForm


@require_safe
def times(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def week(request: SignedInRequest) -> HttpResponse:
    """Rows are added and copied without being kept; one button keeps the whole week."""
    if request.method != "POST":
        return _back(request)
    form = WeekForm.typed(request.POST)
    if form.change(request.POST):
        return _page(request, week=form, is_copied="copy" in request.POST)
    read = form.read()
    if read is None:
        return _page(request, 422, week=form)
    my_hours.keep_week(request.user, read)
    return _kept(request, "Your week is kept.")


def wishes(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _back(request)
    form = WishesForm(request.POST, wishes=_wishes(request.user))
    if not form.is_valid():
        return _page(request, 422, wishes=form)
    my_hours.keep_wishes(request.user, form.cleaned_data)
    return _kept(request, "Your wishes are kept.")


def add_day(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _back(request)
    form = ExceptionForm(request.POST, today=_today(request.user))
    if not form.is_valid():
        return _page(request, 422, exception=form)
    if standing := my_hours.add_exception(request.user, form.cleaned_data):
        form.refuse(standing)
        return _page(request, 422, exception=form)
    return _kept(request, "The day is kept.")


@require_POST
def remove_day(request: SignedInRequest, pk: int) -> HttpResponse:
    my_hours.remove_exception(get_object_or_404(DayException.objects.of(request.user), pk=pk))
    return _kept(request, "That day is as usual again.")


def _page(request: SignedInRequest, status: int = 200, **forms: Any) -> HttpResponse:
    seeker, today = request.user, _today(request.user)
    wishes = _wishes(seeker)
    country = public_holidays.country_of(seeker.time_zone, wishes.country)
    context = {
        "week": WeekForm.of(hours_of(seeker)),
        "wishes": WishesForm(wishes=wishes),
        "exception": ExceptionForm(today=today),
        "days": DayException.objects.of(seeker).filter(day__gte=today),
        "holidays": public_holidays.coming(country, today),
        **forms,
    }
    return render(request, "calendars/times.html", context, status=status)


def _wishes(seeker: User) -> Availability:
    return Availability.objects.filter(seeker=seeker).first() or Availability(seeker=seeker)


def _today(seeker: User) -> date:
    return timezone.now().astimezone(seeker.time_zone).date()


def _back(_: SignedInRequest) -> HttpResponse:
    """Whoever reloads a refused form is led to the page it stands on."""
    return redirect("calendars:times")


def _kept(request: SignedInRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("calendars:times")
