"""Check-ins: one, or many at once, each with its own answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Field, Query

from sinergi.kernel.problems import Invalid, NotFound, Problem
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Count,
    Cursor,
    Flag,
    Limit,
    Line,
    Moment,
    Page,
    Shape,
    Word,
    found,
    page_of,
    window,
)
from sinergi.polling.actions.checking_in import Said, check_in_once
from sinergi.polling.actions.checking_in_together import Result, report_together
from sinergi.polling.api.routes import router
from sinergi.polling.models import CheckIn, Milestone, Station

MOST = 500
Village = Annotated[str, Field(pattern=r"^\d\d\.\d\d\.\d\d\.\d{4}$")]


class CheckInBody(Body):
    """What a station reports: the station by its key, or by its village and number."""

    station: UUID | None = None
    village: Village | None = Field(None, description="Code of its village.")
    number: Annotated[int, Field(ge=1, le=9_999)] | None = None
    milestone: Word = Field(description="Code of the milestone, such as `opened`.")
    value: Count | None = Field(None, description="Voters so far, where the milestone counts.")
    happened_at: Moment | None = None
    written_at: Moment | None = Field(
        None, description="When it was written down: of several the one written last holds."
    )
    client_id: UUID | None = Field(None, description="Yours; what is sent twice is taken once.")
    sure: Flag = Field(False, description="Confirms what was asked back (`improbable`).")
    withdrawn: Flag = Field(False, description="Says that it has not happened.")
    note: Line = ""


class Batch(Body):
    """Several at once."""

    items: Annotated[list[CheckInBody], Field(min_length=1, max_length=MOST)]


class CheckInOut(Shape):
    """A check-in as it was kept."""

    id: UUID
    station: UUID
    milestone: str
    value: int | None
    happened_at: Moment
    written_at: Moment
    received_at: Moment
    flag: str = Field(description="Why it is improbable, though confirmed; else empty.")
    withdrawn: bool
    note: str


class ResultOut(Shape):
    """What became of one of a batch."""

    state: Literal["done", "known", "refused"]
    check_in: CheckInOut | None
    problem: dict[str, Any] | None = Field(description="As in an error answer.")


class BatchOut(Shape):
    """The results, in the order of the batch."""

    done: int
    known: int
    refused: int
    items: list[ResultOut]


class CheckInPage(Page[CheckInOut]):
    """The check-ins of a station, the last received first."""


class MilestoneOut(Shape):
    """What every station reports."""

    code: str
    word: str = Field(description="What a short text calls it.")
    title: str
    kind: Literal["mark", "count"]
    due_at: Moment
    grace: int = Field(description="Minutes.")
    final: bool


class HistoryQuery(Body):
    """Which page of the history."""

    limit: Limit = LIMIT
    cursor: Cursor = ""


def check_in_out(row: CheckIn, code: str) -> CheckInOut:
    """The shape of a check-in of the milestone called `code`."""
    copied = ("id", "value", "happened_at", "written_at", "received_at", "flag", "withdrawn",
              "note")  # fmt: skip
    return CheckInOut.model_construct(
        **{name: getattr(row, name) for name in copied}, station=row.station_id, milestone=code
    )


@router.post(
    "/polling/check-ins",
    response={201: CheckInOut, 200: CheckInOut},
    operation_id="check_in",
    summary="Report a milestone",
)
def check_in(request: Asking, body: CheckInBody) -> tuple[int, CheckInOut]:
    """Report a milestone of a station. A later one of the same milestone corrects it.

    201 when it was taken, 200 when the same `client_id` was taken before. `improbable` (422) asks
    back: send it again with `sure`. Journal: `station.checked_in`.
    """
    said = _said(body, Milestone(operation_id=request.post.operation_id, code=body.milestone))
    row, fresh = check_in_once(request.post, _station(request, body), said)
    return 201 if fresh else 200, check_in_out(row, body.milestone)


@router.post(
    "/polling/check-ins/batch",
    response=BatchOut,
    operation_id="check_in_batch",
    summary="Report many milestones",
)
def check_in_batch(request: Asking, body: Batch) -> BatchOut:
    """Report up to 500 at once. Each is done, known or refused by itself.

    Journal: `station.checked_in` for each that is done.
    """
    milestones = {row.code: row for row in _milestones(request)}
    named = _named(request, body)
    results: dict[int, Result] = {}
    items: dict[int, tuple[UUID, Said]] = {}
    for index, item in enumerate(body.items):
        try:
            key = item.station or named.get((item.village, item.number))
            if key is None:
                raise NotFound(field="station")
            items[index] = (key, _said(item, milestones.get(item.milestone)))
        except Problem as problem:
            results[index] = Result(problem=problem)
    done = report_together(request.post, list(items.values()))
    results.update(zip(items, done, strict=True))
    return _batch_out([results[index] for index in range(len(body.items))], body)


@router.get(
    "/polling/milestones",
    response=list[MilestoneOut],
    operation_id="milestone_list",
    summary="What every station reports",
)
def list_milestones(request: Asking) -> list[MilestoneOut]:
    """The milestones of the day, in their order."""
    names = MilestoneOut.model_fields
    return [
        MilestoneOut.model_construct(**{name: getattr(row, name) for name in names})
        for row in _milestones(request)
    ]


@router.get(
    "/polling/stations/{station_id}/check-ins",
    response=CheckInPage,
    operation_id="check_in_history",
    summary="What a station reported",
)
def history(request: Asking, station_id: UUID, asked: Query[HistoryQuery]) -> CheckInPage:
    """Everything that the station reported, corrections and what was taken back included."""
    station = found(Station.objects.visible_to(request.post), station_id)
    rows: QuerySet[CheckIn] = station.check_ins.select_related("milestone")
    shown = window(rows, by="received_at", cursor=asked.cursor, limit=asked.limit)
    told = page_of(request, shown, rows.count(), lambda row: check_in_out(row, row.milestone.code))
    return CheckInPage.model_construct(**told)


def _milestones(request: Asking) -> QuerySet[Milestone]:
    return Milestone.objects.filter(operation_id=request.post.operation_id, active=True)


def _said(body: CheckInBody, milestone: Milestone | None) -> Said:
    if milestone is None:
        raise Invalid(field="milestone")
    told = body.model_dump(exclude={"station", "village", "number", "milestone"})
    return Said(milestone, **told)


def _station(request: Asking, body: CheckInBody) -> Station:
    """By its key alone: the action reads and judges it anyway."""
    if body.station is not None:
        return Station(pk=body.station)
    if body.village is None or body.number is None:
        raise Invalid(field="station")
    rows = Station.objects.visible_to(request.post)
    row = rows.filter(region_id=body.village, number=body.number).first()
    if row is None:
        raise NotFound(field="station")
    return row


def _named(request: Asking, body: Batch) -> dict[tuple[str | None, int | None], UUID]:
    """The stations that are named by village and number, in one statement."""
    villages = {item.village for item in body.items if item.station is None and item.village}
    if not villages:
        return {}
    rows = Station.objects.visible_to(request.post).filter(region_id__in=villages)
    return {(row[0], row[1]): row[2] for row in rows.values_list("region_id", "number", "pk")}


def _batch_out(results: list[Result], body: Batch) -> BatchOut:
    items = [
        ResultOut.model_construct(
            state=_state(one),
            check_in=check_in_out(one.check_in, item.milestone) if one.check_in else None,
            problem=one.problem.to_dict() if one.problem else None,
        )
        for one, item in zip(results, body.items, strict=True)
    ]
    states = [item.state for item in items]
    return BatchOut.model_construct(
        items=items,
        done=states.count("done"),
        known=states.count("known"),
        refused=states.count("refused"),
    )


def _state(one: Result) -> Literal["done", "known", "refused"]:
    if one.problem is not None:
        return "refused"
    return "done" if one.fresh else "known"
