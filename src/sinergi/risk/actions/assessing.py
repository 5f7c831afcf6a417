"""What desks say of a village or of a station: one place, or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, NotFound, Problem
from sinergi.polling.models import Station
from sinergi.regions.models import Region
from sinergi.risk import permissions
from sinergi.risk.models import AssessedValue, Assessment, RiskIndicator

MOST_COUNT, LONGEST_NOTE = 1_000_000, 300
HIGHEST = {"level": 4, "yes_no": 1, "count": MOST_COUNT}


@dataclass(frozen=True)
class Judgement:
    """One indicator, by its code: a level 0 to 4, 0 or 1, a count; None: it is not known."""

    indicator: str
    value: int | None
    note: str = ""


@action(
    "place.assessed",
    subject=Assessment,
    parent=Region,
    may=permissions.may_assess,
    title=_("Assess the vulnerability of a place"),
)
def assess_place(
    by: Post,
    region: Region,
    judgements: Sequence[Judgement],
    *,
    station: Station | None = None,
    remark: str = "",
) -> Assessment:
    """Keep what was judged of a village, or of one of its stations. What is not named stays.

    Nothing is overwritten: the newest word on an indicator holds. Raises Invalid (field: the code)
    for what is not asked of such a place or cannot be, and when nothing is said.
    """
    _check_place(by, region, station)
    asked = _asked(by, station is not None)
    if not judgements:
        raise Invalid(_("Say something of one indicator at least."))
    row = Assessment(
        operation_id=by.operation_id, region=region, station=station, assessed_at=now(), post=by,
        assessed_by=by.actor_label, note=remark.strip()[:LONGEST_NOTE],
    )  # fmt: skip
    values = [_value(row, asked, judgement) for judgement in judgements]
    row.save()
    AssessedValue.objects.bulk_create(values)
    note(values={told.indicator: told.value for told in judgements})
    return row


def _check_place(by: Post, region: Region, station: Station | None) -> None:
    if region.level != Region.Level.VILLAGE:
        raise Invalid(_("Assess a village, or a station of it."), field="region")
    if station is None:
        return
    if (station.region_id, station.operation_id) != (region.pk, by.operation_id):
        raise Invalid(_("This station does not lie in that village."), field="station")


def _asked(by: Post, of_station: bool) -> dict[str, RiskIndicator]:
    """What is asked of a village, or of a station, by code. One statement."""
    rows = RiskIndicator.objects.filter(operation=by.operation_id).assessed()
    return {row.code: row for row in rows if (row.of_stations if of_station else row.of_villages)}


def _value(row: Assessment, asked: dict[str, RiskIndicator], judgement: Judgement) -> AssessedValue:
    indicator = asked.get(judgement.indicator)
    if indicator is None:
        raise Invalid(_("This is not asked of such a place."), field=judgement.indicator)
    most = HIGHEST[indicator.measure]
    if judgement.value is not None and not 0 <= judgement.value <= most:
        said = _("Between 0 and %(count)d.") % {"count": most}
        raise Invalid(said, field=judgement.indicator)
    return AssessedValue(
        assessment=row,
        indicator=indicator,
        value=judgement.value,
        note=judgement.note.strip()[:LONGEST_NOTE],
    )


@dataclass(frozen=True)
class Sheet:
    """What is said of one place of many: a village by its code, a station by its key."""

    region: str
    judgements: Sequence[Judgement]
    station: str | None = None
    remark: str = ""


@dataclass(frozen=True)
class Result:
    """What became of one: the assessment, or the problem with it."""

    assessment: Assessment | None = None
    problem: Problem | None = None


def assess_together(by: Post, sheets: Iterable[Sheet]) -> list[Result]:
    """Assess many places, each by an action of its own; the results stand in their order.

    One transaction; what one refuses does not touch the others.
    """
    told = list(sheets)
    regions = Region.objects.with_parent().in_bulk([sheet.region for sheet in told])
    keys = [sheet.station for sheet in told if sheet.station]
    stations = Station.objects.visible_to(by).in_bulk(keys) if keys else {}
    known = {str(key): row for key, row in stations.items()}
    with transaction.atomic():
        return [_one(by, sheet, regions, known) for sheet in told]


def _one(
    by: Post, sheet: Sheet, regions: dict[str, Region], stations: dict[str, Station]
) -> Result:
    region = regions.get(sheet.region)
    station = stations.get(str(sheet.station)) if sheet.station else None
    if region is None or (sheet.station and station is None):
        return Result(problem=NotFound(field="station" if region else "region"))
    try:
        row = assess_place(by, region, sheet.judgements, station=station, remark=sheet.remark)
    except Problem as problem:
        return Result(problem=problem)
    return Result(row)
