"""What the API takes and answers of stations."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Field
from pydantic import Strict

from sinergi.kernel.rest import (
    LIMIT,
    NO_NUL,
    Body,
    Count,
    Cursor,
    Flag,
    Lat,
    Limit,
    Line,
    Lon,
    Moment,
    Note,
    Page,
    Shape,
)
from sinergi.regions.codes import PLACE

MOST_ROWS = 5_000

Category = Literal["less", "vulnerable", "very", "special"]
Network = Literal["", "none", "weak", "good"]
Text = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Voters = Annotated[int, Strict(), Field(ge=0, le=10_000)]


class StationOut(Shape):
    """One polling station. Who secures it is no part of the API."""

    id: UUID
    href: str
    region: str = Field(description="Code of the village.")
    village: str
    district: str
    number: int
    place: str
    address: str
    lon: float | None
    lat: float | None
    voters_male: int
    voters_female: int
    accessible: bool | None
    network: Network
    category: Category
    active: bool = Field(description="false: struck from KPU's list.")


class StationPage(Page[StationOut]):
    """A page of stations."""


class FindingOut(Shape):
    """What was found of an indicator; `present` is null when nobody has looked."""

    code: str
    variable: str
    title: str
    present: bool | None
    count: int | None
    note: str
    found_at: Moment | None
    found_by: str


class StationDetail(StationOut):
    """A station with its indicators."""

    indicators: list[FindingOut]


class StationsAsked(Body):
    """Which stations to list."""

    place: str = Field(
        "", max_length=13, pattern=PLACE, description="Code of a place: there and below."
    )
    category: Literal["", "less", "vulnerable", "very", "special"] = ""
    network: Literal["", "none", "weak", "good", "unknown"] = ""
    accessible: Literal["", "yes", "no", "unknown"] = ""
    indicator: Annotated[str, Field(max_length=10, pattern=NO_NUL)] = Field(
        "", description="Code of an indicator that is present."
    )
    flag: Literal["", "indicated", "nowhere", "over", "struck"] = Field(
        "", description="nowhere: without a position; over: more than 600 voters."
    )
    q: Annotated[str, Field(max_length=80, pattern=NO_NUL)] = Field(
        "", description="A number, or words of village, place or address."
    )
    limit: Limit = LIMIT
    cursor: Cursor = ""


class StationChange(Body):
    """Its facts, all of them: what is left out is emptied."""

    place: Annotated[str, Field(max_length=150, pattern=NO_NUL)] = ""
    address: Text = ""
    voters_male: Voters
    voters_female: Voters
    accessible: Flag | None = None
    network: Network = ""


class PositionIn(Body):
    """Where it stands, in degrees of WGS 84."""

    lon: Lon
    lat: Lat


class CategoryIn(Body):
    """As police and KPU hold it."""

    category: Category


class StationFindingIn(Body):
    """What was found of one indicator."""

    code: Annotated[str, Field(max_length=10, pattern=NO_NUL)]
    present: Flag
    count: Count | None = None
    note: Note = ""


class FindingsIn(Body):
    """What was found. Indicators that are not named stay as they are."""

    findings: list[StationFindingIn] = Field(max_length=200)


class ListedIn(Body):
    """One row of a list. What is left out is left as it is; of a new station it is empty."""

    code: Annotated[str, Field(max_length=40, pattern=NO_NUL)] | None = None
    district: Line | None = None
    village: Line | None = None
    number: Annotated[int, Strict(), Field(ge=0, le=99_999)]
    place: Line | None = None
    address: Text | None = None
    male: Voters | None = None
    female: Voters | None = None
    total: Annotated[int, Strict(), Field(ge=0, le=20_000)] | None = None
    lat: Lat | None = None
    lon: Lon | None = None
    accessible: Flag | None = None
    network: Literal["none", "weak", "good"] | None = None
    category: Category | None = None


class ListIn(Body):
    """A list of stations."""

    name: Line = Field("API", description="How the list is called in the journal.")
    rows: list[ListedIn] = Field(max_length=MOST_ROWS)


class ListApply(ListIn):
    """The same, to be applied."""

    strike: Flag = Field(False, description="Strike what the list no longer has.")
    only_correct: Flag = Field(False, description="Apply the rows without errors, if some have.")


class FaultOut(Shape):
    """What is wrong with a row, or strange; rows are counted from 1."""

    row: int
    field: str
    message: str


class StationPlanOut(Shape):
    """What a list would change. Nothing was written."""

    error: int
    new: int
    change: int
    same: int
    missing: int = Field(description="Stations of the same districts that it does not have.")
    errors: list[FaultOut] = Field(description="At most 500.")
    warnings: list[FaultOut] = Field(description="At most 500.")


class ImportOut(Shape):
    """What a list changed."""

    id: UUID
    name: str
    at: Moment
    new: int
    changed: int
    same: int
    struck: int
    left_out: int
