"""What the index looks at. No indicator is on a person, a religion or a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models import Operation, Recorded

if TYPE_CHECKING:
    from sinergi.agencies.models import Post

# Bawaslu's four, in its order (IKP Pemilu dan Pemilihan 2024).
DIMENSIONS: dict[str, Any] = {
    "social_political": _("Social-political context"),
    "organisation": _("Organisation of the election"),
    "contestation": _("Contestation"),
    "participation": _("Participation"),
}


class RiskIndicatorRows(models.QuerySet["RiskIndicator"]):
    """Ways to ask for indicators."""

    def visible_to(self, post: Post) -> RiskIndicatorRows:
        """All of the operation: what is looked at is no secret among those who sign in."""
        return self.filter(operation_id=post.operation_id)

    def assessed(self) -> RiskIndicatorRows:
        """Those that desks fill in."""
        return self.filter(active=True, source=RiskIndicator.Source.ASSESSED)


class RiskIndicator(Recorded):
    """One indicator. What it weighs stands in the `Weighting` that is in force."""

    class Unit(models.TextChoices):
        VILLAGE = "village", _("Village")
        STATION = "station", _("Polling station")
        BOTH = "both", _("Village and polling station")

    class Source(models.TextChoices):
        ASSESSED = "assessed", _("Assessed by desks")
        DERIVED = "derived", _("From the list of stations")
        LIVE = "live", _("What is happening")

    class Measure(models.TextChoices):
        LEVEL = "level", _("Level 0 to 4")
        YES_NO = "yes_no", _("Yes or no")
        COUNT = "count", _("Count")
        SHARE = "share", _("Share")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="risk_indicators")
    code = models.SlugField(max_length=40)
    dimension = models.CharField(max_length=20, choices=list(DIMENSIONS.items()))
    title_id = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    unit = models.CharField(max_length=10, choices=Unit.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    measure = models.CharField(max_length=10, choices=Measure.choices)
    exposure = models.CharField(max_length=10, blank=True, help_text="stations, or voters by 1,000")
    signal = models.CharField(max_length=20, blank=True, help_text="where its figures come from")
    keys = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    remedy_id = models.CharField(max_length=200, help_text="what would lower it")
    remedy_en = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = RiskIndicatorRows.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="risk_indicator_code"),
            models.CheckConstraint(
                name="risk_indicator_is_said", condition=~Q(title_id="") & ~Q(remedy_id="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """How it is called, in the reader's language."""
        return _spoken(self.title_id, self.title_en)

    @property
    def remedy(self) -> str:
        """What would lower it, in the reader's language."""
        return _spoken(self.remedy_id, self.remedy_en)

    @property
    def of_stations(self) -> bool:
        """Whether it is also asked of a single polling station."""
        return self.unit != self.Unit.VILLAGE

    @property
    def of_villages(self) -> bool:
        """Whether it is asked of a village."""
        return self.unit != self.Unit.STATION

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code

    def journal_label(self) -> str:
        """Its name in Indonesian."""
        return self.title_id


def _spoken(indonesian: str, english: str) -> str:
    in_english = (get_language() or "id").startswith("en")
    return (english or indonesian) if in_english else indonesian
