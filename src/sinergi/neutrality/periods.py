"""Prohibited periods, laid on the calendar of an operation; and the phase of a day.

The rows stand in `law/periods.yaml`; their days follow from the stages of the operation, so that a
stage that moves moves them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sinergi.kernel.models import Operation
from sinergi.neutrality.law import Prohibition, prohibitions, subjects
from sinergi.neutrality.law.records import Edge
from sinergi.neutrality.models import Case
from sinergi.stages.models import Stage

DETERMINATION = "S05"  # of candidates: until then ethics, from then on discipline
BEFORE, AFTER = "before", "after"
Dates = Mapping[str, tuple[date | None, date | None]]


@dataclass(frozen=True)
class Period:
    """One prohibition with its days. Without a first day it always held; `until` says the rest."""

    rule: Prohibition
    starts_on: date | None
    ends_on: date | None

    @property
    def code(self) -> str:
        """Of its rule."""
        return self.rule.code

    @property
    def title(self) -> str:
        """What is prohibited (Indonesian)."""
        return self.rule.title

    @property
    def basis(self) -> str:
        """The article."""
        return self.rule.basis

    @property
    def mark(self) -> str:
        """How sure the rule is."""
        return self.rule.mark

    @property
    def verified(self) -> bool:
        """Whether it was read in the text of the regulation."""
        return self.rule.verified

    @property
    def bound(self) -> list[str]:
        """Titles of those for whom it holds; none when it holds for everybody."""
        known = subjects()
        return [known[code].title for code in self.rule.subjects]

    def is_on(self, day: date) -> bool:
        """Whether it holds that day."""
        return (self.starts_on or day) <= day <= (self.ends_on or day)

    def binds(self, subject_kind: str) -> bool:
        """Whether it holds for such a person."""
        return not self.rule.subjects or subject_kind in self.rule.subjects


def dates_of(operation: Operation) -> Dates:
    """{code of a stage: its first and last day}, in one statement."""
    rows = Stage.objects.filter(operation=operation, parent=None)
    return {code: (first, last) for code, first, last in
            rows.values_list("code", "starts_on", "ends_on")}  # fmt: skip


def periods_of(operation: Operation, subject_kind: str | None = None) -> list[Period]:
    """Every prohibition whose days are known; those for such a person when a kind is given."""
    found = laid_on(dates_of(operation), prohibitions().values())
    return [row for row in found if subject_kind is None or row.binds(subject_kind)]


def periods_on(
    operation: Operation, day: date, subject_kind: str | None = None, act: str = ""
) -> list[Period]:
    """What is prohibited on that day: to such a person, of such an act, where these are given."""
    found = laid_on(dates_of(operation), prohibitions(day).values())
    return [
        row
        for row in found
        if row.is_on(day)
        and (subject_kind is None or row.binds(subject_kind))
        and (not act or act in row.rule.acts)
    ]


def laid_on(dates: Dates, rules: Iterable[Prohibition]) -> list[Period]:
    """The rules with their days; without those whose first day nobody knows yet. Pure."""
    found = []
    for rule in rules:
        first, last = day_at(rule.begins, dates), day_at(rule.ends, dates)
        if rule.begins is None or first is not None:
            found.append(Period(rule, first, last))
    return found


def day_at(edge: Edge | None, dates: Dates) -> date | None:
    """The day of an end of a stage, so many months and days off; None while it is unknown."""
    if edge is None:
        return None
    day = dates.get(edge.stage, (None, None))[edge.edge == "end"]
    return day and months_off(day, edge.months) + timedelta(days=edge.days)


def months_off(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period_of(operation: Operation, day: date) -> str:
    """`before` the determination of candidates or, from its day on, `after`; "" without a calendar.

    Before it a partisan act of a civil servant breaks the code of ethics, after it the discipline
    (SKB of 2022, annex II).
    """
    determined = dates_of(operation).get(DETERMINATION, (None, None))[0]
    if determined is None:
        return ""
    return BEFORE if day < determined else AFTER


def findings_for(case: Case) -> list[Period]:
    """What was prohibited to such a person when the reporter learnt of it; [] while unclassified.

    The day of the act itself is sealed. Shown beside a case, it decides nothing.
    """
    if not case.subject_kind:
        return []
    return periods_on(case.operation, case.known_on or case.arrived_on, case.subject_kind)
