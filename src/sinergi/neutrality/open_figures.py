"""What anybody may know of the reports: counts of which none leads to a single report.

The figures stand as of the end of a week, and move on only when enough is new; so that a week
that is published never changes, what happened since is taken back by the journal.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.neutrality.models import Case, Handover
from sinergi.neutrality.open_tables import Answered, Figures, Report, figures_of
from sinergi.neutrality.suppression import standing
from sinergi.stages.models import Stage

WEEK = timedelta(days=7)
COLUMNS = ("arrived_on", "collected_on", "state", "subject_kind", "breaches", "decision",
           "registered_at", "decided_at")  # fmt: skip


def open_figures(operation: Operation) -> Figures:
    """The figures of an operation as of its last full week; at most five statements."""
    until = _until(operation)
    if until is None:
        return Figures()
    reports = reports_until(operation, until)
    return figures_of(reports, until, _main_stages(operation))


def last_full_week(today: date) -> date:
    """The Sunday before today."""
    return today - timedelta(days=today.isoweekday())


def _until(operation: Operation) -> date | None:
    """The last day that is counted: the end of a week in which enough was new."""
    end = last_full_week(local(now()).date())
    rows = Case.objects.filter(operation=operation, collected_on__lte=end)
    days = sorted(rows.values_list("collected_on", flat=True))
    if not days:
        return None
    first = last_full_week(days[0])  # the Sunday before the first of them
    weekly = Counter((day - first - timedelta(days=1)) // WEEK for day in days)
    weeks = standing(weekly[week] for week in range((end - first) // WEEK))
    return first + weeks * WEEK if weeks else None


def end_of(day: date) -> datetime:
    """The midnight at which a day ends in the region."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone())


# -- Reading


def reports_until(operation: Operation, until: date | None = None) -> list[Report]:
    """The reports as they stood at the end of that day; as they stand now without one."""
    cases = Case.objects.filter(operation=operation, collected_on__isnull=False)
    if until is not None:
        cases = cases.filter(collected_on__lte=until)
    rows: dict[str, dict[str, Any]] = {
        str(row.pop("pk")): row for row in cases.values("pk", *COLUMNS)
    }
    if until is not None:
        _roll_back(operation, rows, end_of(until))
    found = {pk: Report(**row) for pk, row in rows.items()}
    _add_answers(operation, found, end_of(until) if until else None)
    return list(found.values())


def _roll_back(operation: Operation, rows: dict[str, dict[str, Any]], moment: datetime) -> None:
    """Undo what the journal says happened to these cases since; one statement."""
    label = Case._meta.label_lower
    theirs = Q(subject_type=label) | Q(facts__parent__type=label)
    later = JournalEntry.objects.filter(theirs, operation=operation, at__gte=moment)
    told = later.order_by("-pk").values_list("subject_type", "subject_id", "changes", "facts")
    for kind, pk, changes, facts in told:
        own = (pk, changes) if kind == label else _of_parent(facts["parent"])
        for name in rows.get(own[0], {}).keys() & own[1].keys():
            rows[own[0]][name] = _value(name, own[1][name][0])


def _of_parent(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """What making another row changed in its case."""
    return told["id"], told["changes"]


def _value(name: str, old: Any) -> Any:
    if old is None or not name.endswith(("_at", "_on")):
        return old
    return datetime.fromisoformat(old) if name.endswith("_at") else date.fromisoformat(old)


def _add_answers(operation: Operation, found: dict[str, Report], end: datetime | None) -> None:
    rows = Handover.objects.filter(case__operation=operation, sent_at__isnull=False)
    rows = rows.exclude(state=Handover.State.WITHDRAWN)
    if end is not None:
        rows = rows.filter(sent_at__lt=end)
    for pk, sent, answered, outcome in rows.values_list(
        "case_id", "sent_at", "answered_at", "outcome"
    ):
        known = answered is not None and (end is None or answered < end)
        if report := found.get(str(pk)):
            one = Answered(sent, answered if known else None, outcome if known else "")
            report.answers.append(one)


def _main_stages(operation: Operation) -> list[Stage]:
    return list(Stage.objects.filter(operation=operation, ends_on__isnull=False).main())
