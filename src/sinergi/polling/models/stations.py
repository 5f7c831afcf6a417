"""Polling stations (TPS), what makes them vulnerable, and who serves there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation, Recorded
from sinergi.polling.models.secrecy import SECURED, security_audience
from sinergi.regions.models import Region, under

SERVING = ("station_officer", "station_supervisor")  # roles that see only their own stations


class Stations(models.QuerySet["Station"]):
    """Ways to ask for stations."""

    def visible_to(self, post: Post) -> Stations:
        """Those in her places; for who serves at stations (KPPS, PTPS) only those."""
        rows = self.filter(under("region_id", post.prefixes), operation_id=post.operation_id)
        if post.role not in SERVING:
            return rows
        hers = StationPerson.objects.filter(post__account=post.account_id, until__isnull=True)
        return rows.filter(pk__in=hers.values("station"))

    def whole(self) -> Stations:
        """With all that its pages name."""
        return self.select_related("operation", "region__parent")


class Category(models.TextChoices):
    """Police categories of vulnerability, as Operasi Mantap Praja uses them."""

    LESS = "less", _("Less vulnerable")
    VULNERABLE = "vulnerable", _("Vulnerable")
    VERY = "very", _("Very vulnerable")
    SPECIAL = "special", _("Special")


class Station(Recorded):
    """One polling station of the operation's election."""

    class Network(models.TextChoices):
        UNKNOWN = "", _("Not known")
        NONE = "none", _("No signal")
        WEAK = "weak", _("Weak signal")
        GOOD = "good", _("Good signal")

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="stations")
    region = models.ForeignKey(Region, models.PROTECT, related_name="stations")
    number = models.PositiveSmallIntegerField(_("number"))
    place = models.CharField(_("place"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    voters_male = models.PositiveIntegerField(_("male voters"), default=0)
    voters_female = models.PositiveIntegerField(_("female voters"), default=0)
    accessible = models.BooleanField(_("accessible to disabled voters"), null=True, blank=True)
    network = models.CharField(
        _("network"), max_length=5, choices=Network.choices, blank=True, default=""
    )
    category = models.CharField(
        _("category"), max_length=10, choices=Category.choices, default=Category.LESS
    )
    active = models.BooleanField(default=True, help_text="false: struck from KPU's list")

    objects = Stations.as_manager()

    class Meta:
        ordering = ["region_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["operation", "region", "number"], name="station_is_one_in_its_village"
            ),
            models.CheckConstraint(name="station_number_is_positive", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"TPS {self.number:03}"

    @property
    def voters(self) -> int:
        """Registered voters."""
        return self.voters_male + self.voters_female

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("polling:station", args=[self.pk])

    def journal_label(self) -> str:
        """Its number and village."""
        return f"{self} {self.region.name}"


class Indicator(Recorded):
    """One indicator of vulnerability, from Bawaslu's list; an operation may edit its own."""

    operation = models.ForeignKey(Operation, models.PROTECT, related_name="station_indicators")
    code = models.CharField(max_length=10)
    variable = models.CharField(max_length=80, help_text="Bawaslu's variable to which it belongs")
    title = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["operation", "code"], name="station_indicator_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def journal_region(self) -> str:
        """It holds for the whole operation."""
        return self.operation.region_code


class StationIndicator(Recorded):
    """That an indicator is present at a station, how often, and who found it."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="findings")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    present = models.BooleanField(default=True)
    count = models.PositiveIntegerField(null=True, blank=True, help_text="for example of voters")
    note = models.CharField(max_length=300, blank=True)
    found_at = models.DateTimeField()
    found_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "indicator"], name="station_finding_is_one")
        ]

    def __str__(self) -> str:
        return self.indicator.code

    def journal_region(self) -> str:
        """The village of the station."""
        return self.station.region_id


class Served(models.TextChoices):
    """In which service a person stands at a station."""

    KPPS = "kpps", _("KPPS")
    PTPS = "ptps", _("PTPS (supervisor)")
    LINMAS = "linmas", _("Linmas")
    POLICE = "police", _("Police")
    ARMY = "army", _("Army")


class StationPerson(Recorded):
    """Who serves at a station, by post: named by office, with a telephone to be called at.

    Where the security personnel stands is exempt information (UU 14/2008 art. 17 c): it never
    appears on a public page.
    """

    journal_hidden: ClassVar[tuple[str, ...]] = ("phone",)

    station = models.ForeignKey(Station, models.PROTECT, related_name="people")
    service = models.CharField(max_length=10, choices=Served.choices)
    title = models.CharField(max_length=150, help_text="for example: Ketua KPPS TPS 003")
    phone = models.CharField(max_length=20, blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="stations", help_text="signs in"
    )
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, related_name="+")
    letter = models.CharField(max_length=60, blank=True, help_text="number of the duty letter")
    until = models.DateTimeField(null=True, blank=True, help_text="when it was taken back")

    class Meta:
        ordering = ["service", "title"]
        indexes = [models.Index(fields=["post"], name="station_person_post")]

    def __str__(self) -> str:
        return self.title

    def journal_region(self) -> str:
        """The village of the station."""
        return self.station.region_id

    def journal_audience(self) -> list[str] | None:
        """Where police, army and Linmas stand is told to the security agencies of the place."""
        if self.service not in SECURED:
            return None
        station = self.station
        return security_audience(station.operation_id, station.region_id, self.service)
