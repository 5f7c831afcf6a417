"""What makes a station vulnerable: Bawaslu's list, filled in on the spot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid
from sinergi.polling.models import Indicator, Station, StationIndicator
from sinergi.polling.permissions import keeping

MOST_COUNT, LONGEST_NOTE = 32_767, 300
BATCH = 2_000  # rows of one statement
KEPT = ("present", "count", "note", "found_at", "found_by")


@dataclass(frozen=True)
class Finding:
    """Whether an indicator is present, how often (None: not counted), and a note."""

    indicator: str  # its code
    present: bool
    count: int | None = None
    note: str = ""


@action(
    "station.examined",
    subject=Station,
    may=keeping.may_find,
    title=_("Fill in the indicators"),
)
def record_findings(by: Post, station: Station, findings: Iterable[Finding]) -> Station:
    """Keep what was found. What is not named stays; what says the same anew changes nothing.

    Raises Invalid (field: the code) for what the operation's list does not have.
    """
    known = _indicators(station)
    before = {row.indicator_id: row for row in StationIndicator.objects.filter(station=station)}
    told: dict[str, list[object]] = {}
    made = []
    for finding in findings:
        indicator = known.get(finding.indicator)
        if indicator is None:
            raise Invalid(_("There is no such indicator."), field=finding.indicator)
        row = before.get(indicator.pk) or StationIndicator(station=station, indicator=indicator)
        old = None if row._state.adding else [row.present, row.count, row.note]
        new = _new(finding)
        if old != new:
            told[finding.indicator] = [old, new]
            made.append(_filled(row, new, by))
    _keep(made)
    note(findings=told)
    return station


def _indicators(station: Station) -> dict[str, Indicator]:
    rows = Indicator.objects.filter(operation_id=station.operation_id, active=True)
    return {row.code: row for row in rows}


def _new(finding: Finding) -> list[object]:
    if finding.count is not None and not 0 <= finding.count <= MOST_COUNT:
        said = _("Between 0 and %(count)d.") % {"count": MOST_COUNT}
        raise Invalid(said, field=finding.indicator)
    count = finding.count if finding.present else None
    return [finding.present, count, finding.note.strip()[:LONGEST_NOTE]]


def _filled(row: StationIndicator, new: list[object], by: Post) -> StationIndicator:
    row.present, row.count, row.note = new  # type: ignore[assignment]
    row.found_at, row.found_by = now(), by.actor_label
    return row


def _keep(rows: Iterable[StationIndicator], columns: tuple[str, ...] = KEPT) -> None:
    """One statement for each 2,000 that were found."""
    StationIndicator.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["station", "indicator"],
        update_fields=columns,
    )


def keep_listed(by: Actor, found: Iterable[tuple[UUID, UUID, bool | int]]) -> None:
    """Keep what a list says of many stations: (station, indicator, whether it is so or how often).

    Notes that were written on the spot stay. It is a part of importing that list, no action.
    """
    at, who = now(), by.actor_label
    rows = (
        StationIndicator(
            station_id=station,
            indicator_id=indicator,
            present=bool(said),
            count=None if isinstance(said, bool) else said,
            found_at=at,
            found_by=who,
        )
        for station, indicator, said in found
    )
    _keep(rows, tuple(name for name in KEPT if name != "note"))


def found_by_code(station_id: UUID) -> dict[str, StationIndicator]:
    """What was found at a station, by the code of the indicator. One statement."""
    rows = StationIndicator.objects.filter(station=station_id).select_related("indicator")
    return {row.indicator.code: row for row in rows}
