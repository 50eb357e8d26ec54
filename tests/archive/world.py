"""A seeker with at least one row in every table that can hold something of theirs."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User
from archive.models import Export, Piece
from archive.states import Status
from calendars.lifecycle import add_caldav, add_feed
from calendars.models import (
    Availability,
    BusyTime,
    CalendarEntry,
    DayException,
    WeeklyHours,
)
from chats import lifecycle
from chats.models import ChatFeed, IncomingEmail, Nudge, Plan
from chats.states import CalendarSaid, IncomingKind, PlanStatus, Side
from contacts.models import Clipping
from followups.lifecycle import open_thank_you
from followups.models import Cadence, Debrief, Digest, Promise
from outcomes.models import Outcome
from preparation.models import BankQuestion, Note, Question, SeenKeys
from progress.models import Snapshot, WeeklyTarget
from tests.factories import (
    NOW,
    make_chat,
    make_contact,
    make_draft,
    make_ended_chat,
    make_seeker,
    make_sent_invitation,
)

DAY = timedelta(days=1)
SECRETS = ("hush-password", "hush-address", "hush-calendar", "hush-token", "hush-key", "hush-hash")


def everything(mark: str, **fields: Any) -> User:
    """`mark` stands in every text of theirs, so that whatever is left behind shows."""
    email = f"{mark}@example.org"
    seeker = make_seeker(f"{mark} Rivera", email=email, about=f"{mark} about", **fields)
    seeker.set_password("hush-password")
    seeker.save()
    dana = make_contact(
        seeker, f"{mark} Dana", email=f"{mark}-dana@example.com", research=f"{mark} research"
    )
    ended = make_ended_chat(dana, ended_at=NOW - DAY, message=f"{mark} message")
    ended.notes = f"=1+1 {mark} notes"
    ended.save()
    lena = make_contact(seeker, f"{mark} Lena", email=f"{mark}-lena@example.com")
    booked = make_chat(lena, message=f"{mark} hello")
    said = CalendarSaid.ACCEPTED
    IncomingEmail.objects.create(
        invitation=booked.invitation,
        kind=IncomingKind.REPLY,
        text=f"{mark} see you then",
        whole=f"{mark} see you then",
        arrived_at=NOW,
    )
    lifecycle.note_reply(booked, side=Side.HOST, said=said, sequence=0, stamped_at=NOW, now=NOW)
    asked = make_chat(make_contact(seeker, f"{mark} Mei"), starts_at=NOW + 5 * DAY)
    lifecycle.cancel(asked, by="host", line=f"{mark} line", now=NOW)
    _later(seeker, mark)
    _people(seeker, mark, dana)
    _preparation(seeker, mark, ended)
    _followups(seeker, mark, ended)
    _calendars(seeker, mark)
    _account(seeker, mark)
    return seeker


def _later(seeker: User, mark: str) -> None:
    """What leaves by itself: a letter, and the reminder of another."""
    times = ["2026-12-03T16:00", "2026-12-04T16:00", "2026-12-07T16:00"]
    ola = make_contact(seeker, f"{mark} Ola", email=f"{mark}-ola@example.com")
    draft = make_draft(ola, typed_times=times, message=f"Hello {ola.first_name}, {mark} planned")
    Plan.objects.create(
        invitation=draft,
        status=PlanStatus.STAYED,
        local_time="2026-12-01T09:00",
        zone="America/New_York",
        send_at=NOW + 8 * DAY,
        to=ola.email,
        seeker_zone="Europe/Berlin",
        why=f"{mark} why",
    )
    ivo = make_contact(seeker, f"{mark} Ivo", email=f"{mark}-ivo@example.com")
    Nudge.objects.create(
        invitation=make_sent_invitation(ivo, message=f"{mark} asked"),
        message=f"{mark} reminder",
        local_time="2026-12-01T09:00",
        zone="America/New_York",
        send_at=NOW + 8 * DAY,
    )


def _people(seeker: User, mark: str, dana: Any) -> None:
    Clipping.objects.create(contact=dana, text=f"{mark} clipping", kept_at=NOW)
    outcome = Outcome.objects.create(
        seeker=seeker, kind="insight", text=f"{mark} outcome", happened_on=NOW.date()
    )
    outcome.chats.set(seeker.chats.all()[:2])
    WeeklyTarget.objects.create(seeker=seeker, asks=3)
    Snapshot.objects.create(seeker=seeker, figures={"name": mark}, as_of=NOW)


def _preparation(seeker: User, mark: str, chat: Any) -> None:
    BankQuestion.objects.create(seeker=seeker, theme="path", text=f"{mark} bank")
    question = Question.objects.create(chat=chat, text=f"{mark} question", position=0)
    SeenKeys.objects.create(chat=chat, keys=[])
    Note.objects.create(chat=chat, question=question, text=f"{mark} note", is_starred=True)


def _followups(seeker: User, mark: str, chat: Any) -> None:
    follow_up = open_thank_you(chat, now=NOW)
    type(follow_up).objects.filter(pk=follow_up.pk).update(text=f"{mark} thanks")
    Debrief.objects.create(chat=chat, surprised=f"{mark} surprised")
    Promise.objects.create(
        seeker=seeker, contact=chat.contact, chat=chat, by="seeker", text=f"{mark} promise"
    )
    Cadence.objects.create(
        seeker=seeker, contact=chat.contact, months=3, last_contact_at=NOW, due_at=NOW + 90 * DAY
    )
    Digest.objects.create(seeker=seeker, next_at=NOW + DAY)


def _calendars(seeker: User, mark: str) -> None:
    account = add_feed(seeker, "https://hush-address.example/x.ics", f"{mark} cal", now=NOW)
    cloud = ("https://hush-address.example/", "hush-calendar", "hush-calendar", f"{mark} cloud")
    add_caldav(seeker, *cloud, now=NOW)
    calendar = account.calendars.get()
    BusyTime.objects.create(seeker=seeker, calendar=calendar, during=(NOW, NOW + DAY))
    CalendarEntry.objects.create(seeker=seeker, calendar=calendar, uid=f"{mark}-uid", due_at=NOW)
    Availability.objects.get_or_create(seeker=seeker)
    WeeklyHours.objects.get_or_create(seeker=seeker, weekday=6, starts=540, ends=600)
    DayException.objects.create(seeker=seeker, day=NOW.date(), kind="off")
    ChatFeed.objects.create(seeker=seeker, token_hash=f"hush-hash-{mark}", created_at=NOW)


def _account(seeker: User, mark: str) -> None:
    address = seeker.emailaddress_set.get()
    EmailConfirmation.objects.create(email_address=address, key=f"hush-key-{mark}")
    Authenticator.objects.create(user=seeker, type="totp", data={"secret": "hush-key"})
    social = SocialAccount.objects.create(user=seeker, provider="google", uid=f"{mark}-uid")
    app = SocialApp.objects.create(provider="google", name="Google")
    SocialToken.objects.create(account=social, app=app, token="hush-token")
    UserSession.objects.create(
        user=seeker, session_key=f"hush-key-{mark}", ip="203.0.113.7", user_agent=f"{mark} browser"
    )
    seeker.groups.add(Group.objects.get_or_create(name="Helpers")[0])
    seeker.user_permissions.add(Permission.objects.first())
    LogEntry.objects.create(user=seeker, action_flag=CHANGE, object_repr=f"{mark} log")
    old = Export.objects.create(
        seeker=seeker, status=Status.READY, size=4, ready_at=NOW, expires_at=NOW + DAY
    )
    Piece.objects.create(export=old, number=0, data=mark.encode())
    Client().force_login(seeker, "django.contrib.auth.backends.ModelBackend")
