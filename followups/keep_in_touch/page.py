"""What the page of a follow-up shows: the words, how they can go, and what helps to write them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict

from accounts.together import Together, lock_row, together
from chats.errors import Refused
from coach import keep_in_touch as keep_in_touch_coach
from followups import kinds, limits
from followups.keep_in_touch import words as keeping_words
from followups.keep_in_touch.forms import WordsForm
from followups.models import Debrief, FollowUp
from followups.states import Status
from followups.titles import title


def form_of(follow_up: FollowUp, now: datetime) -> WordsForm:
    """As it was kept, or with words to start from."""
    words = follow_up.text or keeping_words.first_words(follow_up, now)
    kept = {"text": words, "url": follow_up.url}
    return WordsForm(initial=kept, spec=kinds.of(follow_up))


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
    spec = kinds.of(follow_up)
    both = together(WordsForm(initial=kept, spec=spec), data)
    return WordsForm(both.data, initial=kept, spec=spec, sending=sending), both


def context_of(follow_up: FollowUp, form: WordsForm, now: datetime) -> dict[str, Any]:
    contact, spec = follow_up.contact, kinds.of(follow_up)
    chat = follow_up.chat or limits.newest_chat(contact, now)
    text = form.data.get("text", "") if form.is_bound else form.initial["text"]
    return {
        "follow_up": follow_up,
        "contact": contact,
        "title": title(follow_up, contact.first_name),
        "form": form,
        "is_done": follow_up.status == Status.DONE,
        "delivery_problem": follow_up.delivery_problem,
        "by_email": spec.email is not None,
        "by_hand": spec.by_hand,
        "by_hand_url": spec.by_hand.url(contact) if spec.by_hand else "",
        "not_by_email": _why_not(follow_up, now),
        "plenty": limits.is_plenty(contact, now),
        "hints": keep_in_touch_coach.review(text),
        "chat": chat,
        "debrief": Debrief.objects.filter(chat=chat).first() if chat else None,
    }


def _why_not(follow_up: FollowUp, now: datetime) -> str:
    """Why it cannot leave by e-mail just now; empty where it can."""
    if follow_up.status == Status.DONE or not kinds.of(follow_up).email:
        return ""
    try:
        limits.check_may_send(follow_up.contact, now=now)
    except Refused as refused:
        return refused.sentence
    return ""
