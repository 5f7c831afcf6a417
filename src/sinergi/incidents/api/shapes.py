"""What the API answers of a case. Every shape is made from rows that were fetched with it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from sinergi.incidents import rules
from sinergi.incidents.kinds import BODIES, KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.incidents.stages import codes_column, codes_of
from sinergi.kernel.rest import Moment, Page, Shape

Severity = Literal["low", "medium", "high", "critical"]
Level = Literal["village", "district", "regency"]
State = Literal["reported", "verified", "handled", "mediated", "settled", "rejected", "merged"]

API = "/api/v1"


class Place(Shape):
    """A place by its official code."""

    code: str = Field(examples=["35.19.04.2007"])
    name: str


class DeskRef(Shape):
    """The desk on which a case lies."""

    id: UUID
    name: str
    level: Level


class IncidentOut(Shape):
    """A case as lists show it."""

    id: UUID
    number: str = Field(examples=["KJD/35.19/2024/000123"])
    href: str = Field(description="Where it is read in the API.")
    url: str = Field(description="Its page.")
    kind: str = Field(examples=["neighbour_dispute"])
    severity: Severity
    state: State
    visibility: Literal["ordinary", "restricted"]
    what: str
    region: Place
    place: str
    lon: float | None = Field(description="degrees, WGS84")
    lat: float | None = Field(description="degrees, WGS84")
    happened_at: Moment
    stages: list[str] = Field(
        description="Codes of the stages and parts that were on when it happened."
    )
    reported_at: Moment
    reporter: str = Field(description="The post that reported it.")
    injured: int
    dead: int
    damage: str
    desk: DeskRef
    arrived_at: Moment = Field(description="When it came to its present desk.")
    acknowledged_at: Moment | None
    ack_due: Moment | None
    settle_due: Moment | None
    next_deadline: Moment | None
    is_overdue: bool
    verified_at: Moment | None
    closed_at: Moment | None
    outcome: str
    merged_into: UUID | None
    passed_on_at: Moment | None
    must_pass_on_to: list[str] = Field(
        description="Bodies, to one of which the law wants it passed on before it is closed."
    )


class IncidentPage(Page[IncidentOut]):
    """A page of cases."""


COPIED = (
    "id", "number", "kind", "severity", "state", "visibility", "what", "place", "lon", "lat",
    "happened_at", "reported_at", "injured", "dead", "damage", "arrived_at", "acknowledged_at",
    "ack_due", "settle_due", "next_deadline", "is_overdue", "verified_at", "closed_at", "outcome",
    "passed_on_at",
)  # fmt: skip


def with_places(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """With what `incident_out` reads of other tables."""
    return rows.select_related("region", "desk").annotate(stage_codes=codes_column())


def incident_fields(row: Incident) -> dict[str, Any]:
    """The fields of an `IncidentOut`."""
    return {
        **{name: getattr(row, name) for name in COPIED},
        "href": f"{API}/incidents/{row.pk}",
        "url": row.get_absolute_url(),
        "stages": codes_of(row),
        "region": Place.model_construct(code=row.region_id, name=row.region.name),
        "reporter": row.reporter_label,
        "desk": DeskRef.model_construct(id=row.desk_id, name=row.desk.name, level=row.level),
        "merged_into": row.merged_into_id,
        "must_pass_on_to": list(row.bodies),
    }


def incident_out(row: Incident) -> IncidentOut:
    """The shape of a case; it is ours, so it is not checked again."""
    return IncidentOut.model_construct(**incident_fields(row))


class KindOut(Shape):
    """One kind of incident."""

    code: str
    title: str = Field(description="In the language that was asked for.")
    severity: Severity = Field(description="What is assumed when the reporter names none.")
    bodies: list[str]


class Named(Shape):
    """A code with its name, in the language that was asked for."""

    code: str
    title: str


class CatalogueOut(Shape):
    """The words of the field."""

    kinds: list[KindOut]
    severities: list[Named]
    states: list[Named]
    bodies: list[Named]
    transitions: dict[str, list[str]] = Field(description="Action: states in which it may happen.")


def catalogue_out() -> CatalogueOut:
    """All codes, with their names."""
    return CatalogueOut(
        kinds=[
            KindOut(
                code=kind.code,
                title=str(kind.title),
                severity=kind.severity,  # type: ignore[arg-type]
                bodies=list(kind.bodies),
            )
            for kind in KINDS.values()
        ],
        severities=_named(SEVERITIES),
        states=_named(dict(Incident.State.choices)),
        bodies=_named(BODIES),
        transitions={verb: list(states) for verb, (states, _next) in rules.TRANSITIONS.items()},
    )


def _named(titles: dict[str, Any]) -> list[Named]:
    return [Named(code=code, title=str(title)) for code, title in titles.items()]
