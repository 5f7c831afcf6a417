"""The security plan in the API: needs and gaps, what an agency has, whom it places.

Exempt information (UU 14/2008 art. 17 c): who is not to know of it is told that there is nothing.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Field, Query

from sinergi.agencies.models import Agency
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import NO_NUL, Asking, Body, Flag, Line, Shape, Word, found
from sinergi.polling import actions
from sinergi.polling.api.routes import router
from sinergi.polling.models import SecurityList, Station
from sinergi.polling.models.secrecy import knows_plan
from sinergi.polling.queries.plan import Need, plan_of
from sinergi.polling.security.placing import Wanted

Code = Annotated[str, Field(max_length=13, pattern=NO_NUL)]
MOST_ROWS = 2_000


class NeedOut(Shape):
    """One thing: personnel (police, linmas, army), or the code of a kind of equipment."""

    what: str
    title: str
    needed: int
    available: int
    missing: int = Field(description="Summed over districts: a surplus elsewhere closes no gap.")


class DistrictNeedOut(Shape):
    """One district of the plan."""

    region: str
    name: str
    stations: int
    needs: list[NeedOut]


class GroupOut(Shape):
    """Stations that the same police secure."""

    code: str
    category: str
    police_area: str = Field(description="The police unit that answers for them; may be empty.")
    police: int
    linmas: int
    stations: list[UUID]


class PlanOfSecurityOut(Shape):
    """The plan of my places."""

    totals: list[NeedOut]
    districts: list[DistrictNeedOut]
    groups: list[GroupOut] = Field(description="Only of a district that was asked for.")


class PlanAsked(Shape):
    """Which district; empty for all of mine."""

    district: Code = ""


class StrengthRow(Body):
    """How many of one thing an agency has in a district; null takes back what was told."""

    district: Code
    what: Word
    available: Annotated[int, Field(strict=True, ge=0, le=100_000)] | None


class StrengthIn(Body):
    """What an agency has."""

    rows: Annotated[list[StrengthRow], Field(max_length=MOST_ROWS)]


class PlacedIn(Body):
    """Somebody at a station, by office."""

    station: UUID
    service: Word = Field(description="police, linmas or army")
    title: Line
    phone: Word = ""


class PlacementIn(Body):
    """Whom an agency places. `sure`: though a body would stand at two places at once."""

    people: Annotated[list[PlacedIn], Field(max_length=MOST_ROWS)]
    sure: Flag = False


class SecurityListOut(Shape):
    """What was written: so many rows that were not so before."""

    id: UUID
    kind: str
    rows: int


def _asking(request: Asking) -> None:
    if not knows_plan(request.post):
        raise NotFound()


def _agency(request: Asking, key: UUID) -> Agency:
    _asking(request)
    return found(Agency.objects.visible_to(request.post), key)


def _need(row: Need) -> NeedOut:
    return NeedOut.model_construct(
        what=row.what, title=str(row.title), needed=row.needed, available=row.available,
        missing=row.missing,
    )  # fmt: skip


def _out(row: SecurityList) -> SecurityListOut:
    return SecurityListOut.model_construct(id=row.pk, kind=row.kind, rows=row.rows)


@router.get(
    "/polling/plan",
    response=PlanOfSecurityOut,
    operation_id="security_plan_read",
    summary="Read the security plan",
)
def read_plan(request: Asking, asked: Query[PlanAsked]) -> PlanOfSecurityOut:
    """Needed, available and missing; with a district also its groups of stations."""
    _asking(request)
    told = plan_of(request.post, asked.district)
    return PlanOfSecurityOut.model_construct(
        totals=[_need(row) for row in told.totals],
        districts=[
            DistrictNeedOut.model_construct(
                region=row.region.pk,
                name=str(row.region),
                stations=row.stations,
                needs=[_need(need) for need in row.needs.values()],
            )
            for row in told.districts
        ],
        groups=[
            GroupOut.model_construct(
                code=row.code,
                category=row.category,
                police_area=row.police_area,
                police=row.police,
                linmas=row.linmas,
                stations=[place.key for place in row.stations],
            )
            for row in (told.groups if asked.district else ())
        ],
    )


@router.put(
    "/polling/plan/agencies/{uuid:agency_id}/strength",
    response=SecurityListOut,
    operation_id="security_strength_tell",
    summary="Tell the strength of an agency",
)
def tell_strength(request: Asking, agency_id: UUID, body: StrengthIn) -> SecurityListOut:
    """What it has by district; what is not named stays. Journal: `strength.told`."""
    rows = {(row.district, row.what): row.available for row in body.rows}
    return _out(actions.report_strength(request.post, _agency(request, agency_id), rows))


@router.post(
    "/polling/plan/agencies/{uuid:agency_id}/people",
    response=SecurityListOut,
    operation_id="security_people_place",
    summary="Place security personnel",
)
def place_people(request: Asking, agency_id: UUID, body: PlacementIn) -> SecurityListOut:
    """All or nobody; who stands there already stays. Journal: `security.placed`."""
    agency = _agency(request, agency_id)
    keys = {row.station for row in body.people}
    rows = Station.objects.visible_to(request.post).filter(active=True).select_related("region")
    stations = rows.in_bulk(keys)
    if len(stations) < len(keys):
        raise NotFound()
    wanted = [
        Wanted(stations[row.station], row.service, row.title, row.phone, place)
        for place, row in enumerate(body.people, start=1)
    ]
    return _out(actions.assign_people(request.post, agency, wanted, sure=body.sure))
