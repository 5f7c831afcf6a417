"""KPU's list of stations: how its columns were read, the file in hand, and what it changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import HandedIn
from sinergi.kernel.models import Operation, Recorded


class ColumnMapping(Recorded):
    """Which column of a list means what, as it was chosen the last time."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    headings = ArrayField(models.CharField(max_length=200), help_text="of the sheet, in order")
    columns = models.JSONField(help_text="{field: number of its column}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "headings"], name="mapping_of_a_sheet")
        ]

    def __str__(self) -> str:
        return ", ".join(self.headings)[:80]

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


class StationSheet(HandedIn):
    """A list between its upload and its application.

    `rows` is what was read of the file, compressed: the file itself is not kept.
    """

    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    headings = ArrayField(models.CharField(max_length=200))
    columns = models.JSONField(default=dict, help_text="{field: number of its column}")
    rows = models.BinaryField()


class StationImport(Recorded):
    """A list that was applied: what it changed. Its entry in the journal says the same."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="station_imports")
    name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    struck = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="rows with errors")
    differences = models.JSONField(
        default=list, help_text="[village, number, {column: [old, new]}] of what was changed"
    )

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code
