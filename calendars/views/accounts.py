"""My calendars: which we read, how that goes, and where agreed chats are written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timesince import timesince, timeuntil
from django.views.decorators.http import require_http_methods, require_safe

from accounts.form_recovery import secret_fields
from accounts.models import User
from accounts.requests import SignedInRequest, acts_at
from calendars import lifecycle
from calendars.account_forms import CaldavForm, ChatsForm, FeedForm
from calendars.models import CalendarAccount
from outbox.text import isolated

CALENDARS_PAGE = "calendars:calendars"
READING = "We are reading it now, and say below how that went."


@dataclass(frozen=True)
class Row:
    """An account as its page shows it at a moment."""

    account: CalendarAccount
    now: datetime
    is_sample: bool

    @property
    def stage(self) -> str:
        account = self.account
        if not account.is_on:
            return "off"
        if self.is_sample:
            return "read" if account.read_at else "sample"
        if account.is_leased(self.now):
            return "reading"
        if account.due_at <= self.now:
            return "waiting"
        return "problem" if account.problem else "read"

    @property
    def read_ago(self) -> str:
        """Nothing below a minute: that is just now."""
        read_at = self.account.read_at
        if read_at is None or (self.now - read_at).total_seconds() < 60:
            return ""
        return timesince(read_at, self.now, depth=1)

    @property
    def is_backed_off(self) -> bool:
        return self.account.is_backed_off(self.now)

    @property
    def again_in(self) -> str:
        return timeuntil(self.account.due_at, self.now, depth=1)


def _mine(user: User, pk: int) -> CalendarAccount:
    return get_object_or_404(CalendarAccount.objects.of(user).with_unwritten(), pk=pk)


@require_safe
def calendars(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_safe
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account and where chats go, for a page that shows a reading under way."""
    row = Row(_mine(request.user, pk), request.now, request.user.is_sample)
    context = {"row": row, "chats": ChatsForm(seeker=request.user)}
    return render(request, "calendars/account.html", context)


@secret_fields("url")
@acts_at(CALENDARS_PAGE)
def add_feed(request: SignedInRequest) -> HttpResponse:
    form = FeedForm(request.POST, auto_id="feed_%s")
    if not form.is_valid():
        return _page(request, 422, feed=form)
    if known := lifecycle.feed_at(request.user, form.cleaned_data["url"]):
        messages.info(
            request, f"That address is in your calendars already, as {isolated(known.name)}."
        )
        return redirect(CALENDARS_PAGE)
    account = lifecycle.add_feed(request.user, **form.cleaned_data, now=request.now)
    return _added(request, account)


@secret_fields("url", "username")
@acts_at(CALENDARS_PAGE)
def add_caldav(request: SignedInRequest) -> HttpResponse:
    form = CaldavForm(request.POST, auto_id="caldav_%s")
    if not form.is_valid():
        return _page(request, 422, caldav=form)
    typed = form.cleaned_data
    known = lifecycle.caldav_at(request.user, typed["url"], typed["username"])
    account = lifecycle.add_caldav(request.user, **typed, now=request.now)
    return _added(request, account, "has its new password" if known else "is added")


@acts_at(CALENDARS_PAGE, _mine)
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of the calendars that the page showed: one found since then stays as it is."""
    shown, ticked = (request.POST.getlist(name) for name in ("shown", "counts"))
    now = request.now
    for calendar in _mine(request.user, pk).calendars.all():
        if str(calendar.pk) in shown:
            lifecycle.choose(calendar, counts=str(calendar.pk) in ticked, now=now)
    return _done(request, "Your choice is kept.")


@acts_at(CALENDARS_PAGE)
def take_chats(request: SignedInRequest) -> HttpResponse:
    form = ChatsForm(request.POST, seeker=request.user)
    if not form.is_valid():
        return _page(request, 422, chats=form)
    calendar = form.cleaned_data["calendar"]
    lifecycle.take_chats(request.user, calendar)
    into = f"into {isolated(calendar.name)}" if calendar else "into no calendar"
    return _done(request, f"Chats agreed from now on are written {into}.")


@acts_at(CALENDARS_PAGE, _mine)
def read_now(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where nobody can have it read now, the page says when it will be."""
    lifecycle.read_now(_mine(request.user, pk), now=request.now)
    return redirect(CALENDARS_PAGE)


@acts_at(CALENDARS_PAGE, _mine)
def turn_on(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _mine(request.user, pk)
    said = "We are trying again." if found.is_on else f"{isolated(found.name)} is on again."
    lifecycle.turn_on(found, now=request.now)
    return _done(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _mine(request.user, pk)
    if request.method != "POST":
        return render(request, "calendars/account_remove.html", {"account": found})
    lifecycle.remove(found)
    return _done(request, f"{isolated(found.name)} is no longer read.")


def _page(request: SignedInRequest, status: int = 200, **forms: Any) -> HttpResponse:
    seeker, now = request.user, request.now
    accounts = CalendarAccount.objects.of(seeker).with_unwritten().prefetch_related("calendars")
    context = {
        "rows": [Row(account, now, seeker.is_sample) for account in accounts],
        "chats": ChatsForm(seeker=seeker),
        "feed": FeedForm(auto_id="feed_%s"),
        "caldav": CaldavForm(auto_id="caldav_%s"),
        **forms,
    }
    return render(request, "calendars/calendars.html", context, status=status)


def _added(
    request: SignedInRequest, account: CalendarAccount, done: str = "is added"
) -> HttpResponse:
    """No promise yet: whether it can be read is known in a moment."""
    soon = "It is not read while you look around." if request.user.is_sample else READING
    messages.info(request, f"{isolated(account.name)} {done}. {soon}")
    return redirect(CALENDARS_PAGE)


def _done(request: SignedInRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(CALENDARS_PAGE)
