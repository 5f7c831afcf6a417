"""What the index gave: one row for each place and day, and one for each time it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models import Operation, Recorded
from sinergi.polling.models import Category, Station
from sinergi.regions.models import Region, under
from sinergi.risk.models.weighting import Weighting

if TYPE_CHECKING:
    from sinergi.agencies.models import Post

# What the index itself can give: `special` is only set by hand.
GIVEN = [(row.value, row.label) for row in Category if row != Category.SPECIAL]


@dataclass(frozen=True)
class Part:
    """What one indicator gave. Of a station, `@` and a dimension: what its village gave there.

    `value` is a level, a count, a rate or a share, as measured; `score` 0 to 1; `points` of the
    total: the points of all parts add up to it.
    """

    code: str
    value: float
    score: float
    points: float


class RiskScoreRows(models.QuerySet["RiskScore"]):
    """Ways to ask for scores."""

    def visible_to(self, post: Post) -> RiskScoreRows:
        """Those of places that she reads."""
        places = under("region_id", post.prefixes if post.can("read") else [])
        return self.filter(places, operation_id=post.operation_id)

    def of_villages(self) -> RiskScoreRows:
        """Without stations."""
        return self.filter(station__isnull=True)

    def of_stations(self) -> RiskScoreRows:
        """Without villages."""
        return self.filter(station__isnull=False)

    def of_place(self, code: str, station: UUID | None = None) -> RiskScoreRows:
        """Those of one village, or of one station in it."""
        return self.filter(models.Q(region_id=code, station_id=station))


class RiskScore(models.Model):
    """The index of a village, or of a station, as it stood at the end of a day (or stands now).

    `parts` is kept short, [code, value, score, points] of each indicator: read it by `pieces`.
    """

    id = models.BigAutoField(primary_key=True)
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, help_text="the village"
    )
    station = models.ForeignKey(
        Station, models.CASCADE, null=True, related_name="risk_scores", db_index=False
    )
    day = models.DateField()
    at = models.DateTimeField()
    weighting = models.ForeignKey(Weighting, models.PROTECT, related_name="+", db_index=False)
    total = models.FloatField(help_text="0 to 100")
    low = models.FloatField()
    high = models.FloatField()
    coverage = models.FloatField(help_text="share of the weight of which something is known")
    category = models.CharField(_("category"), max_length=10, choices=GIVEN)
    dimensions = models.JSONField(default=dict, help_text="0 to 100 by dimension; none if unknown")
    parts = models.JSONField(default=list)

    objects = RiskScoreRows.as_manager()

    class Meta:
        ordering = ["-day", "-total"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "day", "region", "station"],
                name="risk_score_is_one_a_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="risk_score_is_bounded",
                condition=models.Q(total__range=(0, 100), low__gte=0, high__lte=100),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "day"], name="risk_score_of_village"),
            models.Index(
                fields=["station", "day"],
                condition=models.Q(station__isnull=False),
                name="risk_score_of_station",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.day}: {self.total:.1f}"

    @property
    def pieces(self) -> list[Part]:
        """What each indicator gave, the most points first."""
        rows = (Part(*row) for row in self.parts)
        return sorted(rows, key=lambda part: (-part.points, part.code))


class IndexRun(Recorded):
    """One time that the index was computed: how far the journal was read, and how much moved."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+", db_index=False)
    weighting = models.ForeignKey(Weighting, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    entry = models.BigIntegerField(default=0, help_text="the last entry of the journal it has read")
    places = models.PositiveIntegerField(help_text="villages and stations")
    changed = models.PositiveIntegerField(help_text="of them, those whose score moved")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["operation", "-at"], name="index_run_last")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code
