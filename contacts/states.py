"""The two sides, and how far a seeker has come with a contact."""

from django.db import models


class Side(models.TextChoices):
    SEEKER = "seeker", "seeker"
    HOST = "host", "host"


class Stage(models.TextChoices):
    """Written by the operations, shown in the list."""

    TO_ASK = "to_ask", "To ask"
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Asked"
    COUNTERED = "countered", "Other times proposed"
    ANSWERED = "answered", "They answered"
    BOOKED = "booked", "Chat booked"
    THANK = "thank", "To thank"
    THANKED = "thanked", "Thanked"
    CLOSED = "closed", "Closed"
