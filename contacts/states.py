"""How far a seeker has come with a contact. Written by the verbs, shown in the list."""

from django.db import models


class Stage(models.TextChoices):
    TO_ASK = "to_ask", "To ask"
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Asked"
    COUNTERED = "countered", "Other times proposed"
    BOOKED = "booked", "Chat booked"
    THANK = "thank", "To thank"
    THANKED = "thanked", "Thanked"
    CLOSED = "closed", "Closed"
