"""Rates of small places, drawn towards their district: empirical Bayes, Gamma-Poisson.

Sources: Clayton & Kaldor 1987 (Biometrics 43), Marshall 1991 (Applied Statistics 40). A village
with two stations and one incident is not the most dangerous of the regency; how far it is drawn
follows from how much villages really differ, by the method of moments. What was learnt (`Prior`) is
kept with the weights, so that one event more can never lower a score.
Interval: quantiles of the Gamma posterior by Wilson & Hilferty 1931 (PNAS 17).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinergi.risk.rules.arrays import Floats, Ints, ratio, summed_by

Z = 1.959964  # 95 %, two-sided
LEAST, MOST = 0.01, 50.0  # of the mean exposure: what a prior may be worth
UNLEARNT = 2.0  # of the mean exposure, where there is nothing to learn from
SMALLEST_SHAPE = 0.5  # below it the approximation is poor: the bounds of 0.5 hold, which are wider


@dataclass(frozen=True)
class Groups:
    """The number of each place's district, and of each district's regency."""

    district: Ints
    regency: Ints


@dataclass(frozen=True)
class Prior:
    """What was learnt: dispersion of events, and the exposure that the priors are worth."""

    dispersion: float
    village: float
    district: float


@dataclass(frozen=True)
class Rates:
    """Of each place the rate as it is believed, and its interval of 95 %."""

    rate: Floats
    low: Floats
    high: Floats


def shrunk(counts: Floats, exposures: Floats, groups: Groups, prior: Prior) -> Rates:
    """(y + b m) / (n + b): y events of exposure n, m the rate of the district, b the prior's worth.

    The district's rate is drawn to its regency's in the same way. A place without exposure has
    its district's rate. Every rate rises with every count.
    """
    means = _district_rates(counts, exposures, groups, prior)[groups.district]
    mass = counts + prior.village * means
    worth = exposures + prior.village
    shape = mass / prior.dispersion
    low, high = gamma_bounds(shape)
    scale = prior.dispersion / worth
    rate = mass / worth
    return Rates(rate, np.minimum(low * scale, rate), np.maximum(high * scale, rate))


def _district_rates(counts: Floats, exposures: Floats, groups: Groups, prior: Prior) -> Floats:
    size = len(groups.regency)
    events = summed_by(groups.district, counts, size)
    exposed = summed_by(groups.district, exposures, size)
    above = ratio(_by_regency(events, groups), _by_regency(exposed, groups))
    drawn = events + prior.district * above[groups.regency]
    return np.asarray(drawn / (exposed + prior.district), dtype=np.float64)


def _by_regency(values: Floats, groups: Groups) -> Floats:
    """Sums over the districts of each regency."""
    return summed_by(groups.regency, values, int(groups.regency.max(initial=-1)) + 1)


def gamma_bounds(shape: Floats) -> tuple[Floats, Floats]:
    """The 2.5 % and 97.5 % quantiles of Gamma(shape, 1)."""
    safe = np.maximum(shape, SMALLEST_SHAPE)
    middle, spread = 1 - 1 / (9 * safe), Z / (3 * np.sqrt(safe))
    low = safe * np.maximum(middle - spread, 0) ** 3
    return np.where(shape < SMALLEST_SHAPE, 0.0, low), safe * (middle + spread) ** 3


def learnt(counts: Floats, exposures: Floats, groups: Groups, scatter: float) -> Prior:
    """What the figures say of how much places differ: the method of moments, bounded.

    `scatter` is the dispersion of the events, see `fading.dispersion`. Where villages differ no
    more than chance would make them, the prior is worth MOST mean exposures; where nothing has
    happened, UNLEARNT.
    """
    total = float(exposures.sum())
    rate = float(counts.sum()) / total if total > 0 else 0.0
    if rate <= 0:
        return unlearnt(exposures, groups, scatter)
    sizes = summed_by(groups.district, exposures, len(groups.regency))
    mean, district_mean = _mean(exposures), _mean(sizes)
    noise = scatter * rate
    between = _between_villages(counts, exposures, groups, sizes, noise)
    above = _between_districts(counts, exposures, groups, sizes, noise, between)
    return Prior(scatter, _worth(noise, between, mean), _worth(noise, above, district_mean))


def unlearnt(exposures: Floats, groups: Groups, scatter: float = 1.0) -> Prior:
    """What is taken before anything was learnt: UNLEARNT mean exposures, whatever has happened."""
    sizes = summed_by(groups.district, exposures, len(groups.regency))
    return Prior(scatter, UNLEARNT * _mean(exposures), UNLEARNT * _mean(sizes))


def _mean(exposures: Floats) -> float:
    known = exposures[exposures > 0]
    return float(known.mean()) if len(known) else 1.0


def _worth(noise: float, variance: float, mean: float) -> float:
    if variance <= 0:
        return MOST * mean
    return float(np.clip(noise / variance, LEAST * mean, MOST * mean))


def _between_villages(
    counts: Floats, exposures: Floats, groups: Groups, sizes: Floats, noise: float
) -> float:
    """The variance of true rates within districts: what is seen, less what chance makes."""
    events = summed_by(groups.district, counts, len(sizes))
    off = ratio(counts, exposures) - ratio(events, sizes)[groups.district]
    seen = float((exposures * off**2).sum())
    places, districts = int((exposures > 0).sum()), int((sizes > 0).sum())
    squares = summed_by(groups.district, exposures**2, len(sizes))
    free = float(sizes.sum() - ratio(squares, sizes).sum())
    return (seen - noise * (places - districts)) / free if free > 0 else 0.0


def _between_districts(
    counts: Floats, exposures: Floats, groups: Groups, sizes: Floats, noise: float, within: float
) -> float:
    """The same between the districts of a regency; what villages differ by is taken off too."""
    events = summed_by(groups.district, counts, len(sizes))
    regency_events = _by_regency(events, groups)
    regency_sizes = _by_regency(sizes, groups)
    whole = regency_sizes[groups.regency]
    off = ratio(events, sizes) - ratio(regency_events, regency_sizes)[groups.regency]
    seen = float((sizes * off**2).sum())
    squares = summed_by(groups.district, exposures**2, len(sizes))
    own = noise + max(within, 0.0) * ratio(squares, sizes)
    chance = float((own * (1 - ratio(sizes, whole))).sum())
    free = float(sizes.sum() - ratio(_by_regency(sizes**2, groups), regency_sizes).sum())
    return (seen - chance) / free if free > 0 else 0.0
