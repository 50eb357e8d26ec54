"""What a follow-up can be, and what can follow what."""

from datetime import timedelta
from enum import StrEnum

from django.db import models

from chats.states import ChatStatus


class Kind(models.TextChoices):
    THANK_YOU = "thank_you", "Thank-you"
    LINKEDIN = "linkedin", "Connect on LinkedIn"
    RESOURCE = "resource", "Share something"
    UPDATE = "update", "What you did with their advice"
    KEEP_IN_TOUCH = "keep_in_touch", "Keep in touch"


class Acquaintance(StrEnum):
    """How far two know each other: whoever never spoke is not reminded of a talk."""

    SPOKE = "spoke"
    WROTE = "wrote"
    NONE = "none"


class Status(models.TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"


class PromiseStatus(models.TextChoices):
    OPEN = "open", "Open"
    KEPT = "kept", "Kept"
    DROPPED = "dropped", "No longer needed"


PROMISE_STEPS: dict[PromiseStatus, set[PromiseStatus]] = {
    PromiseStatus.OPEN: {PromiseStatus.KEPT, PromiseStatus.DROPPED},
    PromiseStatus.KEPT: set(),
    PromiseStatus.DROPPED: {PromiseStatus.KEPT},  # kept after all
}

STEPS: dict[Status, set[Status]] = {
    Status.OPEN: {Status.OPEN, Status.DONE, Status.SKIPPED},  # open once more: snoozed
    Status.DONE: {Status.DONE},  # once more by hand, where the e-mail did not arrive
    # Late, and still worth sending; or to leave by itself after all.
    Status.SKIPPED: {Status.DONE, Status.OPEN},
}

NOTHING_TO_THANK_FOR = {ChatStatus.CANCELLED, ChatStatus.NO_SHOW}
"""Its follow-up rests: should the chat have happened after all, it goes on where it was."""

DUE_AFTER = timedelta(hours=24)
"""A thank-you counts most within a day of the chat's end."""
