"""In which stage of the election a case happened: by its day in the region's zone.

Nothing is kept with a case: when the days of a stage move, its cases are others. Stages overlap,
so a case may have happened in several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from sinergi.incidents.kinds import KINDS
from sinergi.kernel.clock import current_operation, local, zone
from sinergi.kernel.models import Operation
from sinergi.stages.models import Stage, StageRows
from sinergi.stages.tension import name_kinds

if TYPE_CHECKING:
    from sinergi.incidents.models import Incident
    from sinergi.incidents.queries.figures import Day

CODE = re.compile(r"\A[A-Za-z0-9_-]{1,20}\Z")
AGE = 5.0  # seconds
_read: dict[UUID, tuple[float, StagesByDay]] = {}
_EVER = Value(datetime(1, 1, 1, tzinfo=UTC), output_field=DateTimeField())


class _Midnight(Func):
    """When a day begins in a zone: of Value(zone) and the column of the day."""

    function = "timezone"
    template = "%(function)s(%(expressions)s::timestamp)"
    output_field = DateTimeField()


class _NextMidnight(_Midnight):
    """When the day after it begins."""

    template = "%(function)s(%(expressions)s + interval '1 day')"


def happened_in(code: str) -> Q:
    """The cases that happened within the days of that stage; none for one without days.

    Its days are asked for inside the statement that asks for the cases: it costs no other one.
    """
    stage = Stage.objects.filter(operation=current_operation(), code=code, ends_on__isnull=False)
    where = Value(zone().key)
    begins = Coalesce(_Midnight(where, F("starts_on")), _EVER)
    ends = _NextMidnight(where, F("ends_on"))
    return Q(
        happened_at__gte=Subquery(stage.values(begins=begins)),
        happened_at__lt=Subquery(stage.values(ends=ends)),
    )


def codes_column() -> ArraySubquery:
    """The codes of the stages that were on, as a column beside a case."""
    day = Func(
        Value(zone().key), OuterRef("happened_at"), template="(timezone(%(expressions)s))::date"
    )
    on = Stage.objects.filter(operation_id=OuterRef("operation_id")).filter(
        Q(starts_on__lte=day) | Q(starts_on__isnull=True), ends_on__gte=day
    )
    return ArraySubquery(on.order_by("order").values("code"))


def cases_by_stage(days: Iterable[Day], operation: Operation) -> list[tuple[Stage, int]]:
    """How many of the cases of these days happened within each main stage that has begun.

    Stages overlap, so a case may count in several. One statement.
    """
    counted = [(day.day, day.reported) for day in days]
    rows = stages_of(operation).main()
    found = [(row, sum(count for day, count in counted if row.is_on(day))) for row in rows]
    return [(row, count) for row, count in found if count]


def codes_of(case: Incident) -> list[str]:
    """The codes of the stages that were on when it happened.

    A list brings them with each case (`codes_column`). An answer to a report, which must be quick,
    takes them from the calendar as it was some seconds ago.
    """
    known = getattr(case, "stage_codes", None)
    if known is None:
        known = _calendar(case.operation_id).codes(local(case.happened_at).date())
    return list(known)


def _calendar(operation_id: UUID) -> StagesByDay:
    """The stages of an operation, read at most every few seconds."""
    read_at, found = _read.get(operation_id, (-AGE, None))
    if found is None or monotonic() - read_at >= AGE:
        found = StagesByDay(Stage.objects.filter(operation_id=operation_id).order_by("order"))
        _read[operation_id] = (monotonic(), found)
    return found


def stages_of(operation: Operation) -> StageRows:
    """The stages by which one may narrow: those with days, in their order. One statement."""
    return _of(operation).filter(ends_on__isnull=False).order_by("order")


def stages_when(moment: datetime, operation: Operation) -> list[Stage]:
    """The stages and parts that were on at that moment, in their order. One statement."""
    return list(_of(operation).on(local(moment).date()).order_by("order"))


def _of(operation: Operation | Any) -> StageRows:
    return Stage.objects.filter(operation=operation)


class StagesByDay:
    """The codes of the stages that were on, for any day; the stages are read once."""

    def __init__(self, stages: Iterable[Stage]) -> None:
        self.stages = list(stages)
        self.known: dict[date, tuple[str, ...]] = {}

    @classmethod
    def of(cls, operation: Operation) -> StagesByDay:
        """Of an operation. One statement."""
        return cls(_of(operation).order_by("order"))

    def codes(self, day: date) -> tuple[str, ...]:
        """P08, P08h, S04"""
        if day not in self.known:
            self.known[day] = tuple(row.code for row in self.stages if row.is_on(day))
        return self.known[day]


def title_of_stage(code: str, operation_id: Any) -> str:
    """What a stage is called; its code when there is none. One statement."""
    found = Stage.objects.filter(operation_id=operation_id, code=code).first()
    return found.title if found else code


def cases_address(stage: str, kind: str = "") -> str:
    """Where the cases of a stage are listed, of one kind or of all."""
    asked: Mapping[str, str] = {"stage": stage, "kind": kind, "state": "all"}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('incidents:situation')}?{query}"


def name_kinds_of_stages() -> None:
    """Tell the calendar what the kinds are called that make a stage tense."""
    name_kinds({kind.code: kind.title for kind in KINDS.values()}, cases_address)
