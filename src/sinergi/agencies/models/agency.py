"""Agencies, each with its own relation to places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import kind_choices
from sinergi.agencies.scope import above_or_equal, covers
from sinergi.kernel.models import Operation, Recorded
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from sinergi.agencies.models.post import Post


class AgencyRows(models.QuerySet["Agency"]):
    """Ways to ask for agencies."""

    def responsible_for(self, region_code: str) -> AgencyRows:
        """Those whose area holds the place: Polres Madiun Kota, not Polres Madiun, for Jiwan."""
        return self.filter(areas__overlap=above_or_equal(region_code))

    def visible_to(self, post: Post) -> AgencyRows:
        """All of the operation: who is who is not a secret among those who sign in."""
        return self.filter(operation_id=post.operation_id)


class Agency(Recorded):
    """One body that takes part. `areas` are the codes of the places it is responsible for.

    A police resort may have another area than the regency that it serves (Jiwan and Sawahan
    answer to Polres Madiun Kota: Kep Kapolda Jatim Kep/1225/X/2012), so its area is its own.
    """

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="agencies")
    kind = models.CharField(max_length=30, choices=kind_choices())
    name = models.CharField(_("name"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    areas = ArrayField(models.CharField(max_length=13))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)

    objects = AgencyRows.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("agency")
        constraints = [
            models.UniqueConstraint(fields=["operation", "name"], name="agency_name_is_unique"),
            models.CheckConstraint(name="agency_has_an_area", condition=models.Q(areas__len__gt=0)),
        ]
        indexes = [GinIndex(fields=["areas"], name="agency_areas")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the administration."""
        return reverse("agencies:agency", args=[self.pk])

    def covers(self, region_code: str) -> bool:
        """Whether the place lies in its area."""
        return covers(self.areas, region_code)
