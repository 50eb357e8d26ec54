"""What an export can be."""

from django.db import models


class Status(models.TextChoices):
    WAITING = "waiting", "Waiting"
    BUILDING = "building", "Being built"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be built"
