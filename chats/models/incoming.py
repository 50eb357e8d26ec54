"""What came by e-mail about an ask, and what nobody could be told from."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from chats.models.answer import Answer
from chats.models.invitation import Invitation
from chats.states import IncomingKind

MAX_TEXT = 20_000
MAX_WHOLE = 100_000
KEPT = timedelta(days=30)
"""How long what is told from nobody is listed."""


class IncomingEmailQuerySet(models.QuerySet["IncomingEmail"]):
    def replies(self) -> Self:
        return self.filter(kind=IncomingKind.REPLY)

    def unread(self, seeker: User) -> Self:
        """What somebody wrote, until the seeker says that they read it, or what it meant."""
        mine = self.replies().filter(invitation__seeker=seeker, read_at=None)
        said_since = Answer.objects.filter(
            invitation=OuterRef("invitation"), at__gte=OuterRef("arrived_at")
        )
        return mine.exclude(Exists(said_since))

    def wholes_before(self, moment: datetime) -> Self:
        """Whose whole text has been kept for long enough."""
        return self.filter(arrived_at__lt=moment).exclude(whole="")


class IncomingEmail(models.Model):
    """One e-mail that came back on an ask: a person's answer, a program's, or a bounce.

    It changes nothing by itself but what stops at once: waiting, expiry, the nudge.
    """

    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="incoming_emails"
    )
    kind = models.CharField(max_length=6, choices=IncomingKind)
    fingerprint = models.CharField(max_length=64)
    """Of what it is: read twice, it is one."""
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    is_from_host = models.BooleanField(default=True, db_default=True)
    """Whether it came from the address that was asked; it proves nothing all the same."""
    went_to_seeker = models.BooleanField(default=False, db_default=False)
    """Whether the seeker was among its recipients, and has it in their own mailbox."""
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    """What is new in it."""
    whole = models.TextField(blank=True)
    """All of it, with what it quotes; blanked after a while."""
    attachments = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    until = models.DateField(null=True, blank=True)
    gone = models.BooleanField(default=False, db_default=False)
    reason = models.CharField(max_length=500, blank=True)
    """Of a bounce: what the server said."""
    sent_at = models.DateTimeField(null=True, blank=True)
    """As its writer's clock has it."""
    arrived_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    """When the seeker said that they have read it."""

    objects = IncomingEmailQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "fingerprint"], name="incoming_email_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IncomingKind.values), name="incoming_email_kind_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["arrived_at"], name="incoming_email_whole", condition=~Q(whole="")
            ),
            models.Index(
                fields=["invitation"],
                name="incoming_email_unread",
                condition=Q(kind=IncomingKind.REPLY, read_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.invitation_id}"

    @property
    def written_at(self) -> datetime:
        """When it was written, unless that clock is ahead of ours."""
        return min(self.sent_at or self.arrived_at, self.arrived_at)


class UnmatchedEmail(models.Model):
    """That something came to our address of which nobody knows to which ask it belongs.

    For the operator, who finds its words in the inbox: none of them is kept.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=6, choices=IncomingKind)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=100)
    arrived_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "unmatched e-mail"
        verbose_name_plural = "unmatched e-mails"

    def __str__(self) -> str:
        return f"{self.kind} from {self.sender}"
