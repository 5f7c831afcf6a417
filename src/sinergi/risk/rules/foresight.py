"""Whether the index foresaw: how often a place where something happened had the higher score.

AUC is the chance that of two places, one where something happened and one where nothing did, the
first had the higher score: 0.5 is guessing, 1 is foresight (Mann & Whitney 1947). Its interval
comes from drawing the places anew (bootstrap, Efron 1979).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinergi.risk.rules.arrays import Flags, Floats

DRAWS = 1_000
SEED = 27_11_2024


@dataclass(frozen=True)
class Foresight:
    """AUC with its interval of 95 %, and of how many places how many were struck."""

    auc: float
    low: float
    high: float
    places: int
    struck: int


def foresight(scores: Floats, struck: Flags, draws: int = DRAWS) -> Foresight | None:
    """How well `scores` told the struck places from the others; None when all or none were."""
    count = int(struck.sum())
    if count in (0, len(struck)):
        return None
    chance = np.random.default_rng(SEED)
    told = [_drawn(scores, struck, chance) for _draw in range(draws)]
    low, high = np.nanpercentile(np.array(told), [2.5, 97.5])
    return Foresight(auc(scores, struck), float(low), float(high), len(struck), count)


def _drawn(scores: Floats, struck: Flags, chance: np.random.Generator) -> float:
    at = chance.integers(0, len(scores), len(scores))
    return auc(scores[at], struck[at])


def auc(scores: Floats, struck: Flags) -> float:
    """From the ranks, ties in the middle; NaN when all or none were struck."""
    hits = int(struck.sum())
    misses = len(struck) - hits
    if not hits or not misses:
        return float("nan")
    above = float(ranks(scores)[struck].sum()) - hits * (hits + 1) / 2
    return above / (hits * misses)


def ranks(values: Floats) -> Floats:
    """1 for the lowest; equal values share the mean of their ranks."""
    _unique, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[where], dtype=np.float64)


def rank_correlation(first: Floats, second: Floats) -> float:
    """Spearman's: 1 when both order the places alike, 0 when they have nothing to do with it."""
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])
