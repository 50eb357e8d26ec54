"""The people a seeker would like to talk to: private records that nobody else sees."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from timezone_field import TimeZoneField

from accounts import names
from accounts.models import User
from contacts.states import Stage
from outbox.text import isolated

MOST_WORDS = 10
"""Of a search. Each takes five questions to the database, and an address has room for thousands."""


class ContactQuerySet(models.QuerySet["Contact"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def matching(self, words: str) -> Self:
        """Each of the first words stands in the name, e-mail, role, company, or is a tag."""
        found = self
        for word in words.split()[:MOST_WORDS]:
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
        return ", ".join(part for part in (self.role, self.company) if part)

    @property
    def brief(self) -> list[tuple[str, str]]:
        """What is written about them, each part with its name; what is empty is left out."""
        parts = [
            ("Common ground", self.common_ground),
            ("Their path", self.path),
            ("Recent work", self.recent_work),
            ("Already public", self.already_public),
            ("Notes", self.research),
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


class Event(models.Model):
    """One line of a contact's timeline. Written by the verb that made it happen."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    text = models.CharField(max_length=500)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["contact", "-at", "-id"], name="event_newest_first"),
            models.Index(fields=["at"], name="event_by_time"),
        ]


def record(
    contact: Contact, text: str, *, at: datetime, url: str = "", stage: Stage | None = None
) -> None:
    """Add a line to the timeline and, where it changed, the stage; in the caller's transaction."""
    Event.objects.create(contact=contact, at=at, text=text[:500], url=url)
    if stage is not None and contact.stage != stage:
        Contact.objects.filter(pk=contact.pk).update(stage=stage)
        contact.stage = stage
