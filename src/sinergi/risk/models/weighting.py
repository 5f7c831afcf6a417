"""How much each indicator weighs: ours, not Bawaslu's, which publishes none. Never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from sinergi.kernel.models import Operation, Recorded

if TYPE_CHECKING:
    from sinergi.agencies.models import Post


class WeightingRows(models.QuerySet["Weighting"]):
    """Ways to ask for versions."""

    def visible_to(self, post: Post) -> WeightingRows:
        """All of the operation: how the index is made is no secret among those who sign in."""
        return self.filter(operation_id=post.operation_id)

    def in_force(self, operation: Operation) -> Weighting | None:
        """The newest version; None before the operation was prepared."""
        return self.filter(operation=operation).order_by("-number").first()


class Weighting(Recorded):
    """One version of all that turns figures into a score; a change is a new version.

    `weights` and `halves` name every indicator that counts, by code. `calibration` holds for each
    count what was learnt of its spread when the version was made: {code: [dispersion, exposure
    that a village's prior is worth, the same of a district's]}, see `rules.shrinking`.
    """

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    weights = models.JSONField(default=dict)
    halves = models.JSONField(default=dict)
    dimension_weights = models.JSONField(default=dict)
    half_life = models.FloatField(help_text="days after which an incident weighs half")
    tension_pull = models.FloatField(help_text="how much more a kind weighs in its tensest stage")
    own_share = models.FloatField(help_text="of a station's score, what its own figures make")
    vulnerable_from = models.FloatField(help_text="total from which a place is vulnerable")
    very_from = models.FloatField(help_text="total from which it is very vulnerable")
    calibration = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    objects = WeightingRows.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "number"], name="weighting_number"),
            models.CheckConstraint(
                name="weighting_thresholds_rise",
                condition=Q(vulnerable_from__gt=0, very_from__gt=F("vulnerable_from"))
                & Q(very_from__lt=100),
            ),
            models.CheckConstraint(
                name="weighting_is_bounded",
                condition=Q(half_life__gt=0, tension_pull__range=(0, 4), own_share__range=(0, 1)),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code
