"""The law for programs: deadlines, who receives, and what is prohibited on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import AfterValidator, Field

from sinergi.kernel.clock import local, now
from sinergi.kernel.rest import Asking, Body, Day, Shape
from sinergi.neutrality import law
from sinergi.neutrality.api.routes import router
from sinergi.neutrality.law.records import Act, Mark
from sinergi.neutrality.periods import periods_on

MOST_BREACHES = 20


def _known_subject(code: str) -> str:
    if code and code not in law.subjects():
        raise ValueError("no such kind of subject")
    return code


SubjectKind = Annotated[str, Field(max_length=30), AfterValidator(_known_subject)]


class RuleOut(Shape):
    """What every row of the law says of itself. Titles are Indonesian, as the law's are."""

    code: str
    title: str
    basis: str = Field(description="The article.")
    mark: Mark = Field(description="How sure it is; only `verified` was read in the regulation.")
    valid_from: Day | None
    valid_to: Day | None = Field(description="The last day on which it holds.")


class DeadlineOut(RuleOut):
    """One legal deadline."""

    unit: Literal["hours", "calendar_days", "working_days"]
    amount: int
    before: bool = Field(description="Met at the latest so long before its event.")
    starts: str
    binds: str


class NamedReceiverOut(Shape):
    """One authority to which such a case goes."""

    authority: str
    title: str
    track: str
    role: str = Field(description="receives, decides or examines.")
    basis: str
    mark: Mark
    reply: str = Field(description="Code of the deadline of its answer.")
    reason: str = Field(description="Why it stands in for another; empty when it does not.")


class PeriodOut(RuleOut):
    """One prohibition that holds on the day that was asked."""

    starts_on: Day | None = Field(description="Null: it always held.")
    ends_on: Day | None = Field(description="Null: see `until`.")
    until: str
    note: str


class OnDay(Body):
    """A day; without one it is today in the region."""

    day: Day | None = None


class ReceiverQuery(OnDay):
    """Who did what, when."""

    subject_kind: SubjectKind
    breach: list[Annotated[str, Field(max_length=20)]] = Field([], max_length=MOST_BREACHES)


class PeriodQuery(OnDay):
    """Of what, and to whom."""

    act: Act | None = None
    subject_kind: SubjectKind = ""


def _day(asked: OnDay) -> date:
    return asked.day or local(now()).date()


def _rule(row: law.Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in RuleOut.model_fields}


@router.get(
    "/neutrality/law/deadlines",
    response=list[DeadlineOut],
    operation_id="neutrality_deadlines",
    summary="List legal deadlines",
)
def list_deadlines(request: Asking, asked: Query[OnDay]) -> list[DeadlineOut]:
    """Those in force on a day, each with its article and how sure it is."""
    names = ("unit", "amount", "before", "starts", "binds")
    return [
        DeadlineOut.model_construct(**_rule(row), **{name: getattr(row, name) for name in names})
        for row in law.deadlines(_day(asked)).values()
    ]


@router.get(
    "/neutrality/law/receivers",
    response=list[NamedReceiverOut],
    operation_id="neutrality_receivers",
    summary="Who receives a case",
)
def list_receivers(request: Asking, asked: Query[ReceiverQuery]) -> list[NamedReceiverOut]:
    """By kind of subject, breach and day; an authority that is the subject is passed over."""
    return [
        NamedReceiverOut.model_construct(
            **{n: getattr(row, n) for n in NamedReceiverOut.model_fields}
        )
        for row in law.receivers_of(asked.subject_kind, asked.breach, _day(asked))
    ]


@router.get(
    "/neutrality/law/periods",
    response=list[PeriodOut],
    operation_id="neutrality_periods",
    summary="What is prohibited on a day",
)
def list_periods(request: Asking, asked: Query[PeriodQuery]) -> list[PeriodOut]:
    """Counted from the calendar of the operation. Nothing found does not mean allowed."""
    rows = periods_on(request.operation, _day(asked), asked.subject_kind or None, asked.act or "")
    return [
        PeriodOut.model_construct(
            **_rule(row.rule),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            until=row.rule.until,
            note=row.rule.note,
        )
        for row in rows
    ]
