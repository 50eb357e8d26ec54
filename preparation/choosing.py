"""Which questions to suggest: the bank as a seeker has made it, less what was asked already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from chats.models import Chat
from preparation.bank import OURS, Ours
from preparation.models import BankQuestion, Question
from preparation.states import Theme

OWN_MINUTES = 3
SHARE_OF_MINUTES = 0.8
"""The share of a chat that questions may fill. The best of it comes unplanned."""

ORDER_OF_NEED = [
    Theme.CLOSING,
    Theme.PATH,
    Theme.ADVICE,
    Theme.INSIGHTS,
    Theme.OPENING,
    Theme.TRENDS,
    Theme.RESOURCES,
    Theme.ASSIGNMENTS,
]
"""What a short chat can least do without comes first."""


@dataclass(frozen=True)
class BankItem:
    """A question of the bank: ours, ours in the seeker's words, or their own."""

    source: str
    theme: Theme
    text: str
    minutes: int = OWN_MINUTES
    is_changed: bool = False
    is_hidden: bool = False
    is_own: bool = False


def own_source(pk: int) -> str:
    """Of one of the seeker's own. Whoever has a source compares, and does not take it apart."""
    return f"own:{pk}"


def bank_items(seeker: User) -> list[BankItem]:
    """The whole bank in the order of a conversation: ours first, then their own."""
    rows = list(BankQuestion.objects.of(seeker).order_by("pk"))
    changed = {row.key: row for row in rows if row.key}
    own = [_own(row) for row in rows if not row.key]
    found = [_ours(ours, changed.get(ours.key)) for ours in OURS] + own
    places = list(Theme)
    return sorted(found, key=lambda item: places.index(item.theme))


def _ours(ours: Ours, row: BankQuestion | None) -> BankItem:
    if row is None:
        return BankItem(ours.key, ours.theme, ours.text, ours.minutes)
    changed = row.text != ours.text
    return BankItem(ours.key, ours.theme, row.text, ours.minutes, changed, row.is_hidden)


def _own(row: BankQuestion) -> BankItem:
    theme = Theme(row.theme)
    return BankItem(own_source(row.pk), theme, row.text, is_hidden=row.is_hidden, is_own=True)


def by_theme(found: Iterable[BankItem]) -> list[tuple[Theme, list[BankItem]]]:
    return [(theme, list(group)) for theme, group in groupby(found, key=lambda one: one.theme)]


def suggestions(chat: Chat, now: datetime) -> list[BankItem]:
    """What could still be asked of this person."""
    known = _known(chat, now)
    sources = {source for source, _ in known if source}
    texts = {plainly(text) for _, text in known}
    return [
        item
        for item in bank_items(chat.seeker)
        if not item.is_hidden and item.source not in sources and plainly(item.text) not in texts
    ]


def _known(chat: Chat, now: datetime) -> list[tuple[str, str]]:
    """In this chat already, asked of them in another, or found to be public.

    Where nothing was ticked off in a chat that happened, all of it counts as asked.
    """
    ticked = Question.objects.filter(chat=OuterRef("chat"), asked_at__isnull=False)
    happened = Chat.objects.happened(now).filter(contact=chat.contact_id)
    unticked = Q(chat__in=happened) & ~Q(Exists(ticked))
    known = Q(chat=chat) | Q(asked_at__isnull=False) | Q(is_public=True) | unticked
    of_them = Question.objects.filter(known, chat__contact=chat.contact_id)
    return list(of_them.order_by().values_list("source", "text"))


def plainly(text: str) -> str:
    """The same question, whatever its capitals, spaces and last stop."""
    return " ".join(text.casefold().replace("’", "'").split()).rstrip(" ?.")


def mix(offered: Sequence[BankItem], minutes: int) -> list[BankItem]:
    """A good mix for that length: one of each theme, then a second; it always ends well."""
    left, chosen = minutes * SHARE_OF_MINUTES, list[BankItem]()
    for round_ in range(2):
        for theme in ORDER_OF_NEED:
            of_theme = [item for item in offered if item.theme == theme]
            if len(of_theme) <= round_:
                continue
            item = of_theme[round_]
            if item.minutes <= left or not chosen:
                chosen.append(item)
                left -= item.minutes
    places = list(Theme)
    return sorted(chosen, key=lambda item: places.index(item.theme))


def planned(questions: Iterable[Question], minutes: int) -> str:
    """The minutes of a chat's questions beside its length, in words."""
    to_ask = [question for question in questions if not question.is_public]
    total = sum(question.minutes or 0 for question in to_ask)
    said = _against(total, minutes)
    without = sum(question.minutes is None for question in to_ask)
    if without:
        said += f" {without} {'has' if without == 1 else 'have'} no minutes yet."
    return said


def _against(total: int, minutes: int) -> str:
    if total > minutes:
        return f"{total} minutes planned for a chat of {minutes}: {total - minutes} too many."
    if total == minutes:
        return f"All {minutes} minutes are planned, with none left for what comes up."
    return f"{total} of {minutes} minutes planned, {minutes - total} left for what comes up."
