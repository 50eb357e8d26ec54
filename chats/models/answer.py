"""What each side said about an invitation."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery

from chats.models.invitation import Invitation, InvitationQuerySet
from chats.states import STATUS_AFTER, AnswerKind, InvitationStatus, Way


class AnswerQuerySet(models.QuerySet["Answer"]):
    def standing(self) -> Self:
        """Those that were not taken back, the newest first."""
        return self.filter(undone_at=None)


class Answer(models.Model):
    """What the host said, one row each time; an undone one stays, marked."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=8, choices=AnswerKind)
    line = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.EmailField(blank=True)
    """Whose answer it is: where the link was delivered through which it came. A link that was
    copied speaks for nobody."""
    opted_out = models.EmailField(blank=True)
    """The address this answer was the first to opt out; an undo lifts that and nothing older."""
    before = models.CharField(max_length=14, choices=InvitationStatus)
    """What the invitation was before: an undo goes back there."""
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def is_no(self) -> bool:
        """Whether it says no to this ask. "Never again" says more, and has words of its own."""
        closes = STATUS_AFTER[AnswerKind(self.kind)] == InvitationStatus.DECLINED
        return closes and self.kind != AnswerKind.OPT_OUT


def with_what_stands(invitations: InvitationQuerySet) -> InvitationQuerySet:
    """With the kind of the newest answer that was not taken back, as `said`."""
    standing = Answer.objects.standing().filter(invitation=OuterRef("pk"))
    return invitations.annotate(said=Subquery(standing.values("kind")[:1]))


class Offer(models.Model):
    """A round of times the seeker offers, with the line that went with it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="offers")
    line = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
