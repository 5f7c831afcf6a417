"""What desks say of a village or a station. Everything is kept; the newest word holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation, Recorded
from sinergi.polling.models import Station
from sinergi.regions.models import Region, under
from sinergi.risk.models.indicator import RiskIndicator


class AssessmentRows(models.QuerySet["Assessment"]):
    """Ways to ask for assessments."""

    def visible_to(self, post: Post) -> AssessmentRows:
        """Those of places that she reads."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        return self.filter(places, operation_id=post.operation_id)


class Assessment(Recorded):
    """One look at a place: who assessed it, when, and what she said of each indicator."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", help_text="the village")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="+")
    assessed_at = models.DateTimeField()
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    assessed_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    objects = AssessmentRows.as_manager()

    class Meta:
        ordering = ["-assessed_at", "-pk"]
        indexes = [models.Index(fields=["operation", "assessed_at"], name="assessment_time")]

    def __str__(self) -> str:
        return self.region.full_name if self.station is None else self.station.journal_label()


class AssessedValue(models.Model):
    """One indicator in it. `value` is a level, 0 or 1, or a count; None: no longer known."""

    id = models.BigAutoField(primary_key=True)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="values")
    indicator = models.ForeignKey(RiskIndicator, models.PROTECT, related_name="+")
    value = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator"], name="assessed_value_is_one"
            ),
            models.CheckConstraint(
                name="assessed_value_is_small", condition=Q(value=None) | Q(value__lte=1_000_000)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.value}"
