"""Every e-mail that leaves, as a row. Knows addresses and bytes, nothing of chats."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest, Lower, Now

from outbox.addresses import same_address
from outbox.delivery_results import DeliveryResult
from outbox.leases import Leased
from outbox.states import FINISHED, MAY_STILL_LEAVE, WAITING, WORTH_A_LOOK, Status

ADDRESSED = ~Q(to="")
"""True of every row. In its index it keeps the planner from reading what is due by address, and
then sorting all of it, while the table's statistics lag behind."""


LAST_MOMENT = Greatest("wanted_at", "expires_at")
"""Until then an e-mail means something, such as where a host has to be. To Postgres the greatest of
one moment and none is that one."""

HELD_FOR_A_BOUNCE = Q(status=Status.HELD, delivery_result=DeliveryResult.ADDRESS)


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def about(self, subject: str) -> "OutgoingEmailQuerySet":
        """All e-mails that speak of one thing, such as `invitation:42`."""
        return self.filter(about=subject)

    def addressed_to(self, address: str) -> "OutgoingEmailQuerySet":
        """What may still leave for this address, by the index that holds only such rows."""
        return self.filter(ADDRESSED, same_address("to", address), status__in=MAY_STILL_LEAVE)

    def waiting(self) -> "OutgoingEmailQuerySet":
        return self.filter(status__in=WAITING)

    def due(self) -> "OutgoingEmailQuerySet":
        """What may leave now, by the database's clock."""
        return self.filter(status=Status.PENDING, not_before__lte=Now())

    def late(self) -> "OutgoingEmailQuerySet":
        """What should have left by now, whatever it waits for; that longest late first."""
        return self.waiting().filter(wanted_at__lte=Now()).order_by("wanted_at")

    def blocked(self) -> "OutgoingEmailQuerySet":
        """What waits for us to mend something, and not for the other side."""
        return self.filter(status=Status.PENDING, blocked_since__isnull=False)

    def held_for_a_bounce(self) -> "OutgoingEmailQuerySet":
        """What leaves after all once the operator says that the address was right."""
        return self.filter(HELD_FOR_A_BOUNCE)

    def may_leave_yet(self) -> "OutgoingEmailQuerySet":
        """By itself, or by the operator's hand."""
        return self.filter(Q(status__in=MAY_STILL_LEAVE) | HELD_FOR_A_BOUNCE)

    def start_anew(self) -> int:
        """As if each had never been tried; returns how many that is."""
        return self.update(
            status=Status.PENDING,
            wanted_at=Now(),
            not_before=Now(),
            attempts=0,
            started_at=None,
            last_error="",
            delivery_result="",
            blocked_since=None,
        )

    def outdated(self) -> "OutgoingEmailQuerySet":
        """Finished, and longer ago than the operator keeps them; the oldest first."""
        kept = timedelta(days=settings.EMAIL_RETENTION_DAYS)
        finished = self.filter(status__in=FINISHED).annotate(last_moment=LAST_MOMENT)
        return finished.filter(last_moment__lt=Now() - kept).order_by("last_moment")

    def worth_a_look(self) -> "OutgoingEmailQuerySet":
        return self.filter(status__in=WORTH_A_LOOK)


class OutgoingEmail(Leased):
    """One e-mail to one person. Bodies hold private links and are blanked after a while."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True, db_index=True)
    dedupe_key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200, unique=True)

    to = models.EmailField()
    from_name = models.CharField(max_length=200, blank=True)
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=20, default="en-gb", db_default="en-gb")
    """Of its words; all from before there was a choice are in English."""
    ics = models.TextField(blank=True)
    ics_method = models.CharField(max_length=10, blank=True)
    headers = models.JSONField(default=dict, blank=True)

    outreach = models.BooleanField(default=False)
    """Written to a host, who has no account here: an opt-out or a bounce keeps it back."""
    expects_reply = models.BooleanField(default=False, db_default=False)
    """Whoever answers it may answer to us, where somebody reads that (`outbox.reply_address`)."""
    bare = models.JSONField(null=True, blank=True)
    """What leaves in its place after an opt-out, of a chat that they agreed to themselves: subject,
    text, html and ics with the facts alone. Without it nothing leaves."""
    urgent = models.BooleanField(default=False, db_default=False)
    """Somebody sits and waits for it, such as for a code: it goes before all others."""
    repeatable = models.BooleanField(default=True)
    """Where nobody knows whether it left: send it again under the same Message-ID, or leave it
    uncertain."""

    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    wanted_at = models.DateTimeField(db_default=Now())
    """When it should have left, which no failure puts off."""
    not_before = models.DateTimeField(db_default=Now())
    """When it is tried next."""
    expires_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    delivery_result = models.CharField(
        max_length=10, choices=DeliveryResult, blank=True, default="", db_default=""
    )
    """What the last failure meant (outbox.delivery_results), or the one that it is held for."""
    blocked_since = models.DateTimeField(null=True, blank=True)
    """Since when it has been waiting for us to mend something."""
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = "outgoing e-mail"
        verbose_name_plural = "outgoing e-mails"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="outgoing_email_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENDING) | Q(lease__isnull=False),
                name="outgoing_email_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"], name="outbox_due", condition=Q(status=Status.PENDING)
            ),
            models.Index(
                fields=["not_before"],
                name="outbox_due_urgent",
                condition=Q(status=Status.PENDING, urgent=True),
            ),
            models.Index(
                fields=["lease_until"], name="outbox_leased", condition=Q(status=Status.SENDING)
            ),
            models.Index(
                fields=["status"],
                name="outbox_worth_a_look",
                condition=Q(status__in=WORTH_A_LOOK),
            ),
            models.Index(
                fields=["wanted_at"],
                name="outbox_wanted",
                condition=Q(status__in=WAITING),
            ),
            models.Index(
                fields=["blocked_since"],
                name="outbox_blocked",
                condition=Q(status=Status.PENDING, blocked_since__isnull=False),
            ),
            models.Index(LAST_MOMENT, name="outbox_outdated", condition=Q(status__in=FINISHED)),
            models.Index(
                Lower("to"),
                name="outbox_may_leave_to",
                condition=ADDRESSED & Q(status__in=MAY_STILL_LEAVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"


class Suppression(models.Model):
    """An address that is not written to any more, by any seeker. Only a keyed hash is kept."""

    class Reason(models.TextChoices):
        OPT_OUT = "opt_out", "they asked not to be written to"
        BOUNCE = "bounce", "the address does not exist"

    address_hash = models.CharField(max_length=64, unique=True)
    by_older_rule = models.BooleanField(default=False, db_default=True)
    """Hashed by `older_hash`, as all were once; of those the database says so by itself."""
    reason = models.CharField(max_length=10, choices=Reason)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.address_hash


class Outage(models.Model):
    """Why no e-mail leaves: the mail server is away, or does not want us. One row or none."""

    name = models.CharField(max_length=40, primary_key=True)
    since = models.DateTimeField()
    said = models.CharField(max_length=500)
    try_at = models.DateTimeField()
    """Until then nobody asks it again."""


class Heartbeat(models.Model):
    """When the sweep last ran: shows that beat, broker and a worker are all alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
