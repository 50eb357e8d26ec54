"""What calendars have answered, and how far the inbox has been read."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from chats.models.chat import Chat
from chats.states import CalendarSaid, Side


class CalendarReplyQuerySet(models.QuerySet["CalendarReply"]):
    def about(self, chat: Chat) -> Self:
        """What was answered to the chat as it is now, not to a time before."""
        return self.filter(chat=chat, sequence=chat.sequence)

    def suggested(self, chat: Chat, side: str) -> datetime | None:
        """The other time that this side's calendar would like, to begin a move with."""
        if side not in Side.values:
            return None
        return self.about(chat).filter(side=side).values_list("proposed_at", flat=True).first()


class CalendarReply(models.Model):
    """The newest answer of one side's calendar to one chat: a hint, shown and told of.

    None of its words is kept.
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="calendar_replies")
    side = models.CharField(max_length=6, choices=Side)
    said = models.CharField(max_length=9, choices=CalendarSaid)
    proposed_at = models.DateTimeField(null=True, blank=True)
    """The time it suggests instead, if it names one."""
    sequence = models.PositiveIntegerField()
    """Of the entry it answers: a chat that has changed since makes it stale."""
    stamped_at = models.DateTimeField()
    """When the answer was made, by the clock of whoever made it."""
    noted_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    """How many answers to this sequence were noted; after many, no more are."""

    objects = CalendarReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "calendar replies"
        constraints = [
            models.UniqueConstraint(fields=["chat", "side"], name="calendar_reply_newest_alone"),
            models.CheckConstraint(
                condition=Q(said__in=CalendarSaid.values), name="calendar_reply_said_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None) | Q(said=CalendarSaid.COUNTERED),
                name="calendar_reply_counter_proposes",
            ),
        ]

    @property
    def objects_to_it(self) -> bool:
        return self.said in {CalendarSaid.DECLINED, CalendarSaid.COUNTERED}

    def is_older_than(self, sequence: int, stamped_at: datetime) -> bool:
        """Whether another answer takes its place (RFC 5546 section 2.1.5)."""
        return (self.sequence, self.stamped_at) < (sequence, stamped_at)


class InboxMark(models.Model):
    """Up to which message the inbox has been read, by the numbers IMAP gives them."""

    place = models.CharField(max_length=300, unique=True)
    """The account and its folder."""
    validity = models.BigIntegerField()
    """UIDVALIDITY: with another one, all numbers begin anew."""
    uid = models.BigIntegerField(default=0)
    stumbles = models.PositiveSmallIntegerField(default=0)
    """How often the next message could not be noted."""
