"""What the page of a follow-up shows: the words, how they can go, and what helps to write them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from accounts.together import Together, lock_row, together
from chats.errors import Refused
from followups import emails, keeping_words, limits
from followups.keeping_forms import FORMS, WordsForm
from followups.models import Debrief, FollowUp
from followups.states import Kind, Status
from followups.titles import title


def form_of(follow_up: FollowUp) -> WordsForm:
    """As it was kept, or with words to start from."""
    kept = {"text": follow_up.text or keeping_words.first_words(follow_up), "url": follow_up.url}
    return _kind_of(follow_up)(initial=kept)


@transaction.atomic
def typed_form(
    follow_up: FollowUp, data: QueryDict, *, sending: bool = False
) -> tuple[WordsForm, Together]:
    """As it was typed, with what another tab or device kept since its page was shown. What is done
    is not brought together with anything."""
    lock_row(FollowUp, follow_up.pk)
    follow_up.refresh_from_db(fields=["text", "url", "status"])
    began = {"text": data.get("base_text", ""), "url": data.get("base_url", "")}
    kept = began
    if follow_up.status != Status.DONE:
        kept = {"text": follow_up.text or began["text"], "url": follow_up.url}
    kind = _kind_of(follow_up)
    both = together(kind(initial=kept), data)
    return kind(both.data, initial=kept, sending=sending), both


def _kind_of(follow_up: FollowUp) -> type[WordsForm]:
    return FORMS.get(Kind(follow_up.kind), WordsForm)


def context_of(follow_up: FollowUp, form: WordsForm, now: datetime) -> dict[str, Any]:
    contact = follow_up.contact
    chat = follow_up.chat or limits.newest_chat(contact, now)
    text = form.data.get("text", "") if form.is_bound else form.initial["text"]
    return {
        "follow_up": follow_up,
        "contact": contact,
        "title": title(follow_up, contact.first_name),
        "form": form,
        "is_done": follow_up.status == Status.DONE,
        "trouble": follow_up.trouble,
        "by_email": follow_up.kind in emails.KEEPING,
        "not_by_email": _why_not(follow_up, now),
        "plenty": limits.is_plenty(contact, now),
        "hints": keeping_words.hints(text),
        "chat": chat,
        "debrief": Debrief.objects.filter(chat=chat).first() if chat else None,
        "linkedin": keeping_words.linkedin_of(contact),
    }


def _why_not(follow_up: FollowUp, now: datetime) -> str:
    """Why it cannot leave by e-mail just now; empty where it can."""
    if follow_up.status == Status.DONE or follow_up.kind not in emails.KEEPING:
        return ""
    try:
        limits.check_may_send(follow_up.contact, now=now)
    except Refused as refused:
        return refused.sentence
    return ""
