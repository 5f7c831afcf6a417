"""Special cases of the viewer's places, the nearest deadline first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import F

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now
from sinergi.polling.grounds import Ground, grounds
from sinergi.polling.models import SpecialCase, Station
from sinergi.polling.queries.scope import Scope

ON_A_PAGE = 40
MOST_ON_BOARD = 6


@dataclass(frozen=True)
class CaseRow:
    """A special case, with what it rests on and the days that are left."""

    case: SpecialCase
    ground: Ground
    today: date

    @property
    def days_left(self) -> int | None:
        """Until its deadline; negative when it has passed, None when there is none."""
        due = self.case.due_on
        return None if due is None else (due - self.today).days

    @property
    def is_unfinished(self) -> bool:
        """Whether it still waits for somebody."""
        return self.case.state in ("proposed", "open")


def cases_of(post: Post, *, finished: bool = False, number: str | None = None) -> Page[CaseRow]:
    """A page of them: those that wait, or those that are finished. Two statements."""
    rows = SpecialCase.objects.visible_to(post).select_related(
        "station__region__parent", "station__operation", "followup"
    )
    if finished:
        rows = rows.exclude(state__in=("proposed", "open")).order_by("-ended_at")
    else:
        rows = rows.unfinished().order_by(F("due_on").asc(nulls_last=True), "-opened_at")
    page = Paginator(rows, ON_A_PAGE).get_page(number)
    page.object_list = rows_of(page.object_list)  # type: ignore[assignment]
    return page  # type: ignore[return-value]


def cases_in(scope: Scope) -> list[CaseRow]:
    """The most pressing of a place, for its board. One statement."""
    rows = SpecialCase.objects.visible_to(scope.post).filter(scope.within("station__region_id"))
    rows = rows.unfinished().select_related("station__region")
    return rows_of(rows.order_by(F("due_on").asc(nulls_last=True), "-opened_at")[:MOST_ON_BOARD])


def cases_at(station: Station) -> list[CaseRow]:
    """All of one station, the newest first. One statement."""
    return rows_of(station.special_cases.select_related("station__region"))


def rows_of(cases: Iterable[SpecialCase]) -> list[CaseRow]:
    """With ground and days."""
    today = local(now()).date()
    return [CaseRow(case, grounds()[case.kind], today) for case in cases]
