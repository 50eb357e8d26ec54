"""What can come of a chat, often months later."""

from django.db import models


class Kind(models.TextChoices):
    INSIGHT = "insight", "An insight"
    REFERRAL = "referral", "A referral"
    INTRODUCTION = "introduction", "An introduction"
    MENTOR = "mentor", "A mentor"
    LEAD = "lead", "A lead"
    INTERVIEW = "interview", "An interview"
    JOB_OFFER = "offer", "An offer"
