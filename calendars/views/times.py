"""When I am free: the week, single days, and what a chat needs around it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest, acts_at
from calendars import commitments, day_commitments, my_hours, public_holidays
from calendars.forms import ExceptionForm, PreferencesForm
from calendars.free import hours_of
from calendars.models import Availability, DayException
from calendars.week_form import WeekForm

TIMES_PAGE = "calendars:times"


@require_safe
def times(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@acts_at(TIMES_PAGE)
def week(request: SignedInRequest) -> HttpResponse:
    """Rows are added and copied without being kept; one button keeps the whole week."""
    form = WeekForm.typed(request.POST)
    if form.change(request.POST):
        return _page(request, week=form, is_copied="copy" in request.POST)
    read = form.read()
    if read is None:
        return _page(request, 422, week=form)
    my_hours.keep_week(request.user, read)
    return _kept(request, "Your week is kept.")


@acts_at(TIMES_PAGE)
def preferences(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(request.POST, preferences=_preferences(request.user))
    if not form.is_valid():
        return _page(request, 422, preferences=form)
    my_hours.keep_preferences(request.user, form.cleaned_data)
    return _kept(request, "Your preferences are saved.")


@acts_at(TIMES_PAGE)
def add_day(request: SignedInRequest) -> HttpResponse:
    form = ExceptionForm(request.POST, today=_today(request))
    if not form.is_valid():
        return _page(request, 422, exception=form)
    standing = my_hours.add_exception(request.user, form.cleaned_data, now=request.now)
    if standing:
        form.refuse(standing)
        return _page(request, 422, exception=form)
    return _kept(request, _said_of(request, form.cleaned_data))


def _said_of(request: SignedInRequest, kept: Mapping[str, Any]) -> str:
    days = list(DayException.objects.of(request.user).filter(**kept))
    found = day_commitments.commitments_on(request.user, days, request.now)
    return day_commitments.said_of(next(iter(found.values()), commitments.DayCommitments()))


def _my_day(user: User, pk: int) -> DayException:
    return get_object_or_404(DayException.objects.of(user), pk=pk)


@acts_at(TIMES_PAGE, _my_day)
def remove_day(request: SignedInRequest, pk: int) -> HttpResponse:
    my_hours.remove_exception(_my_day(request.user, pk))
    return _kept(request, "That day is as usual again.")


def _page(request: SignedInRequest, status: int = 200, **forms: Any) -> HttpResponse:
    seeker, today = request.user, _today(request)
    preferences = _preferences(seeker)
    country = public_holidays.country_of(seeker.time_zone, preferences.country)
    days = list(DayException.objects.of(seeker).filter(day__gte=today))
    found = day_commitments.commitments_on(seeker, days, request.now)
    context = {
        "week": WeekForm.of(hours_of(seeker)),
        "preferences": PreferencesForm(preferences=preferences),
        "exception": ExceptionForm(today=today),
        "days": [(one, found.get(one.pk)) for one in days],
        "holidays": public_holidays.coming(country, today),
        **forms,
    }
    return render(request, "calendars/times.html", context, status=status)


def _preferences(seeker: User) -> Availability:
    return Availability.objects.filter(seeker=seeker).first() or Availability(seeker=seeker)


def _today(request: SignedInRequest) -> date:
    return request.now.astimezone(request.user.time_zone).date()


def _kept(request: SignedInRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(TIMES_PAGE)
