"""How far the chats to come have been compared with the rules of their zones."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models

from chats.models.chat import Chat

COMPARE_EVERY = timedelta(days=1)
"""Compared anew even where the rules look the same: it is cheap, and a miss is a missed chat."""


class RulesCompared(models.Model):
    """One row: under which rules, since when, and up to which end of a chat."""

    rules = models.CharField(max_length=80)
    begun_at = models.DateTimeField()
    reached = models.DateTimeField(null=True, blank=True)
    """The end of the last chat that was compared, and its key; empty once all have been."""
    reached_pk = models.BigIntegerField(default=0)

    @classmethod
    def under(cls, rules: str, now: datetime) -> Self:
        """Where to go on: from now if the rules are new or a day has passed, else where it was."""
        row, _ = cls.objects.get_or_create(
            pk=1, defaults={"rules": rules, "begun_at": now, "reached": now}
        )
        if row.rules != rules or (row.reached is None and row.begun_at + COMPARE_EVERY <= now):
            row.rules, row.begun_at, row.reached, row.reached_pk = rules, now, now, 0
        return row

    def go_on_from(self, last: Chat | None) -> None:
        self.reached, self.reached_pk = (last.ends_at, last.pk) if last else (None, 0)
        self.save()
