"""The operations of an outcome: note it, change it, delete it. Those who helped are to be told."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from chats.errors import Refused
from chats.models import Chat
from contacts.introductions import led_by
from contacts.models import Contact, record
from followups.lifecycle import prompt_update
from followups.models import FollowUp
from followups.models.follow_up import FollowUpQuerySet
from followups.news import News
from followups.states import Status
from outcomes.event_kinds import CAME_OF_IT, LED_TO_IT, TAKEN_BACK
from outcomes.models import Outcome
from outcomes.states import Kind

TELL_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Noted:
    """What the seeker says came of it."""

    kind: Kind
    text: str
    happened_on: date
    chats: Sequence[Chat]

    def news(self, led_to: Contact | None = None) -> News:
        """For those to be told, who may hear of it as whoever led to the person."""
        kind = self.kind.label[0].lower() + self.kind.label[1:]
        return News(kind, self.text, led_to.name if led_to else "")


@transaction.atomic
def note(seeker: User, noted: Noted, *, now: datetime) -> Outcome:
    """Write it down. The same once more, as from a second press, is the one that is there."""
    _hold(seeker)
    chats = _own(seeker, noted.chats)
    if twin := _twin(seeker, noted):
        return twin
    outcome = Outcome.objects.create(
        seeker=seeker, kind=noted.kind, text=noted.text, happened_on=noted.happened_on
    )
    outcome.chats.set(chats)
    _tell(outcome, noted, chats, now)
    return outcome


@transaction.atomic
def change(outcome: Outcome, noted: Noted, *, now: datetime) -> Outcome:
    """Put it right. Whoever helped by the new account is to be told, whoever did not is not."""
    _hold(outcome.seeker)
    if not Outcome.objects.select_for_update().filter(pk=outcome.pk).exists():
        raise Refused("This was taken back meanwhile.")
    chats = _own(outcome.seeker, noted.chats)
    before = set(Contact.objects.filter(chats__outcomes=outcome))
    outcome.kind, outcome.text = noted.kind, noted.text
    outcome.happened_on = noted.happened_on
    outcome.save(update_fields=["kind", "text", "happened_on"])
    outcome.chats.set(chats)
    helped = _tell(outcome, noted, chats, now, known=before)
    _prompts(outcome).exclude(contact__in=helped).delete()
    return outcome


@transaction.atomic
def delete(outcome: Outcome, *, now: datetime) -> None:
    """Take it back, with the prompts that nobody has begun to answer. Twice is a quiet no-op."""
    row = Outcome.objects.select_for_update().filter(pk=outcome.pk).first()
    if row is None:
        return
    for contact in Contact.objects.filter(chats__outcomes=row).distinct():
        record(contact, TAKEN_BACK, at=now, outcome=row.kind, words=row.text)
    _prompts(row).delete()
    row.delete()


def _hold(seeker: User) -> None:
    """One outcome at a time for each seeker, so that a double press finds its twin."""
    User.objects.select_for_update(no_key=True).get(pk=seeker.pk)


def _own(seeker: User, chats: Sequence[Chat]) -> list[Chat]:
    """Only the seeker's own, with their people; asked of the database, not of the caller."""
    own = Chat.objects.of(seeker).filter(pk__in=[chat.pk for chat in chats])
    found = list(own.select_related("contact").order_by("starts_at"))
    if len(found) != len({chat.pk for chat in chats}):
        raise Refused("One of these chats is gone. Please choose again.")
    return found


def _twin(seeker: User, noted: Noted) -> Outcome | None:
    """The same words of the same day about the same chats."""
    same = Outcome.objects.of(seeker).filter(
        kind=noted.kind, text=noted.text, happened_on=noted.happened_on
    )
    wanted = {chat.pk for chat in noted.chats}
    twins = (each for each in same.prefetch_related("chats") if _chats_of(each) == wanted)
    return next(twins, None)


def _chats_of(outcome: Outcome) -> set[int]:
    return {chat.pk for chat in outcome.chats.all()}


def _tell(
    outcome: Outcome,
    noted: Noted,
    chats: Sequence[Chat],
    now: datetime,
    known: Set[Contact] = frozenset(),
) -> set[Contact]:
    """A line in each timeline that has none yet, and an update owed to everybody who helped."""
    met = {chat.contact: chat for chat in chats}
    for contact, chat in met.items():
        if contact not in known:
            record(contact, CAME_OF_IT, at=now, outcome=noted.kind.value, words=noted.text)
        _prompt(outcome, contact, noted.news(), now, chat)
    above = _those_above(met)
    for contact, led_to in above.items():
        if not _is_prompted(outcome, contact):
            code, words, name = noted.kind.value, noted.text, led_to.name
            record(contact, LED_TO_IT, at=now, name=name, outcome=code, words=words)
        _prompt(outcome, contact, noted.news(led_to), now)
    return {*met, *above}


def _those_above(met: dict[Contact, Chat]) -> dict[Contact, Contact]:
    """Whoever led the seeker to the people they met, with one of those people."""
    by_pk = {contact.pk: contact for contact in met}
    led_to = {by: by_pk[contact] for contact, by in led_by(by_pk) if by not in by_pk}
    return {contact: led_to[contact.pk] for contact in Contact.objects.filter(pk__in=led_to)}


def _prompt(
    outcome: Outcome, contact: Contact, news: News, now: datetime, chat: Chat | None = None
) -> None:
    due_at = now + TELL_WITHIN
    prompt_update(contact, occasion=outcome.about, due_at=due_at, chat=chat, news=news, now=now)


def _is_prompted(outcome: Outcome, contact: Contact) -> bool:
    prompts = FollowUp.objects.updates().filter(occasion=outcome.about)
    return prompts.filter(contact=contact).exists()


def _prompts(outcome: Outcome) -> FollowUpQuerySet:
    """Open, and not a word written: nothing is lost with them."""
    untouched = FollowUp.objects.of(outcome.seeker).filter(text="", url="", send_at=None)
    return untouched.updates().filter(occasion=outcome.about, status=Status.OPEN)
