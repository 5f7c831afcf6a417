"""From figures to scores, to dimensions, to one index that can be taken apart again.

Score of an indicator: 0 to 1. Dimension: the weighted mean of the scores that are known. Index: 100
times the weighted mean of the dimensions. What nobody assessed is left out, never counted as calm;
`coverage` says how much of the weight is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sinergi.risk.rules.arrays import Flags, Floats, Ints

TOP_LEVEL = 4
TINY = 1e-12
HALF_STEP = 0.5 / TOP_LEVEL  # a level is a rounded judgement: half a step to either side


@dataclass(frozen=True)
class Column:
    """One indicator over all places: scores 0 to 1 with their bounds, and where it is known."""

    score: Floats
    low: Floats
    high: Floats
    known: Flags
    value: Floats


@dataclass(frozen=True)
class Scheme:
    """How much the columns weigh, in which dimension each is, and how much the dimensions weigh."""

    weights: Floats
    dimensions: Ints
    dimension_weights: Floats


@dataclass(frozen=True)
class Index:
    """Of each place: total 0 to 100 with its bounds, and the points that each column gave, which
    add up to it; coverage 0 to 1; dimensions 0 to 100, NaN where nothing is known.
    """

    total: Floats
    low: Floats
    high: Floats
    coverage: Floats
    dimensions: Floats
    points: Floats


def saturated(rate: Floats, half: float) -> Floats:
    """0 for none, one half at `half`, never quite 1."""
    return np.asarray(rate / (rate + half), dtype=np.float64)


def level_column(values: Floats) -> Column:
    """Of levels 0 to 4; NaN where nobody assessed."""
    known = ~np.isnan(values)
    score = np.where(known, values, 0.0) / TOP_LEVEL
    low, high = np.clip(score - HALF_STEP, 0, 1), np.clip(score + HALF_STEP, 0, 1)
    return Column(score, low, high, known, np.where(known, values, 0.0))


def certain_column(values: Floats, scores: Floats, known: Flags) -> Column:
    """Of what is known without a margin: yes or no, a share, a day's count."""
    shown = np.where(known, scores, 0.0)
    return Column(shown, shown, shown, known, np.where(known, values, 0.0))


def rate_column(rate: Floats, low: Floats, high: Floats, half: float, known: Flags) -> Column:
    """Of rates with an interval."""
    bounds = [np.where(known, saturated(row, half), 0.0) for row in (rate, low, high)]
    return Column(bounds[0], bounds[1], bounds[2], known, np.where(known, rate, 0.0))


def combined(columns: list[Column], scheme: Scheme) -> Index:
    """The index of all places from their columns."""
    scores, known = _stack(columns, "score"), _stack(columns, "known")
    coefficients, dimensions = _coefficients(scores, known, scheme)
    points = 100 * coefficients * scores
    total = np.clip(points.sum(axis=1), 0, 100)
    down = _beside(coefficients, scores - _stack(columns, "low"))
    up = _beside(coefficients, _stack(columns, "high") - scores)
    low, high = np.maximum(total - down, 0), np.minimum(total + up, 100)
    return Index(total, low, high, _coverage(known, scheme), dimensions, points)


def _stack(columns: list[Column], name: str) -> Floats:
    return np.column_stack([getattr(column, name) for column in columns]).astype(np.float64)


def _members(scheme: Scheme) -> Floats:
    """Columns by dimensions: 1 where a column lies in a dimension."""
    members = np.zeros((len(scheme.weights), len(scheme.dimension_weights)))
    members[np.arange(len(scheme.weights)), scheme.dimensions] = 1.0
    return members


def _coefficients(scores: Floats, known: Floats, scheme: Scheme) -> tuple[Floats, Floats]:
    """How much each score counts in the total of its place; and the dimensions."""
    members, live = _members(scheme), known * scheme.weights
    weight = live @ members
    shares = dimension_shares(weight > 0, scheme.dimension_weights)
    by_dimension = (live * scores) @ members
    dimensions = np.full(weight.shape, np.nan)
    np.divide(100 * by_dimension, weight, out=dimensions, where=weight > 0)
    ratio = np.divide(shares, weight, out=np.zeros_like(weight), where=weight > 0)
    return np.asarray(live * ratio[:, scheme.dimensions]), dimensions


def dimension_shares(known: Flags, weights: Floats) -> Floats:
    """How much each dimension counts where only some are known; the shares of a place add to 1."""
    live = known * weights
    whole = live.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(live, whole, out=np.zeros_like(live), where=whole > 0))


def _beside(coefficients: Floats, widths: Floats) -> Floats:
    """Half the width of the whole, from those of its independent parts, in points."""
    return np.asarray(100 * np.sqrt(((coefficients * widths) ** 2).sum(axis=1)))


def _coverage(known: Floats, scheme: Scheme) -> Floats:
    """The share of the weight that is known, dimension by dimension."""
    members = _members(scheme)
    whole = scheme.weights @ members
    part = (known * scheme.weights) @ members / np.where(whole > 0, whole, 1.0)
    counting = scheme.dimension_weights * (whole > 0)
    return np.asarray(part @ counting / max(float(counting.sum()), TINY), dtype=np.float64)


def categories(total: Floats, vulnerable_from: float, very_from: float) -> Ints:
    """0 less vulnerable, 1 vulnerable, 2 very vulnerable."""
    return (total >= vulnerable_from).astype(np.int64) + (total >= very_from)
