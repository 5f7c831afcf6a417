"""Keeping a station: adding, changing, striking, its position, its category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid, needed
from sinergi.polling import tallying
from sinergi.polling.models import Category, Standing, Station
from sinergi.polling.permissions import keeping
from sinergi.regions.models import Region

FACTS = ("place", "address", "voters_male", "voters_female", "accessible", "network")


@action(
    "station.added",
    subject=Station,
    parent=Operation,
    may=keeping.may_add,
    title=_("Add a station"),
)
def add_station(
    by: Post, operation: Operation, region: Region, number: int, **told: Any
) -> Station:
    """Add one that KPU made after its list; `told` are columns of FACTS."""
    if region.level != Region.Level.VILLAGE or not by.covers(region.pk):
        raise Invalid(_("Choose a village of your places."), field="region")
    _require_facts(told)
    try:
        with transaction.atomic():
            return Station.objects.create(operation=operation, region=region, number=number, **told)
    except IntegrityError as error:
        said = _("The village has a station with this number.")
        raise Invalid(said, field="number") from error


@action(
    "station.changed", subject=Station, may=keeping.may_keep_station, title=_("Change the station")
)
def change_station(by: Post, station: Station, **told: Any) -> Station:
    """Change its facts (columns of FACTS); sums of its village follow its voters."""
    _require_facts(told)
    return _changed(station, told)


@action(
    "station.struck", subject=Station, may=keeping.may_strike, title=_("Strike it from the list")
)
def strike_station(by: Post, station: Station, *, reason: str) -> Station:
    """It is no longer on KPU's list. What it reported is kept, and counts no more."""
    note(reason=needed(reason, "reason", _("Say why."))[:200])
    return _changed(station, {"active": False})


@action("station.restored", subject=Station, may=keeping.may_restore, title=_("Put it on the list"))
def restore_station(by: Post, station: Station) -> Station:
    """It is on the list again; what it reported counts again."""
    return _changed(station, {"active": True})


@action("station.located", subject=Station, may=keeping.may_locate, title=_("Set its position"))
def locate_station(by: Post, station: Station, lon: float, lat: float) -> Station:
    """Where it stands: degrees of WGS 84, as who is there knows best."""
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Invalid(_("This is no position on earth."), field="lat")
    return _changed(station, {"lon": round(lon, 6), "lat": round(lat, 6)})


@action(
    "station.categorised",
    subject=Station,
    may=keeping.may_categorise,
    title=_("Set its category"),
)
def categorise_station(by: Post, station: Station, category: str) -> Station:
    """How vulnerable police and KPU hold it to be."""
    if category not in Category.values:
        raise Invalid(_("There is no such category."), field="category")
    return _changed(station, {"category": category})


def _require_facts(told: Mapping[str, Any]) -> None:
    unknown = told.keys() - set(FACTS)
    if unknown:
        raise Invalid(_("A station has no such fact."), field=min(unknown))
    for name in ("voters_male", "voters_female"):
        if not 0 <= told.get(name, 0) <= keeping.MOST_VOTERS:
            said = _("Between 0 and %(count)d.") % {"count": keeping.MOST_VOTERS}
            raise Invalid(said, field=name)


def _changed(station: Station, told: Mapping[str, Any]) -> Station:
    """Save the columns, and move the sums of its village by what its own part changes.

    The station is held by the action: no check-in of it happens meanwhile.
    """
    rows = Standing.objects.filter(station=station).select_related("milestone")
    standings = list(rows) if told.keys() & {"active", "voters_male", "voters_female"} else []
    before = [tallying.share_of(row, station, row.milestone) for row in standings]
    for name, value in told.items():
        setattr(station, name, value)
    station.save(update_fields=list(told))
    for row, old in zip(standings, before, strict=True):
        new = tallying.share_of(row, station, row.milestone)
        tallying.change(station, row.milestone, new.minus(old))
    return station
