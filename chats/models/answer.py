"""What each side said about an invitation."""

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from chats.models.invitation import Invitation, InvitationQuerySet
from chats.states import AnswerKind, InvitationStatus, Way, closes


class AnswerQuerySet(models.QuerySet["Answer"]):
    def standing(self) -> Self:
        """Those that were not taken back, the newest first."""
        return self.filter(undone_at=None)

    def noted_last(self) -> Self:
        """What the seeker noted, where nothing was answered since."""
        return self.standing().filter(told_by_seeker=True, at=F("invitation__answered_at"))


class Answer(models.Model):
    """What the host said, one row each time; an undone one stays, marked.

    They say it on their page, or by any other way, of which the seeker tells us.
    """

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
    told_by_seeker = models.BooleanField(default=False, db_default=False)
    """It came by another way than the page, and the seeker noted it. It speaks for no address."""
    came_on = models.DateField(null=True, blank=True)
    """The day it came, by the seeker's calendar, where they told us of it."""
    until = models.DateField(null=True, blank=True)
    """Until when they would rather not be asked, where they said "not now"."""
    expires_before = models.DateTimeField(null=True, blank=True)
    """Until when the invitation could be answered before, which a proposal may put off."""
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by_seeker=False, came_on__isnull=True)
                | Q(told_by_seeker=True, came_on__isnull=False),
                name="answer_told_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(told_by_seeker=False) | Q(address="", opted_out=""),
                name="answer_told_speaks_for_no_address",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(kind=AnswerKind.LATER),
                name="answer_until_a_day_is_later",
            ),
            models.CheckConstraint(
                condition=Q(told_by_seeker=False) | ~Q(kind=AnswerKind.OPT_OUT),
                name="answer_never_again_is_their_own",
            ),
        ]

    @property
    def is_no(self) -> bool:
        """Whether it says no to this ask. "Never again" says more, and has words of its own."""
        return closes(self.kind) and self.kind != AnswerKind.OPT_OUT


def with_what_stands(invitations: InvitationQuerySet) -> InvitationQuerySet:
    """With the kind of the newest answer that was not taken back, as `said`."""
    standing = Answer.objects.standing().filter(invitation=OuterRef("pk"))
    said = {"said": Subquery(standing.values("kind")[:1])}  # declared by the model as well
    return invitations.annotate(**said)


class Offer(models.Model):
    """A round of times the seeker offers, with the line that went with it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="offers")
    line = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
