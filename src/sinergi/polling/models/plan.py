"""The plan of personnel and equipment: patterns by category, what is needed and what is there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency
from sinergi.kernel.models import OfficialDocument, Operation, Recorded
from sinergi.polling.models.secrecy import security_audience
from sinergi.polling.models.stations import Category
from sinergi.regions.models import Region


class Planned(Recorded):
    """What belongs to the plan of a whole operation: exempt, so told to security agencies alone."""

    class Meta:
        abstract = True

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        operation: Operation = self.operation  # type: ignore[attr-defined]
        return operation.region_code

    def journal_audience(self) -> list[str] | None:
        """The security agencies of the operation."""
        return security_audience(self.journal_operation(), self.journal_region())


class Pattern(Planned):
    """The pattern of security of a category: police for stations, with Linmas ("2-6-12")."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="security_patterns")
    category = models.CharField(max_length=10, choices=Category.choices)
    police = models.PositiveSmallIntegerField()
    stations = models.PositiveSmallIntegerField(help_text="for so many stations")
    linmas = models.PositiveSmallIntegerField(help_text="in all, at these stations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operation", "category"], name="pattern_of_a_category"),
            models.CheckConstraint(name="pattern_covers_a_station", condition=Q(stations__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.police}-{self.stations}-{self.linmas}"


class Equipment(Planned):
    """One kind of thing that stations or districts need."""

    class Per(models.TextChoices):
        STATION = "station", _("for each station")
        VULNERABLE = "vulnerable", _("for each vulnerable station")
        DISTRICT = "district", _("for each district")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="equipment")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    per = models.CharField(max_length=10, choices=Per.choices)
    number = models.PositiveSmallIntegerField(help_text="so many for each")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "code"], name="equipment_code")]

    def __str__(self) -> str:
        return self.title


class Strength(Recorded):
    """What an agency has in a district: personnel (police, linmas, army) or a kind of equipment."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", help_text="a district")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, help_text="police, linmas, army, or code of equipment")
    available = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "region", "agency", "what"], name="strength_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.available}"

    def journal_audience(self) -> list[str] | None:
        """The security agencies of the district."""
        return security_audience(self.operation_id, self.region_id)


class SecurityList(Recorded):
    """One list of an agency: its strength as told, people whom it placed, or its duty letters.

    It is what the journal speaks of when many rows are written at once.
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        PLACEMENT = "placement", _("Placement")
        LETTERS = "letters", _("Duty letters")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", help_text="all lies below")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="security_lists")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    rows = models.PositiveIntegerField(help_text="that were written; of letters: their number")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField(null=True, blank=True, help_text="of letters: the first day of duty")
    until = models.DateField(null=True, blank=True, help_text="of letters: the last day of duty")

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "kind"], name="security_list_agency")]

    def __str__(self) -> str:
        return f"{self.agency.name} ({self.rows})"

    def journal_audience(self) -> list[str] | None:
        """The security agencies of the place, and the agency itself."""
        known = security_audience(self.operation_id, self.region_id)
        return sorted({*known, str(self.agency_id)})
