"""Evidence: a file as it was received, and the copy of it that is shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models.base import Operation, Recorded


class Blob(Recorded):
    """One file that someone handed in. The same photo twice is two rows and one file."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=40)
    name = models.CharField(max_length=140)
    received_at = models.DateTimeField()
    account_id = models.UUIDField(null=True)
    post_id = models.UUIDField(null=True)
    received_from = models.CharField(max_length=200)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)
    original_path = models.CharField(max_length=80, db_index=True)
    shown_path = models.CharField(max_length=80, db_index=True, blank=True)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(name="blob_is_not_empty", condition=models.Q(size__gt=0)),
            models.CheckConstraint(
                name="blob_position_is_whole",
                condition=models.Q(lon__isnull=True, lat__isnull=True)
                | models.Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """photo, audio, video or document: what a page does with it."""
        family = self.media_type.split("/")[0]
        return {"image": "photo", "audio": "audio", "video": "video"}.get(family, "document")

    @property
    def kind_label(self) -> str:
        """The kind, in words."""
        labels = {"photo": _("Photo"), "audio": _("Audio"), "video": _("Video")}
        return str(labels.get(self.kind, _("Document")))

    @property
    def has_preview(self) -> bool:
        """Whether there is a copy fit to be shown in a page."""
        return bool(self.shown_path)

    @property
    def position(self) -> tuple[float, float] | None:
        """(lon, lat) in degrees, as the camera wrote it."""
        return None if self.lon is None or self.lat is None else (self.lon, self.lat)
