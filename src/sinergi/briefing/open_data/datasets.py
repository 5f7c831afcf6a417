"""The data sets: which rows of which table, and what stands in each column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing.open_data.changes import Mark, touched
from sinergi.briefing.open_data.columns import Column, column, places
from sinergi.briefing.open_data.of_places import REGIONS, VILLAGES, regions, villages
from sinergi.followups.models import Followup
from sinergi.incidents.models import Incident
from sinergi.polling.models import CheckIn, Standing, Station
from sinergi.readiness.models import ReadinessItem
from sinergi.risk.models import RiskScore

CHUNK = 2_000  # rows that are in memory at once
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True)
class Dataset:
    """One set. `read` gives its rows in the scope of a post, all or those since a mark."""

    code: str
    about: Any
    columns: tuple[Column, ...]
    read: Callable[[Post, Mark | None], Rows]
    by_change: bool = True  # whether it can be read since a mark
    geometry: str = ""  # point (of lon and lat), area, or empty


def _streamed(rows: QuerySet[Any], *names: str, **more: Any) -> Rows:
    """The values through a cursor of the server: constant memory, however many rows."""
    found: Rows = rows.values(*names, **more).iterator(chunk_size=CHUNK)
    return found


# -- Incidents

_OF_INCIDENT = (
    "pk", "number", "region_id", "kind", "severity", "state", "level", "happened_at",
    "reported_at", "first_acknowledged_at", "verified_at", "closed_at", "injured", "dead", "lon",
    "lat",
)  # fmt: skip
INCIDENTS = (
    column("id", "text", "#meta+id", _("Key"), "pk"),
    column("number", "text", "#meta+number", _("Official number")),
    *places(),
    column("kind", "text", "#event+type", _("Code of the kind")),
    column("severity", "text", "#severity", _("low, medium, high, critical")),
    column("state", "text", "#status", _("State of the case")),
    column("desk_level", "text", "#org+level", _("Level of its present or last desk"), "level"),
    column("happened_at", "moment", "#date+occurred", _("When it happened")),
    column("reported_at", "moment", "#date+reported", _("When it was reported")),
    column("acknowledged_at", "moment", "#date+acknowledged", _("When a desk first took notice"),
           "first_acknowledged_at"),
    column("verified_at", "moment", "#date+verified", _("When it was verified")),
    column("closed_at", "moment", "#date+closed", _("When it was settled or otherwise closed")),
    column("injured", "integer", "#affected+injured", _("People injured")),
    column("dead", "integer", "#affected+killed", _("People killed")),
    column("lon", "number", "#geo+lon", _("Degrees east, WGS84; empty when not known")),
    column("lat", "number", "#geo+lat", _("Degrees north, WGS84")),
)  # fmt: skip


def _incidents(post: Post, since: Mark | None) -> Rows:
    rows = Incident.objects.visible_to(post).filter(visibility="ordinary")
    rows = touched(rows, Incident, since) if since else rows
    return _streamed(rows.order_by("reported_at", "pk"), *_OF_INCIDENT)


# -- Follow-ups

_OF_FOLLOWUP = (
    "pk", "region_id", "kind", "state", "created_at", "due_at", "answered_at", "closed_at",
    "climbs", "to_agency__name", "to_agency__kind", "to_desk__name", "to_body",
)  # fmt: skip
FOLLOWUPS = (
    column("id", "text", "#meta+id", _("Key"), "pk"),
    *places(),
    column("kind", "text", "#activity+type", _("Code of the kind")),
    column("state", "text", "#status", _("State")),
    Column("owner", "text", "#org+name", _("Agency, desk or body that owes it"),
           lambda row: row["to_agency__name"] or row["to_desk__name"] or row["to_body"]),
    column("owner_kind", "text", "#org+type", _("Kind of the agency; empty for a desk or body"),
           "to_agency__kind"),
    column("created_at", "moment", "#date+start", _("When it was asked")),
    column("due_at", "moment", "#date+due", _("Until when")),
    column("answered_at", "moment", "#date+answered", _("When it was reported as done")),
    column("closed_at", "moment", "#date+closed", _("When it ended")),
    column("climbs", "integer", "#indicator+climbs+num", _("How many superiors were told")),
)  # fmt: skip


def _followups(post: Post, since: Mark | None) -> Rows:
    rows = Followup.objects.visible_to(post).filter(audience__isnull=True)
    rows = touched(rows, Followup, since) if since else rows
    return _streamed(rows.order_by("created_at", "pk"), *_OF_FOLLOWUP)


# -- Readiness

_OF_ITEM = (
    "pk", "region_id", "requirement__code", "stage__code", "agency__name", "agency_kind", "level",
    "state", "check_state", "due_on", "reported_at", "checked_at",
)  # fmt: skip
READINESS = (
    column("id", "text", "#meta+id", _("Key"), "pk"),
    *places(),
    column("requirement", "text", "#activity+code", _("Code of the requirement"),
           "requirement__code"),
    column("stage", "text", "#event+stage+code", _("Code of the stage"), "stage__code"),
    column("agency", "text", "#org+name", _("Agency that owes it"), "agency__name"),
    column("agency_kind", "text", "#org+type", _("Kind of the agency")),
    column("level", "text", "#org+level", _("Level of the place")),
    column("state", "text", "#status+reported", _("What the agency reported")),
    column("check_state", "text", "#status+checked", _("What the desk above said of it")),
    column("due_on", "day", "#date+due", _("Ready by")),
    column("reported_at", "moment", "#date+reported", _("When it was reported")),
    column("checked_at", "moment", "#date+checked", _("When it was checked")),
)  # fmt: skip


def _readiness(post: Post, since: Mark | None) -> Rows:
    rows = ReadinessItem.objects.visible_to(post).asked()
    rows = touched(rows, ReadinessItem, since) if since else rows
    return _streamed(rows.order_by("region_id", "pk"), *_OF_ITEM)


# -- Polling stations and their day

_OF_STATION = (
    "pk", "region_id", "number", "lon", "lat", "voters_male", "voters_female", "accessible",
    "network", "category", "active",
)  # fmt: skip
STATIONS = (
    column("id", "text", "#meta+id", _("Key"), "pk"),
    *places(),
    column("number", "integer", "#loc+station+num", _("Number of the station in its village")),
    column("voters_male", "integer", "#population+m", _("Registered male voters")),
    column("voters_female", "integer", "#population+f", _("Registered female voters")),
    column("accessible", "boolean", "#indicator+accessible", _("Accessible to disabled voters")),
    column("network", "text", "#indicator+network", _("none, weak, good; empty: not known")),
    column("category", "text", "#indicator+category", _("Category of vulnerability set by hand")),
    column("active", "boolean", "#status+active", _("false: struck from the list")),
    column("lon", "number", "#geo+lon", _("Degrees east, WGS84; empty when not known")),
    column("lat", "number", "#geo+lat", _("Degrees north, WGS84")),
)  # fmt: skip


def _stations(post: Post, since: Mark | None) -> Rows:
    rows = Station.objects.visible_to(post)
    rows = touched(rows, Station, since) if since else rows
    return _streamed(rows.order_by("region_id", "number"), *_OF_STATION)


_OF_STANDING = (
    "station_id", "station__region_id", "station__number", "milestone__code", "value",
    "happened_at", "withdrawn", "flag",
)  # fmt: skip
MILESTONES = (
    column("station", "text", "#meta+id+station", _("Key of the station"), "station_id"),
    *places("station__region_id"),
    column("number", "integer", "#loc+station+num", _("Number of the station"),
           "station__number"),
    column("milestone", "text", "#event+milestone+code", _("Code of the milestone"),
           "milestone__code"),
    column("value", "integer", "#indicator+voters+num", _("Voters so far, where it counts them")),
    column("happened_at", "moment", "#date+occurred", _("When it happened")),
    column("withdrawn", "boolean", "#status+withdrawn", _("true: it has not happened after all")),
    column("flag", "text", "#meta+flag", _("Why it was improbable, where it was")),
)  # fmt: skip


def _milestones(post: Post, since: Mark | None) -> Rows:
    rows = Standing.objects.filter(station__in=Station.objects.visible_to(post))
    rows = touched(rows, CheckIn, since, key="check_in_id") if since else rows
    ordered = rows.order_by("station__region_id", "station__number", "milestone__order")
    return _streamed(ordered, *_OF_STANDING)


# -- Scores of vulnerability

_OF_SCORE = (
    "pk", "region_id", "station_id", "station__number", "day", "at", "total", "low", "high",
    "coverage", "category",
)  # fmt: skip
SCORES = (
    column("id", "integer", "#meta+id", _("Key"), "pk"),
    *places(),
    column("station", "text", "#meta+id+station", _("Key of the station; empty: of the village"),
           "station_id"),
    column("number", "integer", "#loc+station+num", _("Number of the station"), "station__number"),
    column("day", "day", "#date", _("Day of which it is the score")),
    column("at", "moment", "#date+computed", _("When it was computed")),
    column("total", "number", "#indicator+score+num", _("Index of vulnerability, 0 to 100")),
    column("low", "number", "#indicator+score+min", _("Lower end of its interval")),
    column("high", "number", "#indicator+score+max", _("Upper end of its interval")),
    column("coverage", "number", "#indicator+coverage+pct",
           _("Share of the weight of which something is known")),
    column("category", "text", "#indicator+category", _("less, vulnerable, very")),
)  # fmt: skip


def _scores(post: Post, since: Mark | None) -> Rows:
    rows = RiskScore.objects.visible_to(post)
    rows = rows.filter(at__gte=since.moment) if since else rows
    return _streamed(rows.order_by("day", "pk"), *_OF_SCORE)


ALL = (
    Dataset("incidents", _("Ordinary incidents, without their texts"), INCIDENTS, _incidents,
            geometry="point"),
    Dataset("followups", _("Follow-ups that are kept to nobody, without their texts"), FOLLOWUPS,
            _followups),
    Dataset("readiness", _("What must be ready, and whether it is"), READINESS, _readiness),
    Dataset("stations", _("Polling stations, without people"), STATIONS, _stations,
            geometry="point"),
    Dataset("milestones", _("What each station reported on the voting day"), MILESTONES,
            _milestones),
    Dataset("scores", _("Index of vulnerability by village, station and day"), SCORES, _scores),
    Dataset("regions", _("Places by their official codes"), REGIONS, regions, by_change=False,
            geometry="point"),
    Dataset("villages", _("Villages with their counts, turnout and score of today"), VILLAGES,
            villages, by_change=False, geometry="area"),
)  # fmt: skip
DATASETS: dict[str, Dataset] = {one.code: one for one in ALL}
