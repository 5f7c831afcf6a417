"""Places, their boundaries, and which set of boundaries is in use."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.models import Recorded
from sinergi.regions.codes import ancestors_of, clipped, is_code, level_of, lies_within

# How officials shorten the kind of a place when it stands behind another.
SHORT = {"kabupaten": "Kab.", "kota": "Kota", "kecamatan": "Kec.", "distrik": "Distrik"}


def under(column: str, prefixes: Iterable[str]) -> Q:
    """Rows whose code in `column` is one of `prefixes` or lies below one; none without any.

    `column` holds the code, or is a key to a region (`region_id`), which Django compares with a
    text only by way of the region's own column; it makes no join of that.
    """
    code = column.removesuffix("_id") + "__code" if column.endswith("_id") else column
    places = Q(pk__in=[])
    for prefix in prefixes:
        places |= Q(**{code: prefix}) | Q(**{f"{code}__startswith": prefix + "."})
    return places


class RegionRows(models.QuerySet["Region"]):
    """Ways to ask for places."""

    def within(self, prefixes: Iterable[str]) -> RegionRows:
        """The places named by `prefixes` and all below them."""
        return self.filter(under("code", prefixes))

    def villages(self) -> RegionRows:
        """Desa and kelurahan."""
        return self.filter(level=Region.Level.VILLAGE)

    def districts(self) -> RegionRows:
        """Kecamatan."""
        return self.filter(level=Region.Level.DISTRICT)

    def with_parent(self) -> RegionRows:
        """Together with the place above, which `full_name` needs."""
        return self.select_related("parent")


class Region(models.Model):
    """A province, regency, district or village, by its official code.

    The column sorts bytewise (collation C), and so do the foreign keys that inherit it: every
    plain index on a place then also serves `LIKE '35.19.%'`, which is how scope is asked.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        REGENCY = "regency", _("Regency")
        DISTRICT = "district", _("District")
        VILLAGE = "village", _("Village")

    class Kind(models.TextChoices):
        """What a place is called by law; proper names, the same in every language."""

        PROVINSI = "provinsi", "Provinsi"
        KABUPATEN = "kabupaten", "Kabupaten"
        KOTA = "kota", "Kota"
        KECAMATAN = "kecamatan", "Kecamatan"
        DISTRIK = "distrik", "Distrik"
        DESA = "desa", "Desa"
        KELURAHAN = "kelurahan", "Kelurahan"
        DESA_ADAT = "desa_adat", "Desa Adat"

    code = models.CharField(primary_key=True, max_length=13, db_collation="C")
    name = models.CharField(max_length=80, help_text="without its kind: Madiun, Grobogan")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    lon = models.FloatField(null=True, blank=True, help_text="degrees east, WGS84")
    lat = models.FloatField(null=True, blank=True, help_text="degrees north, WGS84")
    registered_voters = models.PositiveIntegerField(null=True, blank=True)
    polling_stations = models.PositiveIntegerField(null=True, blank=True)
    facts_source = models.CharField(max_length=200, blank=True)
    facts_estimated = models.BooleanField(default=False)

    objects = RegionRows.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_position_is_whole",
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
            ),
            models.CheckConstraint(
                name="region_only_a_province_has_no_parent",
                condition=Q(level="province", parent__isnull=True)
                | (~Q(level="province") & Q(parent__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["level", "code"], name="region_level")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def short_name(self) -> str:
        """Its name behind another's: Kec. Jiwan, Kab. Madiun."""
        return f"{SHORT.get(self.kind, self.get_kind_display())} {self.name}"

    @property
    def full_name(self) -> str:
        """Desa Grobogan, Kec. Jiwan: a village is never named without its district.

        Two villages of one regency may bear the same name. Ask `with_parent()` before a list.
        """
        if self.level != self.Level.VILLAGE or self.parent is None:
            return str(self)
        return f"{self}, {self.parent.short_name}"

    @property
    def regency_code(self) -> str:
        """The code of its regency; of the province itself when it is one."""
        return clipped(self.code, "regency")

    def journal_region(self) -> str:
        """Where the journal places it: at itself."""
        return self.code


class Boundary(models.Model):
    """The outline of one place, as GeoJSON (RFC 7946, WGS84)."""

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="boundary")
    geometry = models.JSONField(help_text="Polygon or MultiPolygon")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    approximate = models.BooleanField(
        default=False, help_text="computed from points, not surveyed: only for orientation"
    )
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.region_id)

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        return (self.west, self.south, self.east, self.north)


class BoundarySet(Recorded):
    """Which boundaries a regency uses: one small row, replaced whenever they are loaded.

    It is the subject of `boundaries.loaded` in the journal, the version that pages and the
    index of coordinates compare, and the lock that lets one loading happen at a time.
    """

    region = models.OneToOneField(Region, models.CASCADE, related_name="boundary_set")
    source = models.CharField(max_length=200)
    approximate = models.BooleanField(default=False)
    villages = models.PositiveIntegerField(help_text="villages that have a boundary")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was loaded")
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.region_id} · {self.source}"


__all__ = [
    "Boundary",
    "BoundarySet",
    "Region",
    "RegionRows",
    "ancestors_of",
    "clipped",
    "is_code",
    "level_of",
    "lies_within",
    "under",
]
