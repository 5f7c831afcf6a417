"""From what was read of each indicator to its column of scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sinergi.risk.rules.arrays import Floats
from sinergi.risk.rules.scoring import (
    Column,
    certain_column,
    level_column,
    rate_column,
    saturated,
)
from sinergi.risk.rules.shrinking import Groups, Prior, shrunk


@dataclass(frozen=True)
class Meaning:
    """How an indicator is measured, and at which rate or share its score is one half."""

    code: str
    dimension: int
    measure: str
    half: float
    weight: float


@dataclass(frozen=True)
class Figures:
    """What was read of one indicator. NaN: nothing is known.

    `villages` are levels, shares, or counts; counts of a rate have `exposures`. `scatter` is the
    dispersion of what is counted. `stations` are levels or counts of a single station; None when
    it is not asked of stations.
    """

    villages: Floats
    exposures: Floats | None = None
    scatter: float = 1.0
    stations: Floats | None = None


def village_column(
    meaning: Meaning, figures: Figures, groups: Groups, priors: Mapping[str, Prior]
) -> Column:
    """The column of all villages; rates are drawn towards their district."""
    if figures.exposures is None:
        return plain_column(meaning, figures.villages)
    counts = np.nan_to_num(figures.villages)
    rates = shrunk(counts, figures.exposures, groups, priors[meaning.code])
    known = figures.exposures > 0
    return rate_column(rates.rate, rates.low, rates.high, meaning.half, known)


def plain_column(meaning: Meaning, values: Floats) -> Column:
    """The column of what is known without a margin, or judged in levels."""
    if meaning.measure == "level":
        return level_column(values)
    known = ~np.isnan(values)
    shown = np.where(known, values, 0.0)
    scores = np.minimum(shown, 1) if meaning.measure == "yes_no" else saturated(shown, meaning.half)
    return certain_column(shown, scores, known)
