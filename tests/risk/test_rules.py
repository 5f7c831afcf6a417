"""Properties of the index: bounded, monotone, blind to order, fair to small places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.risk.rules.columns import Figures, Meaning, village_column
from sinergi.risk.rules.fading import dispersion, raised
from sinergi.risk.rules.foresight import auc, foresight, rank_correlation
from sinergi.risk.rules.scoring import (
    Column,
    Scheme,
    categories,
    combined,
    level_column,
    saturated,
)
from sinergi.risk.rules.shrinking import Groups, Prior, gamma_bounds, learnt, shrunk
from sinergi.risk.rules.stations import of_stations

GROUPS = Groups(np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 0]))
PLACES = 6


def real(most: int, least: int = 0) -> Any:
    """A number between the two, in hundredths."""
    return st.integers(least * 100, most * 100).map(lambda hundredths: hundredths / 100)


counts = st.lists(real(50), min_size=PLACES, max_size=PLACES).map(np.array)
exposures = st.lists(st.integers(1, 20), min_size=PLACES, max_size=PLACES).map(
    lambda row: np.array(row, dtype=np.float64)
)
priors = st.builds(Prior, real(8, 1), real(300, 1), real(300, 1))
levels = st.lists(
    st.one_of(st.integers(0, 4).map(float), st.just(float("nan"))),
    min_size=PLACES,
    max_size=PLACES,
).map(np.array)
weight = real(5, 1)


@given(counts, exposures, priors)
def test_a_rate_lies_within_its_interval(counts: Any, exposures: Any, prior: Prior) -> None:
    told = shrunk(counts, exposures, GROUPS, prior)
    assert (told.low >= 0).all() and (told.low <= told.rate).all()
    assert (told.rate <= told.high).all()


@given(counts, exposures, priors, st.integers(0, PLACES - 1), real(20, 1))
def test_an_event_more_lowers_no_rate_anywhere(
    counts: Any, exposures: Any, prior: Prior, place: int, more: float
) -> None:
    before = shrunk(counts, exposures, GROUPS, prior).rate
    counts = counts.copy()
    counts[place] += more
    after = shrunk(counts, exposures, GROUPS, prior).rate
    assert (after >= before - 1e-9).all()
    assert after[place] > before[place]


@given(st.integers(1, 10), st.integers(2, 10), real(3), priors)
def test_small_places_are_moved_more_than_large_ones(
    size: int, times: int, rate: float, prior: Prior
) -> None:
    """Two villages of a district with the same rate, one several times as large."""
    exposures = np.array([size, size * times, 10.0])
    counts = np.array([rate * size, rate * size * times, 40.0])
    groups = Groups(np.array([0, 0, 0]), np.array([0]))
    told = shrunk(counts, exposures, groups, prior).rate
    small, large = abs(told[0] - rate), abs(told[1] - rate)
    assert small >= large - 1e-9


@pytest.mark.parametrize(
    ("shape", "low", "high"),
    [(1.0, 0.02532, 3.68888), (5.0, 1.62349, 10.24159), (20.0, 12.21652, 29.67085)],
)
def test_the_bounds_are_near_the_quantiles_of_the_gamma(
    shape: float, low: float, high: float
) -> None:
    """Tabulated: half the quantiles of chi-square with twice as many degrees of freedom."""
    told = gamma_bounds(np.array([shape]))
    assert told[0][0] == pytest.approx(low, abs=0.02)
    assert told[1][0] == pytest.approx(high, rel=0.01)


def test_what_is_learnt_follows_how_much_places_differ() -> None:
    """Alike: drawn wholly to the mean. Very different: left nearly as they are."""
    chance = np.random.default_rng(1)
    size, districts = 200, 10
    groups = Groups(np.arange(size) % districts, np.zeros(districts, dtype=np.int64))
    exposures = chance.integers(2, 12, size).astype(np.float64)
    alike = chance.poisson(0.5 * exposures).astype(np.float64)
    truth = chance.gamma(0.5, 1.0, size)
    unlike = chance.poisson(truth * exposures).astype(np.float64)
    same, differing = (learnt(row, exposures, groups, 1.0) for row in (alike, unlike))
    assert same.village > 10 * differing.village
    assert differing.village == pytest.approx(1.0, rel=0.6)  # 0.5 / variance 0.5
    nearer = abs(shrunk(unlike, exposures, groups, differing).rate - truth).mean()
    assert nearer < abs(unlike / exposures - truth).mean()


def test_a_tense_stage_raises_a_kind_within_bounds() -> None:
    assert [raised(tension, 0.5) for tension in (0, 3, 9)] == [1, 1.5, 1.5]
    assert dispersion(4.0, 8.0) == 2
    assert dispersion(0.0, 0.0) == 1


def _columns(first: Any, second: Any, counts: Any, exposures: Any, prior: Prior) -> list[Column]:
    meaning = Meaning("incidents", 0, "count", 0.5, 1.0)
    figures = Figures(counts, exposures)
    rates = village_column(meaning, figures, GROUPS, {"incidents": prior})
    return [level_column(first), rates, level_column(second)]


def _scheme(weights: Any) -> Scheme:
    return Scheme(np.array(weights), np.array([0, 0, 1]), np.array([1.0, 2.0, 1.0, 1.0]))


@settings(max_examples=60)
@given(levels, levels, counts, exposures, priors, st.tuples(weight, weight, weight))
def test_the_index_is_bounded_and_its_points_add_up(
    first: Any, second: Any, counts: Any, exposures: Any, prior: Prior, weights: Any
) -> None:
    told = combined(_columns(first, second, counts, exposures, prior), _scheme(weights))
    assert (told.low >= 0).all() and (told.low <= told.total + 1e-9).all()
    assert (told.total <= told.high + 1e-9).all() and (told.high <= 100).all()
    assert told.points.sum(axis=1) == pytest.approx(told.total)
    assert ((told.coverage >= 0) & (told.coverage <= 1 + 1e-9)).all()


@settings(max_examples=60)
@given(
    levels, levels, counts, exposures, priors, st.tuples(weight, weight, weight),
    st.integers(0, PLACES - 1), st.booleans(),
)  # fmt: skip
def test_the_index_rises_with_every_indicator(
    first: Any, second: Any, counts: Any, exposures: Any, prior: Prior, weights: Any, place: int,
    judged: bool,
) -> None:  # fmt: skip
    scheme = _scheme(weights)
    before = combined(_columns(first, second, counts, exposures, prior), scheme).total
    first, counts = first.copy(), counts.copy()
    if judged:
        first[place] = min(first[place] + 1, 4)  # NaN stays unknown
    else:
        counts[place] += 3
    after = combined(_columns(first, second, counts, exposures, prior), scheme).total
    assert (after >= before - 1e-9).all()


@settings(max_examples=60)
@given(levels, levels, levels, real(1), st.integers(0, PLACES - 1))
def test_a_station_rises_with_its_village_and_with_its_own(
    village: Any, own: Any, other: Any, share: float, place: int
) -> None:
    scheme = Scheme(np.array([1.0, 1.0]), np.array([0, 1]), np.ones(4))
    home = np.arange(PLACES)

    def total(village: Any, own: Any) -> Any:
        above = combined([level_column(village), level_column(other)], scheme)
        index, inherited = of_stations(
            [level_column(own), level_column(other)], scheme, above, home, share
        )
        assert (inherited.sum(axis=1) + index.points.sum(axis=1)) == pytest.approx(index.total)
        assert ((index.total >= 0) & (index.total <= 100)).all()
        assert (index.low <= index.total + 1e-9).all() and (index.total <= index.high + 1e-9).all()
        return index.total

    before = total(village, own)
    for row in (village, own):
        raised = row.copy()
        raised[place] = min(raised[place] + 1, 4)
        after = total(raised, own) if row is village else total(village, raised)
        assert (after >= before - 1e-9).all()


def test_half_is_where_the_score_is_one_half() -> None:
    assert saturated(np.array([0.0, 0.5, 1e9]), 0.5) == pytest.approx([0, 0.5, 1])


def test_thresholds_belong_to_the_category_that_they_open() -> None:
    assert categories(np.array([19.9, 20.0, 35.0]), 20, 35).tolist() == [0, 1, 2]


def test_foresight_is_one_where_every_struck_place_scored_higher() -> None:
    scores = np.array([1.0, 2.0, 3.0, 4.0, 4.0, 4.0])
    struck = np.array([False, False, False, True, True, True])
    told = foresight(scores, struck, draws=50)
    assert told is not None and (told.auc, told.struck) == (1.0, 3)
    assert auc(-scores, struck) == 0
    assert auc(np.ones(6), struck) == 0.5
    assert foresight(scores, np.zeros(6, dtype=bool)) is None
    assert rank_correlation(scores, scores**3) == pytest.approx(1)
