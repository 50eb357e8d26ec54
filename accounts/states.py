"""What a seeker can choose about how things are said to them."""

from django.db import models


class HourCycle(models.TextChoices):
    H24 = "24", "15:00"
    H12 = "12", "3:00 pm"
