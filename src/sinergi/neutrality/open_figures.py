"""What anybody may know of the reports: counts of which none leads to a single report.

The figures stand as of the end of a week, and move on only when enough is new; so that a week
that is published never changes, what happened since is taken back by the journal.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, midnight, now
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.kernel.suppression import standing
from sinergi.neutrality.models import Case, Handover
from sinergi.neutrality.models.cases import Cases
from sinergi.neutrality.open_tables import Answered, Figures, Report, figures_of
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
    return figures_of(reports, until, main_stages(operation))


def last_full_week(today: date) -> date:
    """The Sunday before today."""
    return today - timedelta(days=today.isoweekday())


def _until(operation: Operation) -> date | None:
    """The last day that is counted: the end of a week in which enough was new."""
    end = last_full_week(local(now()).date())
    rows = Case.objects.filter(operation=operation, collected_on__lte=end)
    days = sorted(day for day in rows.values_list("collected_on", flat=True) if day)
    if not days:
        return None
    first = last_full_week(days[0])  # the Sunday before the first of them
    weekly = Counter((day - first - timedelta(days=1)) // WEEK for day in days)
    weeks = standing(weekly[week] for week in range((end - first) // WEEK))
    return first + weeks * WEEK if weeks else None


# -- Reading


def reports_until(operation: Operation, until: date) -> list[Report]:
    """The reports as they stood at the end of that day. Three statements."""
    cases = Case.objects.filter(operation=operation, collected_on__lte=until)
    rows, end = _rows(cases), midnight(until + timedelta(days=1))
    _roll_back(operation, rows, end)
    return _with_answers(rows, Q(case__operation=operation), end)


def reports_now(post: Post) -> list[Report]:
    """The reports that a handler sees, as they stand now. Two statements."""
    cases = Case.objects.visible_to(post)
    return _with_answers(_rows(cases), Q(case__in=cases), None)


Rows = dict[str, dict[str, Any]]


def _rows(cases: Cases) -> Rows:
    return {str(row.pop("pk")): row for row in cases.values("pk", *COLUMNS)}


def _roll_back(operation: Operation, rows: Rows, moment: datetime) -> None:
    """Undo what the journal says happened to these cases since; one statement.

    Sending a hand-over moves its case too, without an entry of the case: `course_of` therefore
    goes by the days on which hand-overs were sent.
    """
    later = JournalEntry.objects.filter(
        subject_type=Case._meta.label_lower, operation=operation, at__gte=moment
    )
    for pk, changes in later.order_by("-pk").values_list("subject_id", "changes"):
        for name in rows.get(pk, {}).keys() & changes.keys():
            rows[pk][name] = _value(name, changes[name][0])


def _value(name: str, old: Any) -> Any:
    if old is None or not name.endswith(("_at", "_on")):
        return old
    return datetime.fromisoformat(old) if name.endswith("_at") else date.fromisoformat(old)


def _with_answers(rows: Rows, theirs: Q, end: datetime | None) -> list[Report]:
    """The reports with what came of their hand-overs before `end`; one statement."""
    found = {pk: Report(**row) for pk, row in rows.items()}
    handed = Handover.objects.filter(theirs, sent_at__isnull=False)
    handed = handed.exclude(state=Handover.State.WITHDRAWN)
    if end is not None:
        handed = handed.filter(sent_at__lt=end)
    told = handed.values_list("case_id", "sent_at", "answered_at", "outcome")
    for pk, sent, answered, outcome in told:
        known = answered is not None and (end is None or answered < end)
        report = found.get(str(pk))
        if report and sent:
            one = Answered(sent, answered if known else None, outcome if known else "")
            report.answers.append(one)
    return list(found.values())


def main_stages(operation: Operation) -> list[Stage]:
    """The main stages that have days. One statement."""
    return list(Stage.objects.filter(operation=operation, ends_on__isnull=False).main())
