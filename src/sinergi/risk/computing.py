"""The index of an operation at a moment: read, computed, not kept.

Keeping it is an action (`actions.computing`); comparing other weights on the past is `replay`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from sinergi.kernel.models import Operation
from sinergi.risk.models import DIMENSIONS, RiskIndicator, Weighting
from sinergi.risk.reading.facts import end_of, read_facts
from sinergi.risk.reading.figures import Reader
from sinergi.risk.reading.ground import Ground, read_ground
from sinergi.risk.rules.arrays import Floats
from sinergi.risk.rules.columns import Figures, Meaning, plain_column, village_column
from sinergi.risk.rules.scoring import Column, Index, Scheme, categories, combined
from sinergi.risk.rules.shrinking import Prior, learnt, unlearnt
from sinergi.risk.rules.stations import of_stations

ORDER = list(DIMENSIONS)
NAMES = ("less", "vulnerable", "very")


@dataclass(frozen=True)
class Scored:
    """The index of some places, with the columns it was made of."""

    codes: Sequence[str]  # of the indicators
    columns: Sequence[Column]
    index: Index
    inherited: Floats | None = None  # of stations: the points of their village by dimension

    def categories(self, weighting: Weighting) -> list[str]:
        """The category of each place."""
        told = categories(self.index.total, weighting.vulnerable_from, weighting.very_from)
        return [NAMES[number] for number in told]


@dataclass(frozen=True)
class Computed:
    """Villages and stations of an operation at a moment."""

    ground: Ground
    weighting: Weighting
    villages: Scored
    stations: Scored


def compute(
    operation: Operation,
    weighting: Weighting,
    moment: datetime,
    *,
    indicators: Iterable[RiskIndicator] | None = None,
    ground: Ground | None = None,
) -> Computed:
    """The index as of `moment` by that version. Ten statements; fewer with what is given."""
    asked = list(indicators if indicators is not None else indicators_of(operation))
    ground = ground or read_ground(operation)
    reader = Reader(ground, read_facts(operation, moment, weighting.half_life), weighting)
    live = [row for row in asked if weighting.weights.get(row.code, 0) > 0]
    figures = {row.code: reader.figures(row) for row in live}
    return _scored(ground, weighting, live, figures)


def _scored(
    ground: Ground,
    weighting: Weighting,
    live: list[RiskIndicator],
    figures: Mapping[str, Figures],
) -> Computed:
    of_villages = [_meaning(row, weighting) for row in live if row.of_villages]
    priors = priors_of(weighting, figures, ground)
    columns = [village_column(m, figures[m.code], ground.groups, priors) for m in of_villages]
    villages = combined(columns, _scheme(of_villages, weighting))
    own = [_meaning(row, weighting) for row in live if figures[row.code].stations is not None]
    theirs = [plain_column(m, _told(figures[m.code])) for m in own]
    stations, inherited = of_stations(
        theirs, _scheme(own, weighting), villages, ground.home, weighting.own_share
    )
    return Computed(
        ground,
        weighting,
        Scored([m.code for m in of_villages], columns, villages),
        Scored([m.code for m in own], theirs, stations, inherited),
    )


def _told(figures: Figures) -> Floats:
    assert figures.stations is not None  # noqa: S101 - asked before
    return figures.stations


def _meaning(row: RiskIndicator, weighting: Weighting) -> Meaning:
    half = float(weighting.halves.get(row.code, 1.0))
    weight = float(weighting.weights[row.code])
    return Meaning(row.code, ORDER.index(row.dimension), row.measure, half, weight)


def _scheme(meanings: Sequence[Meaning], weighting: Weighting) -> Scheme:
    return Scheme(
        np.array([m.weight for m in meanings], dtype=np.float64),
        np.array([m.dimension for m in meanings], dtype=np.int64),
        np.array([float(weighting.dimension_weights.get(name, 0)) for name in ORDER]),
    )


def indicators_of(operation: Operation) -> list[RiskIndicator]:
    """What the operation looks at. One statement."""
    return list(RiskIndicator.objects.filter(operation=operation, active=True))


def priors_of(
    weighting: Weighting, figures: Mapping[str, Figures], ground: Ground
) -> dict[str, Prior]:
    """What the version learnt of each rate; a rate that it never saw has what nothing taught.

    Never learnt here: the same version must not score less for an event more.
    """
    kept = {code: Prior(*row) for code, row in weighting.calibration.items()}
    return {
        code: kept.get(code) or unlearnt(row.exposures, ground.groups, row.scatter)
        for code, row in _rates(figures).items()
        if row.exposures is not None
    }


def calibrated(
    operation: Operation, weighting: Weighting, moment: datetime
) -> dict[str, list[float]]:
    """What the figures of `moment` say of the spread of each rate, to be kept with a version.

    A rate of which nothing is known is left out: it is learnt when something is.
    """
    ground = read_ground(operation)
    reader = Reader(ground, read_facts(operation, moment, weighting.half_life), weighting)
    figures = {row.code: reader.figures(row) for row in indicators_of(operation)}
    return {
        code: [prior.dispersion, prior.village, prior.district]
        for code, row in _rates(figures).items()
        if np.nansum(row.villages) > 0
        for prior in [_learnt(row, ground)]
    }


def _rates(figures: Mapping[str, Figures]) -> dict[str, Figures]:
    return {code: row for code, row in figures.items() if row.exposures is not None}


def _learnt(row: Figures, ground: Ground) -> Prior:
    assert row.exposures is not None  # noqa: S101 - only rates come here
    return learnt(np.nan_to_num(row.villages), row.exposures, ground.groups, row.scatter)


@dataclass(frozen=True)
class ReplayedDay:
    """What the index of the villages would have been at the end of a day."""

    day: date
    totals: dict[str, float]
    categories: dict[str, str]


def replay(operation: Operation, weighting: Weighting, days: Iterable[date]) -> list[ReplayedDay]:
    """The past by another version, which need not be saved. Seven statements a day, none writes."""
    indicators, ground = indicators_of(operation), read_ground(operation)
    found = []
    for day in days:
        done = compute(operation, weighting, end_of(day), indicators=indicators, ground=ground)
        totals = dict(zip(ground.codes, done.villages.index.total.tolist(), strict=True))
        names = dict(zip(ground.codes, done.villages.categories(weighting), strict=True))
        found.append(ReplayedDay(day, totals, names))
    return found
