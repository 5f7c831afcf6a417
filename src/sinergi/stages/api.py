"""The calendar in the API: stages, the events on which they hang, feeds for phones."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from sinergi.agencies.models import Post
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, Body, Day, Flag, Moment, Note, Remark, Shape, Word, found
from sinergi.stages import actions, queries
from sinergi.stages.models import Anchor, CalendarFeed, Stage, today

router = Router(tags=["stages"])
API = "/api/v1"
MOST_KINDS = 30


class StageOut(Shape):
    """One stage, or a part of one."""

    id: UUID
    code: str = Field(examples=["S07"])
    href: str
    url: str = Field(description="Its page.")
    parent: str | None = Field(description="Code of the stage of which it is a part.")
    phase: Literal["preparation", "conduct"]
    title: str = Field(description="In the language that was asked for.")
    starts_on: Day | None = Field(description="First day; null when open, or not known yet.")
    ends_on: Day | None = Field(description="Last day, inclusive.")
    is_on: bool = Field(description="Whether it is on today, in the region's zone.")
    days_left: int | None = Field(description="To its start; to its end while it is on.")
    leader: str = Field(description="Kind of agency that leads.", examples=["kpu"])
    tension: int = Field(description="0 calm, 1 low, 2 high, 3 very high.")
    kinds: list[str] = Field(description="Kinds of incident, see `/catalogue`.")
    why: str = Field(description="Why it is usually tense.")
    basis: str = Field(description="Legal source.")
    verified: bool = Field(description="False: its dates were not seen in the law itself.")
    anchor: str = Field(description="Code of the event on which its days hang.")
    start_offset: int | None = Field(description="Days from the anchor to its first day.")
    end_offset: int | None = Field(description="Days from the anchor to its last day.")
    counting: Literal["calendar", "working"]


class AnchorOut(Shape):
    """An event on which days hang."""

    code: str = Field(examples=["brpk_notice"])
    title: str
    day: Day | None = Field(description="Null while nobody knows it.")
    basis: str


class FeedOut(Shape):
    """An address from which a phone reads the calendar."""

    id: UUID
    kind: Literal["person", "agency"]
    prefix: str = Field(description="How its secret begins.")
    created_at: Moment
    last_read_at: Moment | None


class MadeFeed(FeedOut):
    """A new address. It is told only now."""

    address: str


class StageQuery(Body):
    """Which stages to list."""

    on: Day | None = Field(None, description="Only those that are on, on that day.")
    main: bool = Field(False, description="Without their parts.")


class Move(Body):
    """Other days for a stage."""

    starts_on: Day | None
    ends_on: Day | None
    reason: Note = Field(min_length=1)
    with_parts: Flag = Field(False, description="Its parts move by as many days.")


class Change(Body):
    """Who leads, and what is tense."""

    leader: Word
    tension: int = Field(ge=0, le=3, strict=True)
    kinds: list[Word] = Field([], max_length=MOST_KINDS)
    why_id: Remark = Field("", description="In Indonesian.")
    why_en: Remark = Field("", description="In English.")
    reason: Note = Field(min_length=1)


class SetDay(Body):
    """The day of an event; null takes it away."""

    day: Day | None
    reason: Note = Field(min_length=1)


class MakeFeed(Body):
    """Whose calendar."""

    kind: Literal["person", "agency"] = "person"


def _visible(post: Post) -> QuerySet[Stage]:
    return Stage.objects.visible_to(post).select_related("anchor", "operation", "parent")


def stage_out(row: Stage) -> StageOut:
    """The shape of a row, as it stands today."""
    line = queries.line_of(row, today())
    copied = ("code", "phase", "title", "starts_on", "ends_on", "leader", "tension", "why",
              "basis", "verified", "start_offset", "end_offset", "counting")  # fmt: skip
    return StageOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        id=row.pk,
        href=f"{API}/stages/{row.code}",
        url=row.get_absolute_url(),
        parent=row.parent.code if row.parent else None,
        is_on=line.state == "on",
        days_left=line.days_left,
        kinds=list(row.tense_kinds),
        anchor=row.anchor.code,
    )


@router.get(
    "/stages", response=list[StageOut], operation_id="stage_list", summary="Read the calendar"
)
def list_stages(request: Asking, asked: Query[StageQuery]) -> list[StageOut]:
    """All stages and their parts in their order, or those that are on, on a day."""
    rows = Stage.objects.visible_to(request.post)
    if asked.on:
        rows = rows.on(asked.on)
    if asked.main:
        rows = rows.main()
    return [stage_out(row) for row in rows.select_related("anchor", "parent").order_by("order")]


@router.get(
    "/stages/anchors",
    response=list[AnchorOut],
    operation_id="anchor_list",
    summary="Read the events on which dates hang",
)
def list_anchors(request: Asking) -> list[AnchorOut]:
    """The voting day, the court's notice …; those without a day last."""
    return [_anchor_out(row) for row in queries.anchors(request.operation)]


