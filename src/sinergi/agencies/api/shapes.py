"""What the API answers of agencies, desks, posts, duty and days."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from sinergi.agencies.models import Agency, DayConfirmation, Desk, DutyShift, Post
from sinergi.agencies.queries.duty import Contact
from sinergi.kernel.rest import Moment, Page, Shape
from sinergi.regions.models import Region

Level = Literal["village", "district", "regency"]


class PlaceOut(Shape):
    """A place by its official code."""

    code: str = Field(examples=["35.19.04.2007"])
    name: str


class AgencyOut(Shape):
    """A body that takes part; `areas` are the codes of the places it is responsible for."""

    id: UUID
    kind: str = Field(examples=["polres"])
    name: str
    region: PlaceOut
    areas: list[str]
    parent: UUID | None
    address: str


class AgencyPage(Page[AgencyOut]):
    """A page of agencies, by name."""


class DeskOut(Shape):
    """A desk: where cases lie."""

    id: UUID
    name: str
    level: Level
    region: PlaceOut
    mine: bool = Field(description="Whether my post sits at it.")


class DeskPage(Page[DeskOut]):
    """A page of desks, by the code of their place."""


class ContactOut(Shape):
    """Somebody at a desk, and how to reach her."""

    post: UUID
    title: str
    agency: str
    phone: str | None
    email: str | None
    coordinator: bool


class ShiftOut(Shape):
    """One shift of the roster."""

    id: UUID
    desk: UUID
    post: UUID
    title: str
    starts_at: Moment
    ends_at: Moment
    cancelled: bool


class DutyOut(Shape):
    """Who is on duty at a desk now, who leads it, and the roster of the next 14 days."""

    on_duty: list[ContactOut]
    members: list[ContactOut]
    shifts: list[ShiftOut]


class DayOut(Shape):
    """A confirmed day. A day for which there is none is silence, not peace."""

    desk: UUID
    day: date
    nil: bool = Field(description="Nothing happened (nihil).")
    note: str
    confirmed_at: Moment
    confirmed_by: str


class PostOut(Shape):
    """A post: a role in an agency over places, for a period."""

    id: UUID
    title: str
    role: str
    agency: UUID
    agency_name: str
    areas: list[str]
    desks: list[UUID]
    capabilities: list[str]
    since: date
    until: date | None


class MeOut(Shape):
    """In which post I act, and what my token may do."""

    post: PostOut
    operation: UUID
    operation_name: str
    exercise: bool
    now: Moment = Field(description="By the clock of the operation.")
    scopes: list[Literal["read", "write"]] = Field(description="Of the token; all for a session.")


def place_out(region: Region) -> PlaceOut:
    """A place."""
    return PlaceOut(code=region.pk, name=str(region))


def agency_out(row: Agency) -> AgencyOut:
    """An agency fetched with its region."""
    return AgencyOut(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        region=place_out(row.region),
        areas=row.areas,
        parent=row.parent_id,
        address=row.address,
    )


def desks_for(post: Post) -> QuerySet[Desk]:
    """The desks that the post may see, with their places."""
    return Desk.objects.visible_to(post).select_related("region")


def desk_out(row: Desk, post: Post) -> DeskOut:
    """A desk as `post` sees it."""
    level: Level = row.level  # type: ignore[assignment]
    return DeskOut(
        id=row.pk, name=row.name, level=level, region=place_out(row.region), mine=post.sits_at(row)
    )


def contact_out(who: Contact) -> ContactOut:
    """Somebody at a desk."""
    return ContactOut(
        post=who.post_id,
        title=who.title,
        agency=who.agency,
        phone=who.phone,
        email=who.email,
        coordinator=who.coordinator,
    )


def shift_out(row: DutyShift) -> ShiftOut:
    """A shift fetched with its post."""
    return ShiftOut(
        id=row.pk,
        desk=row.desk_id,
        post=row.post_id,
        title=row.post.title,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cancelled=row.cancelled,
    )


def day_out(row: DayConfirmation) -> DayOut:
    """A confirmed day."""
    return DayOut(
        desk=row.desk_id,
        day=row.day,
        nil=row.nil,
        note=row.note,
        confirmed_at=row.confirmed_at,
        confirmed_by=row.confirmed_by,
    )


def post_out(post: Post) -> PostOut:
    """A post fetched `with_all`."""
    return PostOut(
        id=post.pk,
        title=post.title,
        role=post.role,
        agency=post.agency_id,
        agency_name=post.agency.name,
        areas=post.areas,
        desks=post.desk_ids,
        capabilities=sorted(post.entry.capabilities),
        since=post.since,
        until=post.until,
    )
