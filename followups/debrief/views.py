"""Look back on a chat: what stays, who promised what, whom they named."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request, SignedInRequest, acts
from accounts.together import Together
from chats import access
from chats.errors import Refused
from chats.models import Chat
from chats.states import ChatStatus
from contacts.models import Contact
from followups.debrief import debriefing
from followups.debrief.debriefing import Named, Promised
from followups.debrief.forms import (
    AFTER_FORM,
    DebriefForm,
    DueForm,
    PeopleRows,
    PromiseRows,
    named,
    promised,
)
from followups.models import FollowUp, Promise
from followups.states import Status
from preparation.models import Note


def _chat_behind(request: SignedInRequest, pk: int) -> Chat:
    """The seeker's own chat that has begun and was not called off; else 404."""
    chat = access.chat_of(request.user, pk)
    if chat.starts_at > request.now or chat.status == ChatStatus.CANCELLED:
        raise Http404
    return chat


def _promise_of(user: User, pk: int) -> Promise:
    promises = Promise.objects.of(user).select_related("contact", "chat")
    return get_object_or_404(promises, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def after(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET shows the page; POST keeps what was written, by itself as it is typed."""
    chat = _chat_behind(request, pk)
    if request.method != "POST":
        return _page(request, chat)
    if not request.htmx:
        return _keep(request, chat)
    form = DebriefForm(request.POST)
    if not form.is_valid():
        return render(request, "chats/_saved.html", {"form": form}, status=422)
    debriefing.save_debrief(chat, **form.written_after(DebriefForm.of(chat)))
    kept = DebriefForm.of(access.chat_of(request.user, pk))
    both = Together(request.POST, differs=kept.differs_from(form))
    return both.mark(render(request, "chats/_saved.html", {"is_saved": True, "both": both}))


def _keep(request: SignedInRequest, chat: Chat, part: str = "", **wrong: Any) -> HttpResponse:
    """Whichever button is pressed, everything on the page is kept: nothing typed is lost."""
    form = DebriefForm(request.POST)
    promise_rows = PromiseRows(request.POST, prefix="promise")
    people_rows = PeopleRows(request.POST, prefix="person")
    typed: dict[str, Any] = {"form": form, "promise_rows": promise_rows, "people_rows": people_rows}
    if form.is_valid():
        debriefing.save_debrief(chat, **form.written_after(DebriefForm.of(chat)))
    are_right = [each.is_valid() for each in typed.values()]  # all of them say what is wrong
    if wrong or not all(are_right):
        return _page(request, chat, status=422, **typed, **wrong)
    try:
        _add(request, chat, promised(promise_rows), named(people_rows))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _page(request, chat, status=409, **typed)
    return _back(chat, part)


def _add(request: Request, chat: Chat, promises: list[Promised], people: list[Named]) -> None:
    if debriefing.add_promises(chat, promises):
        messages.success(request, "Written down.")
    made, known = debriefing.add_people(chat, people, now=request.now)
    if made:
        messages.success(request, f"{_names(made)}: now among your contacts.")
    if known:
        messages.info(request, f"{_names(known)}: already among your contacts, and linked.")


def _names(contacts: list[Contact]) -> str:
    return ", ".join(contact.display_name for contact in contacts)


def _page(request: SignedInRequest, chat: Chat, status: int = 200, **forms: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "chat": chat,
        "contact": chat.contact,
        "form": DebriefForm.of(chat),
        "promise_rows": PromiseRows(prefix="promise"),
        "people_rows": PeopleRows(prefix="person"),
        "jotted": Note.objects.filter(chat=chat).exclude(text="").order_by("-is_starred", "pk"),
        "promises": Promise.objects.filter(chat=chat).order_by("status", "due_on", "pk"),
        "introduced": Contact.objects.filter(introduced_by=chat.contact).order_by("pk"),
        "may_thank": chat.ends_at <= request.now or chat.status == ChatStatus.HELD,
        "thanked": FollowUp.objects.thank_yous().filter(chat=chat, status=Status.DONE).exists(),
        **forms,
    }
    context["wrong"] = _first_wrong(context)
    return render(request, "followups/after.html", context, status=status)


def _first_wrong(context: dict[str, Any]) -> str:
    """The id of the first marked field of the page; nothing where all is well."""
    if "due" in context:
        return f"due-{context['due'][0]}"
    forms = [context["form"], *context["promise_rows"], *context["people_rows"]]
    wrong = (field.id_for_label for form in forms for field in form if field.errors)
    return next(wrong, "")


@acts(access.chat_of, "followups:after")
def promise_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """Several at once."""
    return _keep(request, _chat_behind(request, pk), "promises")


@acts(access.chat_of, "followups:after")
def people_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """They become contacts, and the timelines say who named them."""
    return _keep(request, _chat_behind(request, pk), "people")


def _back(chat: Chat, part: str) -> HttpResponse:
    page = reverse("followups:after", args=[chat.pk])
    return redirect(f"{page}#{part}" if part else page)


@require_http_methods(["GET", "HEAD"])
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    """A promise stands on the page of its chat."""
    return _back(_promise_of(request.user, pk).chat, "promises")


@acts(_promise_of, "followups:promise")
def promise_kept(request: SignedInRequest, pk: int) -> HttpResponse:
    return _close(request, pk, debriefing.mark_kept, "Kept. Well done.")


@acts(_promise_of, "followups:promise")
def promise_let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    return _close(request, pk, debriefing.let_go, "No longer needed.")


def _close(request: SignedInRequest, pk: int, operation: Any, said: str) -> HttpResponse:
    found = _promise_of(request.user, pk)
    try:
        operation(found, now=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, said)
    return _to_where_it_was_pressed(request, found)


@acts(_promise_of, "followups:promise")
def promise_due(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another day."""
    found = _promise_of(request.user, pk)
    form = DueForm(request.POST, prefix=_due_prefix(request, pk))
    if not form.is_valid():
        return _keep(request, _chat_behind(request, found.chat_id), due=(found.pk, form))
    try:
        debriefing.set_due(found, form.cleaned_data["due_on"])
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "The day is changed.")
    return _to_where_it_was_pressed(request, found)


def _due_prefix(request: HttpRequest, pk: int) -> str | None:
    """On the page of looking back, all the promises stand in one form."""
    return f"due-{pk}" if request.POST.get("from") == AFTER_FORM else None


def _to_where_it_was_pressed(request: SignedInRequest, found: Promise) -> HttpResponse:
    if request.POST.get("from") == "today":
        return redirect("today")
    if request.POST.get("from") == "contact":
        return redirect(found.contact)
    return _keep(request, _chat_behind(request, found.chat_id), "promises")
