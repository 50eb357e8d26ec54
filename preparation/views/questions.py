"""The questions of one chat: chosen from the bank or written, in order, with their minutes.

Each button keeps what is typed in the list first, so that none of it is lost.
"""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget

from accounts.requests import SignedInRequest, acts
from accounts.together import lock_row
from chats import access
from chats.errors import Refused
from chats.models import Chat
from preparation import lifecycle
from preparation.choosing import by_theme, planned, suggestions
from preparation.forms import ChatQuestionForm, Kit

QUESTIONS_PAGE = "preparation:questions"


@require_safe
def questions(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, access.chat_of(request.user, pk))


def _page(
    request: SignedInRequest,
    chat: Chat,
    kit: Kit | None = None,
    own: ChatQuestionForm | None = None,
    status: int = 200,
    said: str = "",
) -> HttpResponse:
    kit = kit or Kit(chat)
    context = {
        "chat": chat,
        "kit": kit,
        "own": own or ChatQuestionForm(),
        "planned": planned(kit.questions, chat.minutes),
        "suggested": by_theme(suggestions(chat, request.now)),
        "said": said,
        "is_live": request.htmx,
    }
    name = "preparation/_kit.html" if request.htmx else "preparation/questions.html"
    return render(request, name, context, status=status)


@acts(access.chat_of, QUESTIONS_PAGE)
def save(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    kit = _kept(request, chat)
    if kit.errors:
        return _refused(request, chat, kit)
    if request.htmx:
        planning = planned(kit.questions, chat.minutes)
        context = {"is_saved": True, "both": kit.both, "planned": planning}
        return kit.both.mark(render(request, "preparation/_kit_saved.html", context))
    return redirect(QUESTIONS_PAGE, pk)


@acts(access.chat_of, QUESTIONS_PAGE)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up or down by one, or `move` to a `place`, where a drag ended."""
    up, down, moved, place = (_sent(request, name) for name in ("up", "down", "move", "place"))
    question = up or down or moved

    def act(chat: Chat) -> str:
        if moved:
            stands = lifecycle.move(chat, question, place)
        else:
            stands = lifecycle.move_by(chat, question, -1 if up else 1)
        return f"Moved to place {stands} of {chat.questions.count()}." if stands else ""

    return _act(request, pk, act, anchor=f"#question-{question}")


@acts(access.chat_of, QUESTIONS_PAGE)
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    question = _sent(request, "remove")

    def act(chat: Chat) -> str:
        lifecycle.remove(chat, question)
        return "Removed. It stands below again, if it is of the bank."

    return _act(request, pk, act)


@acts(access.chat_of, QUESTIONS_PAGE)
def pick(request: SignedInRequest, pk: int) -> HttpResponse:
    source = request.POST.get("source", "")[:40]

    def act(chat: Chat) -> str:
        lifecycle.pick(chat, source, now=request.now)
        return "Added to your questions."

    return _act(request, pk, act, anchor="#bank")


@acts(access.chat_of, QUESTIONS_PAGE)
def fill(request: SignedInRequest, pk: int) -> HttpResponse:
    """A good mix, where nothing was chosen yet."""

    def act(chat: Chat) -> str:
        lifecycle.fill(chat, now=request.now)
        return "A mix to start from. Change whatever you like."

    return _act(request, pk, act)


@acts(access.chat_of, QUESTIONS_PAGE)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    chat = access.chat_of(request.user, pk)
    own = ChatQuestionForm(request.POST)
    if not own.is_valid():
        return _page(request, chat, own=own, status=422)
    text, theme = own.cleaned_data["text"], own.cleaned_data["theme"]
    try:
        source = lifecycle.add_own(request.user, theme, text) if own.cleaned_data["keep"] else ""
        lifecycle.add(chat, text, theme, source=source)
    except Refused as refused:
        own.add_error("text", refused.sentence)
        return _page(request, chat, own=own, status=409)
    return redirect(reverse(QUESTIONS_PAGE, args=[pk]) + "#own")


def _act(
    request: SignedInRequest, pk: int, act: Callable[[Chat], str], anchor: str = ""
) -> HttpResponse:
    """Keep the list as typed, act, and show it anew."""
    chat = access.chat_of(request.user, pk)
    kit = _kept(request, chat)
    if kit.errors:
        return _refused(request, chat, kit)
    try:
        said = act(chat)
    except Refused as refused:
        return _page(request, chat, said=refused.sentence, status=409)
    if request.htmx:
        return _page(request, chat, said=said)
    return redirect(reverse(QUESTIONS_PAGE, args=[pk]) + anchor)


@transaction.atomic
def _kept(request: SignedInRequest, chat: Chat) -> Kit:
    lock_row(Chat, chat.pk)
    kit = Kit(chat, request.POST)
    kit.save()
    return kit


def _refused(request: SignedInRequest, chat: Chat, kit: Kit) -> HttpResponse:
    """What is typed stays where it is; for htmx only the line below it says why."""
    if not request.htmx:
        return _page(request, chat, kit=kit, status=422)
    context = {"errors": kit.errors}
    answer = render(request, "preparation/_kit_refused.html", context, status=422)
    return reswap(retarget(answer, "#saved"), "innerHTML")


def _sent(request: SignedInRequest, name: str) -> int:
    """A number that was sent; 0 for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
