"""The sets of places: the tree of codes, and the villages with what is counted in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing.open_data.columns import Column, column
from sinergi.incidents import rules
from sinergi.incidents.models import Incident
from sinergi.polling.models import Milestone, Station, Tally
from sinergi.regions.models import Boundary, Region, under
from sinergi.risk.queries.scores import scores_of

REGIONS = (
    column("code", "text", "#adm+code", _("Official code (Kemendagri)"), "pk"),
    column("name", "text", "#adm+name", _("Name without its kind")),
    column("kind", "text", "#adm+type", _("What it is called by law")),
    column("level", "text", "#adm+level", _("province, regency, district, village")),
    column("parent", "text", "#adm+code+parent", _("Code of the place above"), "parent_id"),
    column("voters", "integer", "#population+voters", _("Registered voters, as far as known"),
           "registered_voters"),
    column("lon", "number", "#geo+lon", _("Degrees east, WGS84")),
    column("lat", "number", "#geo+lat", _("Degrees north, WGS84")),
)  # fmt: skip
_OF_REGION = ("pk", "name", "kind", "level", "parent_id", "registered_voters", "lon", "lat")


def regions(post: Post, since: Any) -> Iterator[dict[str, Any]]:
    """The places of the post with all below them. One statement."""
    rows = Region.objects.within(post.prefixes).order_by("code").values(*_OF_REGION)
    found: Iterator[dict[str, Any]] = rows.iterator(chunk_size=2_000)
    return found


def _count(name: str, tag: str, about: Any) -> Column:
    return column(name, "integer", tag, about)


VILLAGES = (
    column("village", "text", "#adm4+code", _("Code of the village"), "pk"),
    column("district", "text", "#adm3+code", _("Code of the district"), "parent_id"),
    column("name", "text", "#adm4+name", _("Name of the village")),
    _count("incidents", "#indicator+incidents+num", _("Ordinary incidents since the beginning")),
    _count("open", "#indicator+incidents+open+num", _("Of these, still open")),
    _count("settled", "#indicator+incidents+settled+num", _("Of these, settled")),
    _count("settled_here", "#indicator+incidents+settled+village+num",
           _("Of these, settled on the desk of a village")),
    _count("stations", "#loc+station+num", _("Polling stations in use")),
    _count("voters", "#population+voters", _("Their registered voters")),
    _count("counted_stations", "#loc+station+counted+num", _("Stations with a final count")),
    _count("turnout_voters", "#indicator+voters+num", _("Voters by these counts")),
    _count("turnout_registered", "#population+voters+counted", _("Registered at these stations")),
    column("score", "number", "#indicator+score+num", _("Index of vulnerability, 0 to 100")),
    column("category", "text", "#indicator+category", _("less, vulnerable, very")),
)  # fmt: skip
_NOTHING: dict[str, Any] = {
    "incidents": 0, "open": 0, "settled": 0, "settled_here": 0, "stations": 0, "voters": 0,
    "counted_stations": 0, "turnout_voters": 0, "turnout_registered": 0, "score": None,
    "category": None,
}  # fmt: skip


def villages(post: Post, since: Any) -> Iterator[dict[str, Any]]:
    """Every village of the post with its counts and outline. Six statements, all made at once."""
    counted = _counted(post)
    shapes = dict(
        Boundary.objects.filter(under("region_id", post.prefixes)).values_list(
            "region_id", "geometry"
        )
    )
    rows = Region.objects.within(post.prefixes).filter(level="village").order_by("code")
    told = list(rows.values("pk", "parent_id", "name"))
    return (
        {**_NOTHING, **row, **counted.get(row["pk"], {}), "geometry": shapes.get(row["pk"])}
        for row in told
    )


def _counted(post: Post) -> dict[str, dict[str, Any]]:
    """{code of a village: what is counted there}. Four statements."""
    found: dict[str, dict[str, Any]] = {}
    for rows in (_incidents(post), _stations(post), _turnout(post), _scores(post)):
        for row in rows:
            found.setdefault(row.pop("region_id"), {}).update(row)
    return found


def _incidents(post: Post) -> Any:
    rows = Incident.objects.visible_to(post).filter(visibility="ordinary").order_by()
    settled = Q(state="settled")
    return rows.values("region_id").annotate(
        incidents=Count("*"),
        open=Count("pk", filter=Q(state__in=rules.OPEN)),
        settled=Count("pk", filter=settled),
        settled_here=Count("pk", filter=settled & Q(level="village")),
    )


def _stations(post: Post) -> Iterator[dict[str, Any]]:
    rows = Station.objects.visible_to(post).filter(active=True).order_by()
    voters = Sum(F("voters_male") + F("voters_female"))
    grouped = rows.values_list("region_id").annotate(stations=Count("*"), registered=voters)
    for region, stations, registered in grouped:
        yield {"region_id": region, "stations": stations, "voters": registered}


def _turnout(post: Post) -> Any:
    """By the milestone that is the final count."""
    final = Milestone.objects.filter(operation=post.operation_id, active=True, final=True)
    rows = Tally.objects.filter(under("region_id", post.prefixes), milestone__in=final).order_by()
    return rows.values("region_id").annotate(
        counted_stations=Sum("done"), turnout_voters=Sum("value"), turnout_registered=Sum("voters")
    )


def _scores(post: Post) -> Iterator[dict[str, Any]]:
    """Those of the newest day."""
    for region, total, category in scores_of(post).order_by().values_list(*_OF_VILLAGE_SCORE):
        yield {"region_id": region, "score": round(total, 2), "category": category}


_OF_VILLAGE_SCORE = ("region_id", "total", "category")
