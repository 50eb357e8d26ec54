"""An archive of all a seeker's data, on its way and ready to fetch."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from archive.states import Status
from outbox.leases import Leased


class ExportQuerySet(models.QuerySet["Export"]):
    def of(self, seeker: User) -> Self:
        return self.filter(seeker=seeker)


class Export(Leased):
    """One archive of everything, built by a worker. The newest is the one that is shown."""

    seeker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports"
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    """In bytes."""
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="export_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.READY)
                | Q(ready_at__isnull=False, expires_at__isnull=False),
                name="export_ready_has_dates",
            ),
            models.UniqueConstraint(
                fields=["seeker"],
                name="export_one_under_way",
                condition=Q(status__in=[Status.WAITING, Status.BUILDING]),
            ),
        ]
        indexes = [
            models.Index(fields=["seeker", "-created_at"], name="export_newest"),
            models.Index(
                fields=["created_at"],
                name="export_under_way",
                condition=Q(status__in=[Status.WAITING, Status.BUILDING]),
            ),
        ]


class Piece(models.Model):
    """A stretch of an archive's bytes: web and worker share a database, not a disk."""

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="export_piece_once")
        ]
