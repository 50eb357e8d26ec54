"""What each side said about an invitation."""

from typing import TYPE_CHECKING

from django.db import models

from chats.models.invitation import Invitation
from chats.states import AnswerKind, ChangeKind, InvitationStatus, Side, Way

if TYPE_CHECKING:
    from chats.models.chat import Chat


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

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def called_off(self) -> "Chat | None":
        """The chat that "never again" called off along with it."""
        if self.kind != AnswerKind.OPT_OUT:
            return None
        cancelled = {"changes__kind": ChangeKind.CANCELLED, "changes__by": Side.HOST}
        return self.invitation.chats.filter(changes__at=self.at, **cancelled).first()


class Offer(models.Model):
    """A round of times the seeker offers, with the line that went with it."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="offers")
    line = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
