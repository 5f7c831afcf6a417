"""The plan of personnel and equipment: patterns by category, what is needed and what is there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency
from sinergi.kernel.models import Operation, Recorded
from sinergi.polling.models.stations import Category
from sinergi.regions.models import Region


class Pattern(Recorded):
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

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


class Equipment(Recorded):
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

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


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