def _anchor_out(row: Anchor) -> AnchorOut:
    return AnchorOut.model_construct(code=row.code, title=row.title, day=row.day, basis=row.basis)


@router.post(
    "/stages/anchors/{code}/set",
    response=AnchorOut,
    operation_id="anchor_set",
    summary="Set an anchor's day",
)
def set_anchor(request: Asking, code: str, body: SetDay) -> AnchorOut:
    """All stages that hang on it move along, with what hangs on them. Journal: `anchor.set`."""
    rows = Anchor.objects.filter(operation=request.operation).select_related("operation")
    row = _by_code(rows, code)
    return _anchor_out(actions.set_anchor(request.post, row, day=body.day, reason=body.reason))


def _by_code(rows: QuerySet[Any], code: str) -> Any:
    row = rows.filter(code=code).first() if "\x00" not in code else None
    if row is None:
        raise NotFound()
    return row


@router.get(
    "/stages/feeds",
    response=list[FeedOut],
    operation_id="feed_list",
    summary="List my calendar addresses",
)
def list_feeds(request: Asking) -> list[FeedOut]:
    """Those that still open something; never the addresses themselves."""
    return [FeedOut.model_construct(**_feed_fields(row)) for row in queries.feeds_of(request.post)]


def _feed_fields(row: CalendarFeed) -> dict[str, Any]:
    copied = ("kind", "prefix", "created_at", "last_read_at")
    return {"id": row.pk, **{name: getattr(row, name) for name in copied}}


@router.post(
    "/stages/feeds",
    response={201: MadeFeed},
    operation_id="feed_make",
    summary="Make a calendar address",
)
def make_feed(request: Asking, body: MakeFeed) -> MadeFeed:
    """A secret address for one phone; it is told only now. Journal: `feed.made`."""
    token = actions.new_token()
    row = actions.make_feed(request.post, request.post, token=token, kind=body.kind)
    address = request.build_absolute_uri(reverse("stages:feed", args=[token]))
    return MadeFeed.model_construct(**_feed_fields(row), address=address)


@router.post(
    "/stages/feeds/{feed_id}/revoke",
    response=FeedOut,
    operation_id="feed_revoke",
    summary="Revoke a calendar address",
)
def revoke_feed(request: Asking, feed_id: UUID) -> FeedOut:
    """It opens nothing any more. Journal: `feed.revoked`."""
    rows = CalendarFeed.objects.filter(post=request.post).select_related("post")
    row = actions.revoke_feed(request.post, found(rows, feed_id))
    return FeedOut.model_construct(**_feed_fields(row))


@router.post(
    "/stages/open",
    response=list[StageOut],
    operation_id="calendar_open",
    summary="Open the calendar from its template",
)
def open_calendar(request: Asking) -> list[StageOut]:
    """Give the operation its stages, or renew them: what was changed by hand is kept.

    Journal: `calendar.opened`.
    """
    actions.open_calendar(request.post, request.operation)
    return [stage_out(row) for row in _visible(request.post).order_by("order")]


@router.get("/stages/{code}", response=StageOut, operation_id="stage_read", summary="Read a stage")
def read_stage(request: Asking, code: str) -> StageOut:
    """One stage, or a part of one."""
    return stage_out(_by_code(_visible(request.post), code))


@router.post(
    "/stages/{code}/move",
    response=StageOut,
    operation_id="stage_move",
    summary="Move a stage",
)
def move_stage(request: Asking, code: str, body: Move) -> StageOut:
    """Other days; what hangs on it moves along. Journal: `stage.moved`."""
    row = _by_code(_visible(request.post), code)
    told = {name: getattr(body, name) for name in Move.model_fields}
    return stage_out(actions.move_stage(request.post, row, **told))


@router.post(
    "/stages/{code}/change",
    response=StageOut,
    operation_id="stage_change",
    summary="Change leader and tension",
)
def change_stage(request: Asking, code: str, body: Change) -> StageOut:
    """Who leads, and what is usually tense. Journal: `stage.changed`."""
    row = _by_code(_visible(request.post), code)
    told = {name: getattr(body, name) for name in Change.model_fields}
    return stage_out(actions.change_stage(request.post, row, **told))
