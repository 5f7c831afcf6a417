"""Whether an operation shows figures to everybody."""

from __future__ import annotations

from django.db import models

from sinergi.kernel.models import Operation, Recorded


class OpenData(Recorded):
    """The switch of one operation. Without a row it is off."""

    operation = models.OneToOneField(Operation, models.PROTECT, related_name="open_data")
    on = models.BooleanField(default=False)
    switched_at = models.DateTimeField()
    switched_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.operation}: {'on' if self.on else 'off'}"

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code
