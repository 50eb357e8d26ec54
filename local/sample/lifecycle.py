"""Make a sample seeker with contacts at every stage, through the real operations."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from calendars.lifecycle import add_feed
from calendars.models import BusyTime
from chats import lifecycle
from chats.host_reply import HostReply
from chats.models import Chat, Invitation
from chats.states import AnswerKind, CalendarSaid, Side, Way
from contacts.lifecycle import introduced
from contacts.models import Clipping, Contact
from followups import lifecycle as followups
from followups.debrief.debriefing import Promised
from followups.keep_in_touch import keeping
from followups.keep_in_touch.cadence import set_cadence
from followups.models import FollowUp
from followups.states import Kind
from followups.states import Status as FollowUpStatus
from local.sample import people
from local.sample.calendar import working_day
from local.sample.people import Person
from outcomes import lifecycle as outcomes
from preparation import lifecycle as preparation
from preparation import noting
from preparation.models import Note, Question
from preparation.noting import Written
from progress.lifecycle import recount

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LENGTH = timedelta(minutes=25)


@transaction.atomic
def build(*, zone: ZoneInfo, now: datetime) -> User:
    """A sample seeker in the middle of everything. Their e-mails are held: none ever leaves."""
    token = secrets.token_hex(4)
    seeker = User.objects.create_user(
        email=f"sample-{token}@example.invalid",
        time_zone=zone,
        is_sample=True,
        welcomed_at=now,
        **people.SEEKER,
    )
    _Sample(seeker, token, now).fill()
    recount(seeker, now=now)
    return seeker


class _Sample:
    """One seeker's weeks. Hosts get an address of their own, so that samples never meet."""

    def __init__(self, seeker: User, token: str, now: datetime) -> None:
        self.seeker, self.token, self.now = seeker, token, now

    def fill(self) -> None:
        self.to_ask(people.PRIYA)
        self.to_ask(people.TOMAS)
        self.draft(people.LENA, now=self.now - HOUR)
        self.asked(people.AMARA, self.days(3, 4, 5, hour=16), now=self.now - 2 * DAY)
        self.countered(people.JONAS)
        self.answered(people.RUTH)
        self.booked(people.DANA)
        self.to_thank(people.MEI)
        self.outcomes(self.thanked(people.NORA))
        self.closed(people.ILSE)
        self.unheard(people.OTTO, weeks=5)
        self.unheard(people.SARA, weeks=3)
        self.calendar()

    def days(self, *counts: int, hour: int) -> list[datetime]:
        zone = self.seeker.time_zone
        return [working_day(count, hour, zone=zone, now=self.now) for count in counts]

    def to_ask(self, person: Person) -> Contact:
        return Contact.objects.create(
            seeker=self.seeker,
            name=person.name,
            email=f"{person.key}.{self.token}@example.com",
            role=person.role,
            company=person.company,
            links=[person.link],
            time_zone=person.zone,
            connection=person.connection,
            research=person.research,
            tags=person.tags,
            **person.brief,
        )

    def draft(self, person: Person, *, now: datetime) -> Invitation:
        draft = lifecycle.start(self.seeker, self.to_ask(person), now=now)
        draft.subject, draft.message, draft.ways = person.subject, person.message, people.WAYS
        draft.save()
        return draft

    def asked(self, person: Person, times: Sequence[datetime], *, now: datetime) -> Invitation:
        return lifecycle.send(self.draft(person, now=now - HOUR), times=times, now=now)

    def countered(self, person: Person) -> None:
        invitation = self.asked(person, self.days(2, 3, 4, hour=10), now=self.now - 3 * DAY)
        reply = HostReply(invitation.contact.email, line=people.COUNTER_LINE, way=Way.VIDEO)
        times = self.days(4, 5, hour=17)
        lifecycle.propose(invitation, times, reply, now=self.now - 5 * HOUR)

    def answered(self, person: Person) -> None:
        """Elsewhere, so that it was noted."""
        asked_at = self.now - 3 * DAY
        invitation = self.asked(person, self.days(3, 4, 6, hour=11), now=asked_at)
        day = (self.now - HOUR).astimezone(self.seeker.time_zone).date()
        reply = HostReply("", line=people.ANSWERED_LINE, came_on=day)
        lifecycle.note_answer(invitation, AnswerKind.AGREE, reply, now=self.now - HOUR)

    def chat(self, person: Person, times: Sequence[datetime], *, now: datetime) -> Chat:
        """Asked then, and answered a day later with the first of the times."""
        invitation = self.asked(person, times, now=now)
        slot = invitation.slots.earliest("starts_at")
        reply = HostReply(invitation.contact.email, way=Way.VIDEO)
        return lifecycle.take(invitation, slot.pk, reply, now=now + DAY)

    def booked(self, person: Person) -> None:
        chat = self.chat(person, self.days(1, 2, 3, hour=15), now=self.now - 4 * DAY)
        when = {"stamped_at": self.now - 2 * DAY, "now": self.now - 2 * DAY}
        said = CalendarSaid.ACCEPTED
        lifecycle.note_reply(chat, side=Side.HOST, said=said, sequence=0, **when)
        chat.goal, chat.hope = people.GOAL, people.HOPE
        chat.save(update_fields=["goal", "hope"])
        for source, is_must in people.QUESTIONS:
            preparation.pick(chat, source, now=self.now)
            chat.questions.filter(source=source).update(is_must=is_must)
        found = {"text": people.CLIPPING, "url": people.CLIPPING_LINK}
        Clipping.objects.create(contact=chat.contact, kept_at=self.now - DAY, **found)

    def held(self, person: Person, starts_at: datetime) -> FollowUp:
        chat = self.chat(person, [starts_at, *self.days(1, 2, hour=12)], now=starts_at - 5 * DAY)
        ends_at = chat.ends_at
        lifecycle.mark_held(chat, now=ends_at)
        chat.notes = person.notes
        chat.save(update_fields=["notes"])
        self.noted(chat, person, now=ends_at)
        return followups.open_thank_you(chat, now=ends_at)

    def noted(self, chat: Chat, person: Person, *, now: datetime) -> None:
        """As on the page of the call: each question asked, a note to it, some with a star."""
        for position, (text, words, starred) in enumerate(person.noted):
            question = Question.objects.create(chat=chat, text=text, position=position, minutes=5)
            noting.tick(question, True, False, now=now)
            note = Written(noting.uid_for(question), words, starred=starred, question=question.pk)
            noting.write(chat, note)

    def to_thank(self, person: Person) -> None:
        ended = self.now.replace(minute=0, second=0, microsecond=0) - 3 * HOUR
        chat = self.held(person, ended - LENGTH).its_chat
        Note.objects.create(chat=chat, text=people.STARRED, is_starred=True)
        self.looked_back(chat)

    def looked_back(self, chat: Chat) -> None:
        """A debrief with a promise of each side, one of them for today, and a person named."""
        today = self.now.astimezone(self.seeker.time_zone).date()
        followups.save_debrief(
            chat,
            notes=chat.notes,
            base_notes=chat.notes,
            surprised=people.SURPRISED,
            next_step=people.NEXT_STEP,
        )
        promises = [
            Promised(Side.SEEKER, people.I_OWE, today),
            Promised(Side.HOST, people.THEY_OFFERED, today + timedelta(days=5)),
        ]
        followups.add_promises(chat, promises)
        named = replace(people.NAMED, email=f"ines.{self.token}@example.com")
        followups.add_people(chat, [named], now=self.now - HOUR)

    def thanked(self, person: Person) -> Chat:
        (starts_at,) = self.days(-6, hour=11)
        follow_up = self.held(person, starts_at)
        followups.send(follow_up, people.THANKS, now=starts_at + 20 * HOUR)
        self.kept(follow_up.its_chat)
        return follow_up.its_chat

    def kept(self, chat: Chat) -> None:
        """LinkedIn is due, an update comes, and the months are counted."""
        set_cadence(chat.contact, 3, now=self.now)
        keeping.after_chat(chat, now=self.now)
        resource = keeping.begin(chat.contact, Kind.RESOURCE, now=self.now)
        keeping.keep_words(resource, text=people.SHARED, url=people.SHARED_LINK)

    def outcomes(self, chat: Chat) -> None:
        """What came of that chat. The thank-you told of it, so nobody is left to be told."""
        at = chat.ends_at + DAY
        mei = Contact.objects.get(seeker=self.seeker, name=people.MEI.name)
        Contact.objects.filter(pk=mei.pk).update(introduced_by=chat.contact)
        introduced(mei, chat.contact, now=at)
        on = at.astimezone(self.seeker.time_zone).date()
        for kind, text in people.OUTCOMES:
            outcomes.note(self.seeker, outcomes.Noted(kind, text, on, [chat]), now=at)
        updates = FollowUp.objects.of(self.seeker).updates()
        updates.update(status=FollowUpStatus.DONE, done_at=at, elsewhere=True)

    def closed(self, person: Person) -> None:
        asked_at = self.now - 12 * DAY
        invitation = self.asked(person, self.days(1, 2, 3, hour=9), now=asked_at)
        no = HostReply("", line=people.DECLINE_LINE)
        lifecycle.decline(invitation, no, now=asked_at + 2 * DAY)

    def unheard(self, person: Person, *, weeks: int) -> None:
        """Asked, and nothing came back: the normal case."""
        asked_at = self.now - timedelta(weeks=weeks)
        times = [asked_at + count * DAY for count in (3, 4, 5)]
        invitation = self.asked(person, times, now=asked_at)
        assert invitation.expires_at is not None
        lifecycle.expire(invitation, now=invitation.expires_at)

    def calendar(self) -> None:
        """Read a moment ago, by the look of it: of a sample none ever is."""
        account = add_feed(self.seeker, people.CALENDAR, people.CALENDAR_NAME, now=self.now)
        account.read_at = self.now - timedelta(minutes=3)
        account.save(update_fields=["read_at"])
        calendar = account.calendars.get()
        for starts_at in self.days(1, 2, 4, 6, hour=13):
            during = (starts_at, starts_at + HOUR)
            BusyTime.objects.create(seeker=self.seeker, calendar=calendar, during=during)
