"""The themes of questions, in the order of a conversation."""

from django.db import models


class Theme(models.TextChoices):
    """Opening, path, then TIARA (Trends, Insights, Advice, Resources, Assignments), closing."""

    OPENING = "opening", "Opening"
    PATH = "path", "Their path"
    TRENDS = "trends", "Trends"
    INSIGHTS = "insights", "Insights"
    ADVICE = "advice", "Advice"
    RESOURCES = "resources", "Resources"
    ASSIGNMENTS = "assignments", "Assignments"
    CLOSING = "closing", "Closing"
