"""The figures that everybody may see, of an operation that shows them: as of a full week.

Restricted incidents are not in them, nor what was rejected or merged into another. They move on
once a week at most, when at least five incidents are new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import CharField, Count, Min, Q, Sum, Value
from django.db.models.functions import Cast, Left, TruncDate, TruncMonth

from sinergi.briefing.models import OpenData
from sinergi.briefing.open_data import tables
from sinergi.briefing.open_data.tables import OpenFigures, Turnout
from sinergi.incidents.kinds import GROUPS
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local, midnight, now, zone
from sinergi.kernel.models import Operation
from sinergi.kernel.suppression import standing
from sinergi.polling.models import Tally
from sinergi.regions.codes import WIDTHS
from sinergi.regions.models import Region

WEEK = timedelta(days=7)
REMEMBERED = 600  # seconds
# Codes of the groups of kinds, in the order in which reporters choose them; the titles are theirs.
CODES = ("order", "campaign", "organisation", "voting", "other")
TITLES: dict[str, Any] = {code: group[0] for code, group in zip(CODES, GROUPS, strict=True)}
GROUP_OF = {
    kind: code for code, (_title, kinds) in zip(CODES, GROUPS, strict=True) for kind in kinds
}


def shown_operations() -> list[Operation]:
    """The operations that show figures to everybody, the newest first. One statement."""
    on = OpenData.objects.filter(on=True).values("operation")
    return list(Operation.objects.filter(pk__in=on).order_by("-voting_day", "name"))


def open_figures(operation: Operation) -> OpenFigures:
    """The figures of an operation, in whose time the caller lives. At most seven statements;
    none while they are remembered."""
    key = f"briefing:open:{operation.pk}:{local(now()).date()}"
    found: OpenFigures | None = cache.get(key)
    if found is None:
        found = _counted(operation)
        cache.set(key, found, REMEMBERED)
    return found


def _counted(operation: Operation) -> OpenFigures:
    until = _until(operation)
    if until is None:
        return OpenFigures(turnout=_turnout(operation))
    rows = _rows(operation).filter(reported_at__lt=midnight(until + timedelta(days=1)))
    kinds, months = _by_kind(rows), _by_month(rows)
    codes = list(_districts(operation))
    codes += [code for code in kinds if code not in codes]  # of the regency itself
    return OpenFigures(
        until,
        sum(sum(counts.values()) for counts in kinds.values()),
        tables.districts_of(codes, kinds, months, CODES),
        tables.outcomes_of(_outcomes(rows, until)),
        _turnout(operation),
    )


def _rows(operation: Operation) -> Any:
    rows = Incident.objects.filter(operation=operation, visibility="ordinary").order_by()
    return rows.exclude(state__in=("rejected", "merged"))


def _until(operation: Operation) -> date | None:
    """The last day that is counted: the end of a week in which enough was new. Two statements."""
    today = local(now()).date()
    end = today - timedelta(days=today.isoweekday())
    rows = _rows(operation).filter(reported_at__lt=midnight(end + timedelta(days=1)))
    first = rows.aggregate(first=Min("reported_at"))["first"]
    if first is None:
        return None
    begin = local(first).date()
    begin -= timedelta(days=begin.isoweekday())  # the Sunday before the first of them
    days = rows.values_list(TruncDate("reported_at", tzinfo=zone())).annotate(n=Count("*"))
    weekly: Counter[int] = Counter()
    for day, count in days:
        weekly[(day - begin - timedelta(days=1)) // WEEK] += count
    weeks = standing(weekly[week] for week in range((end - begin) // WEEK))
    return begin + weeks * WEEK if weeks else None


def _districts(operation: Operation) -> dict[str, str]:
    """{code: name} of the districts. One statement."""
    rows = Region.objects.within([operation.region_code]).filter(level="district")
    return dict(rows.order_by("code").values_list("code", "name"))


def names_of(operation: Operation) -> dict[str, str]:
    """What the rows of the figures are called: districts, and the regency itself."""
    home = Region.objects.filter(pk=operation.region_code).first()
    return {**_districts(operation), operation.region_code: str(home or "")}


def _area() -> Any:
    return Left("region_id", WIDTHS["district"])


def _by_kind(rows: Any) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(Counter)
    for area, kind, count in rows.values_list(_area(), "kind").annotate(n=Count("*")):
        found[area][GROUP_OF.get(kind, "other")] += count
    return found


def _by_month(rows: Any) -> dict[str, dict[str, int]]:
    """By the month in which they were reported, as the figures go by reports."""
    month = Left(Cast(TruncMonth("reported_at", tzinfo=zone()), CharField()), Value(7))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for area, name, count in rows.values_list(_area(), month).annotate(n=Count("*")):
        found[area][name] = count
    return found


def _outcomes(rows: Any, until: date) -> dict[str, int]:
    settled = Q(state="settled", closed_at__lt=midnight(until + timedelta(days=1)))
    found: dict[str, int] = rows.aggregate(
        settled_here=Count("pk", filter=settled & Q(level="village")),
        settled_above=Count("pk", filter=settled & ~Q(level="village")),
        open=Count("pk", filter=~settled),
    )
    return found


def _turnout(operation: Operation) -> list[Turnout]:
    """By the milestone that is the final count; nothing before the voting day."""
    rows = Tally.objects.filter(
        operation=operation, milestone__final=True, milestone__active=True, done__gt=0
    ).order_by()
    sums = rows.values_list(_area()).annotate(Sum("done"), Sum("value"), Sum("voters"))
    return tables.turnout_of([Turnout(*row) for row in sorted(sums)])
