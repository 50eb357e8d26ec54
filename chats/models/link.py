"""Private links, and the letters the limits count."""

from django.db import models
from django.db.models.functions import Now

from chats.models.invitation import Invitation


class Link(models.Model):
    """A private link in an e-mail. Only the SHA-256 of its token is kept."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", "read and answer"
        OPT_OUT = "opt_out", "never write again"
        REHEARSAL = "rehearse", "look at a rehearsal"

    token_hash = models.CharField(max_length=64, unique=True)
    invitation: "models.ForeignKey[Invitation, Invitation]" = models.ForeignKey(  # type: ignore[misc]
        Invitation, null=True, on_delete=models.SET_NULL, related_name="links"
    )
    """Gone when the seeker deleted the contact: "never again" must still work, and nothing else."""
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.ANSWER)
    address = models.EmailField(blank=True)
    """Where it was sent. Whoever holds it may say "never again" for this address and no other; a
    link that was copied to be sent by hand speaks for none. Once the seeker has left or has deleted
    the contact, only its keyed hash."""
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())


class Letter(models.Model):
    """That somebody wrote to somebody, and when: what the limits count.

    Hashes and a time, nothing else, so that it can outlive both: deleting a contact must not make
    room for another letter. Forgotten after a month.
    """

    seeker = models.CharField(max_length=64)
    host = models.CharField(max_length=64)
    is_first = models.BooleanField()
    """The ask itself, not new times for it."""
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["seeker", "sent_at"], name="letter_by_seeker"),
            models.Index(fields=["host", "sent_at"], name="letter_by_host"),
            models.Index(fields=["sent_at"], name="letter_by_age"),
        ]
