"""What a seeker can choose about how things are said to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HourCycle(models.TextChoices):
    H24 = "24", _("15:00")
    H12 = "12", _("3:00 pm")
