"""Where the next activity counts most: the score does what its page says, whatever goes in."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.polling.rules.outreach import (
    PRIOR,
    Figures,
    coverage,
    ranked,
    scores,
    step,
)

NEAR = 1e-9
shares = st.none() | st.floats(0, 1)


@st.composite
def villages(draw: st.DrawFn) -> list[Figures]:
    """One to eight villages of two districts."""
    return [
        Figures(
            code=f"35.19.0{draw(st.integers(1, 2))}.{2000 + at}",
            district=f"35.19.0{at % 2 + 1}",
            voters=draw(st.integers(0, 6_000)),
            reached=draw(st.integers(0, 8_000)),
            last=draw(shares),
            last_voters=draw(st.integers(0, 6_000)),
            target=draw(shares),
        )
        for at in range(draw(st.integers(1, 8)))
    ]


def of(rows: list[Figures], at: int) -> float:
    return scores(rows)[at].score or 0.0


@given(rows=villages(), share=st.floats(0, 1), data=st.data())
def test_a_lower_turnout_never_lowers_the_score(
    rows: list[Figures], share: float, data: st.DataObject
) -> None:
    """Also where the goal is the median of its district, which its own turnout moves."""
    at = data.draw(st.integers(0, len(rows) - 1))
    row = rows[at]
    if row.last is None:
        return
    lower = [*rows]
    lower[at] = replace(row, last=row.last * share)
    assert of(lower, at) >= of(rows, at) - NEAR * (1 + row.voters)


@given(rows=villages(), fewer=st.integers(0, 8_000), data=st.data())
def test_a_lower_coverage_never_lowers_the_score(
    rows: list[Figures], fewer: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    lower = [*rows]
    lower[at] = replace(rows[at], reached=max(0, rows[at].reached - fewer))
    assert of(lower, at) >= of(rows, at)


@given(rows=villages(), more=st.floats(0, 1), data=st.data())
def test_a_higher_target_never_lowers_the_score(
    rows: list[Figures], more: float, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    goal = scores(rows)[at].goal
    if goal is None:
        return
    higher = [*rows]
    higher[at] = replace(rows[at], target=goal + (1 - goal) * more)
    assert of(higher, at) >= of(rows, at) - NEAR * (1 + rows[at].voters)


@given(rows=villages(), times=st.integers(2, 9))
def test_all_counts_times_a_number_is_the_score_times_it(rows: list[Figures], times: int) -> None:
    many = [
        replace(
            row,
            voters=row.voters * times,
            reached=row.reached * times,
            last_voters=row.last_voters * times,
        )
        for row in rows
    ]
    for one, other in zip(scores(rows), scores(many, PRIOR * times), strict=True):
        assert other.score == pytest.approx(
            None if one.score is None else one.score * times, abs=1e-6
        )


@given(rows=villages())
def test_a_score_is_a_number_of_voters_of_the_village(rows: list[Figures]) -> None:
    for row in scores(rows):
        if row.score is not None:
            assert 0 <= row.score <= row.figures.voters * (1 - row.coverage) + NEAR
    order = [row.score if row.score is not None else -1.0 for row in ranked(scores(rows))]
    assert order == sorted(order, reverse=True)


@given(rows=villages(), data=st.data())
def test_the_order_of_the_villages_changes_nothing(
    rows: list[Figures], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(list(enumerate(rows))))
    told = scores([row for _at, row in mixed])
    before = scores(rows)
    for (at, _row), one in zip(mixed, told, strict=True):
        assert one.score == pytest.approx(before[at].score, abs=1e-6)


def test_a_small_village_does_not_stand_first_by_chance() -> None:
    """Forty voters with an accidental 30 % weigh less than a large one that is truly low."""
    usual = [Figures(f"35.19.01.20{at:02}", "35.19.01", 2_000, 0, 0.80, 2_000) for at in range(7)]
    small = Figures("35.19.01.2090", "35.19.01", 40, 0, 0.30, 40)
    large = Figures("35.19.01.2091", "35.19.01", 4_000, 0, 0.76, 4_000)
    order = [row.figures.code for row in ranked(scores([*usual, small, large]))]
    assert order[:2] == [large.code, small.code]


def test_what_is_not_known_is_not_invented() -> None:
    """A village without figures stands as its district; without any figure nobody has a score."""
    known = Figures("35.19.01.2001", "35.19.01", 1_000, 0, 0.70, 1_000)
    blank = Figures("35.19.01.2002", "35.19.01", 1_000, target=0.80)
    told = scores([known, blank])[1]
    assert (told.turnout, told.goal, round(told.score or 0)) == (0.70, 0.80, 100)
    alone = scores([replace(blank, target=None)])[0]
    assert (alone.turnout, alone.goal, alone.score) == (None, None, None)


def test_nothing_on_persons_or_candidates_goes_in() -> None:
    """The input is counts of a place; there are no candidates that could be exchanged."""
    assert {one.name for one in fields(Figures)} == {
        "code", "district", "voters", "reached", "last", "last_voters", "target",
    }  # fmt: skip


def test_coverage_and_shades() -> None:
    assert [coverage(5, 0), coverage(5, 10), coverage(20, 10)] == [0.0, 0.5, 1.0]
    assert [step(None, 5), step(0, 5), step(0.1, 10), step(10, 10)] == [0, 0, 1, 4]
