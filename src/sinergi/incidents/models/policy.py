"""The escalation policy: how long a desk has, by severity and level. Versions are kept."""

from __future__ import annotations

from django.db import models

from sinergi.incidents import rules
from sinergi.kernel.models import Operation, Recorded


class EscalationPolicy(Recorded):
    """One version. `table` is {severity: {level: [minutes to acknowledge, minutes to settle]}}."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    table = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "version"], name="policy_version_is_unique"
            )
        ]

    def __str__(self) -> str:
        return f"v{self.version}"

    def journal_region(self) -> str:
        """It holds for the whole regency."""
        return self.operation.region_code

    def rules(self) -> rules.Table:
        """The table as the rules read it."""
        return {
            severity: {level: (pair[0], pair[1]) for level, pair in levels.items()}
            for severity, levels in self.table.items()
        }
