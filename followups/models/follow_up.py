"""What is owed after a chat, with the time it is due."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse

from accounts.models import User
from chats.models import Chat
from contacts.models import Contact
from followups.states import DUE_AFTER, NOTHING_TO_THANK_FOR, Kind, Status
from outbox import arrival, subjects
from outbox.kinds import Group

TO_HOST = Group()
"""The e-mails the seeker counts on; each follow-up sends one of them."""

OPENED = Q(begun_by_seeker=True, chat=None, text="", url="")
"""A page that was only looked at: nothing came of it yet, and nothing is owed."""
OWED = (
    Q(status=Status.OPEN)
    & ~OPENED
    & (~Q(kind=Kind.THANK_YOU) | Q(due_at=F("chat__ends_at") + DUE_AFTER))
)
"""The thank-you of a chat that was moved after its time rests until its new end."""


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)

    def open(self) -> Self:
        """Owed still, and the chat happened as far as we know."""
        return self.filter(OWED).of_what_happened()

    def of_what_happened(self) -> Self:
        return self.exclude(chat__status__in=NOTHING_TO_THANK_FOR)

    def thank_yous(self) -> Self:
        return self.filter(kind=Kind.THANK_YOU)

    def updates(self) -> Self:
        return self.filter(kind=Kind.UPDATE)

    def keeping(self) -> Self:
        """All that is not the thank-you."""
        return self.exclude(kind=Kind.THANK_YOU)

    def due(self, now: datetime) -> Self:
        return self.open().filter(due_at__lte=now)

    def undelivered(self) -> Self:
        """Sent from here, and the e-mail may not have arrived."""
        unheard = Q(arrival.undelivered("follow-up", TO_HOST.kinds)) | ~Q(kept_problem="")
        return self.filter(unheard, status=Status.DONE, elsewhere=False)

    def to_remind(self, now: datetime) -> Self:
        """Those that leave by themselves are taken care of."""
        due = self.open().thank_yous().filter(remind_at__lte=now, send_at=None)
        return due.order_by("remind_at", "pk")

    def to_send(self, now: datetime) -> Self:
        return self.open().thank_yous().filter(send_at__lte=now).order_by("send_at", "pk")


class FollowUp(models.Model):
    """One thing owed: the thank-you within 24 hours of a chat's end, and what keeps in touch."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follow_ups"
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="follow_ups")
    chat = models.ForeignKey(
        Chat, null=True, blank=True, on_delete=models.CASCADE, related_name="follow_ups"
    )
    """The chat it belongs to, where there is one."""
    kind = models.CharField(max_length=13, choices=Kind, default=Kind.THANK_YOU)
    occasion = models.CharField(max_length=60)
    """What made it due, such as `chat:42`: each occasion once for each contact and kind. Compared
    as a whole, and never taken apart."""
    begun_by_seeker = models.BooleanField(default=False)
    """They opened its page by themselves, and nothing made it due."""
    status = models.CharField(max_length=7, choices=Status, default=Status.OPEN)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    """When the next reminder is due; none after the second one."""
    send_at = models.DateTimeField(null=True, blank=True)
    """When the seeker's words leave by themselves, where they chose a moment."""
    text = models.TextField(max_length=2000, blank=True)
    url = models.URLField("link", max_length=500, blank=True)
    """The resource that is shared."""
    news = models.CharField(max_length=40, blank=True)
    """Of an update: what came of it, such as `an interview`."""
    news_words = models.CharField(max_length=300, blank=True)
    """The same in the seeker's own words."""
    led_to = models.CharField(max_length=100, blank=True)
    """Whom they led the seeker to, where that is why they are told."""
    done_at = models.DateTimeField(null=True, blank=True)
    elsewhere = models.BooleanField(default=False)
    """Done by the seeker's own hand, outside of here."""
    kept_problem = models.TextField(blank=True, default="", db_default="")
    """Why its e-mail may not have arrived, once the outbox has forgotten that e-mail."""
    created_at = models.DateTimeField(db_default=Now())

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "kind", "occasion"], name="follow_up_once_each"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="follow_up_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=Kind.THANK_YOU) | Q(chat__isnull=False),
                name="follow_up_thanks_for_a_chat",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="follow_up_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["remind_at"], name="follow_up_to_remind", condition=Q(status=Status.OPEN)
            ),
            models.Index(
                fields=["seeker", "due_at"],
                name="follow_up_open",
                condition=Q(status=Status.OPEN),
            ),
            models.Index(
                fields=["seeker", "done_at"],
                name="follow_up_thanked",
                condition=Q(status=Status.DONE),
            ),
            models.Index(
                fields=["send_at"],
                name="follow_up_to_send",
                condition=Q(status=Status.OPEN, send_at__isnull=False),
            ),
        ]

    def get_absolute_url(self) -> str:
        if self.is_thank_you:
            return reverse("followups:thank_you", args=[self.chat_id])
        return reverse("followups:follow_up", args=[self.pk])

    @property
    def is_thank_you(self) -> bool:
        return self.kind == Kind.THANK_YOU

    @property
    def its_chat(self) -> Chat:
        """The chat of a follow-up that has one by its kind, as a thank-you does."""
        if self.chat is None:
            raise TypeError(f"A follow-up of kind {self.kind} has no chat.")
        return self.chat

    @property
    def about(self) -> str:
        return subjects.about("follow-up", self.pk)

    @property
    def delivery_problem(self) -> str:
        """Why its e-mail may not have arrived. Sample e-mail is not sent, and nobody waits."""
        if self.status != Status.DONE or self.elsewhere or self.seeker.is_sample:
            return ""
        return arrival.delivery_problem(self.about, TO_HOST.kinds) or self.kept_problem
