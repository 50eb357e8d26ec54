"""Questions to ask, and what is written down while they are answered."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from chats.models import Chat
from preparation.states import Theme


class BankQuestionQuerySet(models.QuerySet["BankQuestion"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)


class BankQuestion(models.Model):
    """A question of the seeker's own, or one of ours that they changed or put away."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bank_questions"
    )
    theme = models.CharField(max_length=11, choices=Theme)
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=40, blank=True)
    """Which of ours it stands in for (`preparation.bank`); blank for one of their own."""
    is_hidden = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    objects = BankQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values), name="bank_question_theme_known"
            ),
            models.UniqueConstraint(
                fields=["seeker", "key"], name="bank_question_once", condition=~Q(key="")
            ),
        ]


class Question(models.Model):
    """One question of one chat, in its place, with the minutes it may take."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="questions")
    theme = models.CharField(max_length=11, choices=Theme, blank=True)
    text = models.CharField(max_length=300)
    source = models.CharField(max_length=40, blank=True)
    """The key of the bank it was picked from, so that it is not suggested to this person again:
    one of ours by its own key, one of the seeker's as `own:<pk>`."""
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    is_must = models.BooleanField("must ask", default=False)
    is_public = models.BooleanField("already public", default=False)
    """Its answer can be read somewhere: kept to know, not to ask."""
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(theme__in=["", *Theme.values]), name="question_theme_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1, minutes__lte=60),
                name="question_minutes_sensible",
            ),
        ]
        indexes = [models.Index(fields=["chat", "position", "id"], name="question_in_order")]


class Note(models.Model):
    """What was written down during a chat, beside a question or on its own.

    The device that wrote it chooses `uid`, also while it has no connection, so that sending it
    twice writes it once and two devices never write over each other.
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="jottings")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes"
    )
    uid = models.UUIDField(default=uuid.uuid4)
    text = models.TextField(max_length=5000, blank=True)
    is_starred = models.BooleanField(default=False)
    """A thank-you starts from these."""
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["chat", "uid"], name="note_once")]


class SeenKeys(models.Model):
    """The idempotency keys of the edits that devices sent last.

    An edit whose answer was lost on its way is sent again with the same key, and counts once.
    """

    REMEMBERED = 500

    chat = models.OneToOneField(Chat, on_delete=models.CASCADE, related_name="seen_keys")
    keys = ArrayField(models.UUIDField(), default=list)
