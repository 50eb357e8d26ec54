"""The seeker's own hand in the bank: other words, put away, brought back, added, forgotten."""

from django.db import transaction

from accounts.models import User
from chats.errors import Refused
from preparation.bank import BY_KEY
from preparation.choosing import bank_items, own_source, plainly
from preparation.models import BankQuestion, BankQuestionQuerySet

MAX_OWN_QUESTIONS = 200


@transaction.atomic
def add_own(seeker: User, theme: str, text: str) -> str:
    """Keep a question for other chats, and say its source. One that is there already stays one."""
    User.objects.select_for_update().only("pk").get(pk=seeker.pk)
    same = (one for one in bank_items(seeker) if plainly(one.text) == plainly(text))
    if found := next(same, None):
        bring_back(seeker, found.source)
        return found.source
    if BankQuestion.objects.of(seeker).filter(key="").count() >= MAX_OWN_QUESTIONS:
        raise Refused(
            f"You have {MAX_OWN_QUESTIONS} questions of your own. Please delete one first."
        )
    row = BankQuestion.objects.create(seeker=seeker, theme=theme, text=text)
    return own_source(row.pk)


@transaction.atomic
def reword(seeker: User, source: str, text: str) -> None:
    """Say it in other words. Chats that hold it already keep theirs."""
    if source in BY_KEY:
        _write_ours(seeker, source, text=text)
    else:
        _own(seeker, source).update(text=text)


@transaction.atomic
def put_away(seeker: User, source: str) -> None:
    _hide(seeker, source, True)


@transaction.atomic
def bring_back(seeker: User, source: str) -> None:
    _hide(seeker, source, False)


@transaction.atomic
def forget(seeker: User, source: str) -> None:
    """Delete one of their own; one of ours goes back to our words."""
    if source in BY_KEY:
        BankQuestion.objects.of(seeker).filter(key=source).delete()
    else:
        _own(seeker, source).delete()


def _hide(seeker: User, source: str, hidden: bool) -> None:
    if source in BY_KEY:
        _write_ours(seeker, source, is_hidden=hidden)
    else:
        _own(seeker, source).update(is_hidden=hidden)


def _write_ours(seeker: User, key: str, *, text: str = "", is_hidden: bool | None = None) -> None:
    """A row stands in for one of ours only while it differs from it."""
    ours = BY_KEY[key]
    fresh = {"theme": ours.theme, "text": ours.text}
    row, _ = BankQuestion.objects.get_or_create(seeker=seeker, key=key, defaults=fresh)
    row.text = text or row.text
    row.is_hidden = row.is_hidden if is_hidden is None else is_hidden
    if row.text == ours.text and not row.is_hidden:
        row.delete()
    else:
        row.save(update_fields=["text", "is_hidden"])


def _own(seeker: User, source: str) -> BankQuestionQuerySet:
    """One of the seeker's own, or nothing."""
    own = BankQuestion.objects.of(seeker).filter(key="")
    meant = [pk for pk in own.values_list("pk", flat=True) if own_source(pk) == source]
    return own.filter(pk__in=meant)
