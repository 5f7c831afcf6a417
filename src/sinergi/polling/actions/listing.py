"""Applying KPU's list of stations, and remembering how its columns are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.kernel.action import action
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.polling import permissions, tallying
from sinergi.polling.actions.findings import keep_listed
from sinergi.polling.importing.columns import COLUMNS, lacking
from sinergi.polling.importing.indicators import indicator_columns
from sinergi.polling.importing.known import STORED, Known, known_for
from sinergi.polling.importing.plan import Line, Plan, make_plan
from sinergi.polling.importing.reading import Listing
from sinergi.polling.models import ColumnMapping, Station, StationImport

BATCH = 2_000  # rows of one statement
MOST_TOLD = 3_000  # differences that are kept one by one; of more only their number
COUNTED = ("male", "female", "active")  # what sums of the voting day depend on


@action(
    "column_mapping.kept",
    subject=ColumnMapping,
    parent=Operation,
    may=permissions.may_keep,
    title=gettext_lazy("Say what the columns of a list mean"),
)
def keep_mapping(
    by: Actor, operation: Operation, headings: list[str], columns: Mapping[str, int]
) -> ColumnMapping:
    """Remember which column of a list with these headings means what."""
    if missing := lacking(columns):
        raise Invalid(_("Without this column no row can be understood."), field=missing[0])
    fields = COLUMNS | indicator_columns(operation)
    known = {name: at for name, at in columns.items() if name in fields}
    row, _made = ColumnMapping.objects.update_or_create(
        operation=operation, headings=headings, defaults={"columns": known}
    )
    return row


@action(
    "stations.imported",
    subject=StationImport,
    parent=Operation,
    may=permissions.may_keep,
    title=gettext_lazy("Import the list of stations"),
    system=True,
)
def import_stations(
    by: Actor,
    operation: Operation,
    listing: Listing,
    columns: Mapping[str, int],
    *,
    strike: bool = False,
    only_correct: bool = False,
) -> StationImport:
    """Make and change stations as the list says; `strike` those that it no longer has.

    Raises Conflict when rows have errors, unless `only_correct`; nothing is ever struck then. The
    number of statements grows with the list only by one for each 2,000 rows.
    """
    _one_at_a_time(operation)
    known = known_for(by, operation, columns)
    plan = make_plan(listing.rows(), columns, known)
    if plan.of("error") and (strike or not only_correct):
        raise Conflict(_("There are errors in the list: nothing was written."))
    struck = plan.missing if strike else []
    touched = _villages_to_count(plan, struck)
    _hold(operation, touched)
    _write(operation, plan.of("new", "change"))
    _find(by, operation, known, plan)
    _strike(known, struck)
    if touched:
        tallying.rebuild(operation, touched)
    return StationImport.objects.create(
        operation=operation,
        name=listing.name,
        digest=listing.digest,
        at=now(),
        by=by.actor_label,
        new=plan.counts["new"],
        changed=plan.counts["change"],
        same=plan.counts["same"],
        struck=len(struck),
        left_out=plan.counts["error"],
        differences=_differences(plan, struck),
    )


def _one_at_a_time(operation: Operation) -> None:
    """Of two imports the second waits; check-ins, which only refer to the operation, do not."""
    Operation.objects.select_for_update(no_key=True).get(pk=operation.pk)


def _villages_to_count(plan: Plan, struck: Iterable[tuple[str, int]]) -> set[str]:
    """Villages of which sums may change: a new station has reported nothing yet."""
    changed = (line for line in plan.of("change") if line.changes.keys() & set(COUNTED))
    return {line.village.code for line in changed if line.village} | {code for code, _no in struck}


def _hold(operation: Operation, villages: Iterable[str]) -> None:
    """Let no check-in of these villages happen meanwhile: their sums are made anew.

    In the order of their keys, so that two who hold several never wait for one another.
    """
    rows = Station.objects.filter(operation=operation, region__in=sorted(villages))
    list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))


def _write(operation: Operation, lines: list[Line]) -> None:
    for part in _heaps(lines):
        Station.objects.bulk_create(
            [_row(operation, line) for line in part],
            update_conflicts=True,
            unique_fields=["operation", "region", "number"],
            update_fields=[*STORED.values(), "active"],
        )


def _heaps(lines: list[Line]) -> Iterable[list[Line]]:
    """Of one statement each."""
    return (lines[at : at + BATCH] for at in range(0, len(lines), BATCH))


def _row(operation: Operation, line: Line) -> Station:
    code, number = line.key or ("", 0)
    told = {column: line.values[name] for name, column in STORED.items()}
    return Station(operation=operation, region_id=code, number=number, active=True, **told)


def _find(by: Actor, operation: Operation, known: Known, plan: Plan) -> None:
    """Keep what the list says of indicators; a station that is new has its identifier by now."""
    told = {line.key: line.findings for line in plan.of("new", "change") if line.findings}
    villages = {key[0] for key in told if key}
    if not villages:
        return
    rows = Station.objects.filter(operation=operation, region__in=villages).order_by()
    keep_listed(
        by,
        (
            (pk, known.indicators[name], found)
            for pk, code, number in rows.values_list("pk", "region_id", "number")
            for name, found in told.get((code, number), {}).items()
        ),
    )


def _strike(known: Known, struck: list[tuple[str, int]]) -> None:
    keys = [known.stations[key].id for key in struck]
    for at in range(0, len(keys), BATCH):
        Station.objects.filter(pk__in=keys[at : at + BATCH]).update(active=False)


def _differences(plan: Plan, struck: list[tuple[str, int]]) -> list[Any]:
    """[village, number, {column: [old, new]}], struck stations last; cut where it grows long."""
    told: list[Any] = [
        [*line.key, {name: list(pair) for name, pair in line.changes.items()}]
        for line in plan.of("change")[:MOST_TOLD]
        if line.key
    ]
    gone = struck[: MOST_TOLD - len(told)]
    return told + [[code, number, {"active": [True, False]}] for code, number in gone]
