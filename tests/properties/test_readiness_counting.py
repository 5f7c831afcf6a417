"""How readiness is counted, whatever the items."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sinergi.readiness import rules
from sinergi.readiness.rules import Tally, group_of, tally

Rows = list[tuple[str, str, date | None]]
TODAY = date(2024, 9, 10)
states = st.sampled_from(rules.STATES)
checks = st.sampled_from(rules.CHECKS)
days = st.none() | st.integers(-60, 60).map(lambda count: TODAY + timedelta(days=count))
items = st.tuples(states, checks, days)
lists = st.lists(items, max_size=60)


def counted(rows: Rows) -> Tally:
    return tally(group_of(state, check, due, TODAY) for state, check, due in rows)


@given(lists)
def test_every_item_is_counted_exactly_once(rows: Rows) -> None:
    assert counted(rows).total == len(rows)


@given(st.lists(lists, max_size=5))
def test_the_sums_of_any_partition_are_the_whole(
    parts: list[Rows],
) -> None:
    whole = counted([row for part in parts for row in part])
    assert sum((counted(part) for part in parts), Tally()) == whole


@given(lists, st.randoms())
def test_the_order_does_not_matter(rows: Rows, chance: object) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert counted(shuffled) == counted(rows)


@given(lists, st.integers(0, 59), states)
def test_a_self_report_never_raises_the_numerator(rows: Rows, at: int, state: str) -> None:
    if not rows:
        return
    at %= len(rows)
    told = [*rows[:at], (state, "unchecked", rows[at][2]), *rows[at + 1 :]]
    assert counted(told).confirmed <= counted(rows).confirmed
    assert counted(told).total == counted(rows).total


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_hundred_per_cent_means_all(part: int, whole: int) -> None:
    part = min(part, whole)
    assert (rules.percent(part, whole) == 100) == (part == whole)
    assert (rules.step(part, whole) == 5) == (part == whole)


@given(lists)
def test_only_what_its_owner_owes_is_overdue(rows: Rows) -> None:
    late = [
        row
        for row in rows
        if row[2] and row[2] < TODAY and rules.standing(*row[:2]) not in rules.REPORTED_READY
    ]
    assert counted(rows).overdue == len(late)
    assert counted(rows).due_confirmed <= counted(rows).due


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 365), st.integers(-90, 90))
def test_the_due_day_moves_as_far_as_its_stage(start: date, lead: int, moved: int) -> None:
    before, after = rules.due_day(start, lead), rules.due_day(start + timedelta(days=moved), lead)
    assert before is not None and after is not None
    assert (after - before).days == moved
    assert rules.due_day(None, lead) is None
