"""The people a seeker would like to talk to: private records that nobody else sees."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext
from timezone_field import TimeZoneField

import names
from accounts.models import User
from contacts import events
from contacts.events import EventKind, Target
from contacts.states import Side, Stage
from outbox.text import isolated

MAX_SEARCH_WORDS = 10
"""Of a search. Each takes five questions to the database, and an address has room for thousands."""


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def matching(self, words: str) -> Self:
        """Each of the first words stands in the name, e-mail, role, company, or is a tag."""
        found = self
        for word in words.split()[:MAX_SEARCH_WORDS]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(role__icontains=word)
                | Q(company__icontains=word)
                | Q(tags__contains=[word.lower()])
            )
        return found


class Contact(models.Model):
    """A seeker's private record of a host."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(max_length=100)
    called = models.CharField(
        "what you call them", max_length=100, blank=True, default="", db_default=""
    )
    """Blank where the guess from the name is right."""
    email = models.EmailField("e-mail", blank=True)
    role = models.CharField(max_length=100, blank=True)
    company = models.CharField(max_length=100, blank=True)
    links = ArrayField(models.URLField(max_length=500), default=list, blank=True)
    time_zone = TimeZoneField("time zone", null=True, blank=True, use_pytz=False)
    connection = models.CharField("how you are connected", max_length=200, blank=True)
    research = models.TextField("research notes", max_length=20_000, blank=True)
    path = models.TextField("their path", max_length=4000, blank=True)
    recent_work = models.TextField("recent work", max_length=4000, blank=True)
    common_ground = models.TextField("common ground", max_length=4000, blank=True)
    already_public = models.TextField("what is public", max_length=4000, blank=True)
    """What can be read somewhere, and so need not be asked."""
    introduced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="introduced"
    )
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.TO_ASK)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "seeker", Lower("email"), name="contact_email_once", condition=~Q(email="")
            ),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="contact_stage_known"),
        ]
        indexes = [
            models.Index("seeker", Lower("name"), "id", name="contact_by_name"),
            models.Index("seeker", "stage", name="contact_by_stage"),
            models.Index(Lower("email"), name="contact_by_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contacts:detail", args=[self.pk])

    @property
    def display_name(self) -> str:
        """The whole name as it stands in a sentence."""
        return isolated(self.name)

    @property
    def first_name(self) -> str:
        """What the seeker calls them, as it stands in a sentence: "Hello Anna"."""
        return isolated(self.called or names.called(self.name))

    @property
    def role_and_company(self) -> str:
        return ", ".join(isolated(part) for part in (self.role, self.company) if part)

    @property
    def brief(self) -> list[tuple[str, str]]:
        """What is written about them, each part with its name; what is empty is left out."""
        parts = [
            (gettext("Common ground"), self.common_ground),
            (gettext("Their path"), self.path),
            (gettext("Recent work"), self.recent_work),
            (gettext("Already public"), self.already_public),
            (gettext("Notes"), self.research),
        ]
        return [(name, text) for name, text in parts if text]


class Clipping(models.Model):
    """Something found about a contact: a pasted text or a link, with the day it was kept."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="clippings")
    text = models.TextField(max_length=10_000, blank=True)
    url = models.URLField("link", max_length=500, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="", url=""), name="clipping_says_something")
        ]


class EventQuerySet(models.QuerySet["Event"]):
    def of_kind(self, kind: EventKind) -> Self:
        return self.filter(kind=kind.name)

    def about(self, target: Target, *pks: int) -> Self:
        return self.filter(target_type=target.type, target_id__in=pks)

    def leading_on(self, stage: Stage) -> Self:
        """Those that say where to go on in that stage."""
        return self.filter(kind__in=events.names_leading_on(stage), target_id__isnull=False)

    def unlink(self) -> int:
        """What they are about is gone, so their lines lead nowhere."""
        return self.update(target_type="", target_id=None)


class Event(models.Model):
    """One line of a contact's timeline, as facts. Written by the operation that made it happen."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40, db_default="")
    """By name, of the table in `contacts.events`."""
    side = models.CharField(max_length=6, choices=Side, blank=True, db_default="")
    """Whose doing it was, for what either can do."""
    target_type = models.CharField(max_length=20, blank=True, db_default="")
    target_id = models.BigIntegerField(null=True, blank=True)
    """What it is about, which may be gone meanwhile."""
    data = models.JSONField(default=dict, db_default={}, blank=True)
    """What its sentence names: words, a person, how many."""
    text = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=200, blank=True)
    """Both of the release before, which may write a line without a kind while it is replaced."""

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["", *Side.values]), name="event_side_known"
            ),
            models.CheckConstraint(
                condition=Q(target_type="", target_id=None)
                | ~Q(target_type="") & Q(target_id__isnull=False),
                name="event_target_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "-at", "-id"], name="event_newest_first"),
            models.Index(fields=["at"], name="event_by_time"),
        ]

    @property
    def sentence(self) -> str:
        return events.say(self.kind, self.side, self.data) if self.kind else self.text

    @property
    def link(self) -> str:
        """The page of what it is about; of a line from before, whatever stood there."""
        if self.target_id is not None:
            return events.page_of(self.target_type, self.target_id)
        return str(self.data.get("url", "")) if self.kind else self.url


def record(
    contact: Contact,
    kind: EventKind,
    *,
    at: datetime,
    side: Side | None = None,
    target: models.Model | None = None,
    stage: Stage | None = None,
    **data: str | int,
) -> None:
    """Add an event to the timeline and, where it changed, the stage; in the caller's transaction.

    `data` is what the sentence of its kind names; what is blank is left out.
    """
    if (kind.target and kind.target.model) != (target and target._meta.label):
        raise ValueError(f"An event of kind {kind.name} is about {kind.target}, not {target!r}.")
    told = {name: value for name, value in data.items() if value != ""}
    event = Event(contact=contact, at=at, kind=kind.name, side=side or "", data=told)
    if kind.target and target:
        event.target_type, event.target_id = kind.target.type, target.pk
    event.save()
    if stage is not None and contact.stage != stage:
        Contact.objects.filter(pk=contact.pk).update(stage=stage)
        contact.stage = stage
