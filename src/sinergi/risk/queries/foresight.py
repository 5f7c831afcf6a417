"""The index tried on the past: its scores of a day, against what happened in the days after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sinergi.incidents.models import Incident
from sinergi.kernel.models import Operation
from sinergi.risk.computing import calibrated, compute
from sinergi.risk.models import RiskIndicator, Weighting
from sinergi.risk.reading.events import NOT_COUNTED
from sinergi.risk.reading.facts import end_of
from sinergi.risk.reading.ground import Ground
from sinergi.risk.rules.arrays import Floats
from sinergi.risk.rules.foresight import Foresight, foresight, rank_correlation


@dataclass(frozen=True)
class Trial:
    """What the villages' scores of `day` told of the `days` after it.

    `index` is the whole; `size` (the number of stations) is what any index must beat, since more
    happens where more people live. `correlation` is that of the index with incidents by station.
    """

    day: date
    days: int
    incidents: int
    index: Foresight | None
    size: Foresight | None
    correlation: float


def tried_on(operation: Operation, weighting: Weighting, day: date, days: int = 7) -> Trial:
    """The index as it could be known at the end of `day`, the spread of rates included.

    Nothing is kept. Twenty statements.
    """
    moment = end_of(day)
    told = _as_of(weighting, calibrated(operation, weighting, moment))
    done = compute(operation, told, moment)
    counts = _happened(operation, done.ground, day, days)
    scores, sizes = done.villages.index.total, done.ground.counted
    return Trial(
        day=day,
        days=days,
        incidents=int(counts.sum()),
        index=foresight(scores, counts > 0),
        size=foresight(sizes, counts > 0),
        correlation=rank_correlation(scores, counts / sizes),
    )


def _as_of(weighting: Weighting, calibration: dict[str, list[float]]) -> Weighting:
    """The version with what could be learnt by then; not saved."""
    names = [field.attname for field in Weighting._meta.concrete_fields]
    columns = {name: getattr(weighting, name) for name in names}
    return Weighting(**{**columns, "calibration": calibration})


def _happened(operation: Operation, ground: Ground, day: date, days: int) -> Floats:
    """How many incidents each village had in the days after; the same that the index counts."""
    kinds = [
        kind
        for row in RiskIndicator.objects.filter(operation=operation, signal="incidents")
        for kind in row.keys
    ]
    rows = Incident.objects.filter(
        operation=operation, kind__in=kinds, happened_at__gt=end_of(day),
        happened_at__lte=end_of(day + timedelta(days=days)),
    ).exclude(state__in=NOT_COUNTED)  # fmt: skip
    told = Counter(rows.values_list("region_id", flat=True))
    return np.array([told.get(code, 0) for code in ground.codes], dtype=np.float64)
