"""Arithmetic of dates: working days, stages that shift with their anchor, midnight in each zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.kernel.clock import use_operation
from sinergi.kernel.models import Operation
from sinergi.kernel.workdays import add_working_days, is_working_day, working_days_between
from sinergi.stages.calendars import template
from sinergi.stages.models import Stage, today
from sinergi.stages.rules import (
    Span,
    day_of,
    days_on,
    is_outside,
    moved_by,
    place,
    shifted,
    span_of,
)

ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}  # WIB, WITA, WIT
days = st.dates(date(2023, 1, 1), date(2027, 12, 31))
counts = st.integers(-60, 60)
offsets = st.integers(-400, 400)
spans = st.builds(
    lambda start, length, counting: Span(start, start + length, counting),
    st.integers(-200, 200), st.integers(0, 100), st.sampled_from(["calendar", "working"]),
)  # fmt: skip
plan = template("pilkada-2024")
quick = settings(max_examples=200, deadline=None)


@quick
@given(days, st.integers(1, 60))
def test_adding_never_lands_on_a_holiday(start: date, count: int) -> None:
    assert is_working_day(add_working_days(start, count))
    assert is_working_day(add_working_days(start, -count))


@quick
@given(days, st.integers(0, 60))
def test_between_undoes_adding(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count)) == count


@quick
@given(days, st.integers(1, 60))
def test_and_backwards(start: date, count: int) -> None:
    back = add_working_days(start, -count)
    assert working_days_between(start, back) == -count


@quick
@given(days.filter(is_working_day), counts)
def test_there_and_back_again_from_a_working_day(start: date, count: int) -> None:
    assert add_working_days(add_working_days(start, count), -count) == start


@quick
@given(days, counts, counts)
def test_more_working_days_never_end_earlier(start: date, one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert add_working_days(start, fewer) <= add_working_days(start, more)


@quick
@given(days, days, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(one: date, other: date, count: int) -> None:
    first, second = sorted((one, other))
    assert add_working_days(first, count) <= add_working_days(second, count)


@quick
@given(days, days, days)
def test_a_span_is_the_sum_of_its_parts(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))
    parts = working_days_between(first, middle) + working_days_between(middle, last)
    assert working_days_between(first, last) == parts


@quick
@given(days, st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_placing_undoes_measuring(anchor: date, start: date | None, end: date | None) -> None:
    assert place(span_of((start, end), anchor), anchor) == (start, end)


@quick
@given(days, spans)
def test_a_stage_never_ends_before_it_starts(anchor: date, span: Span) -> None:
    start, end = place(span, anchor)
    assert start is not None and end is not None and start <= end
    assert place(span, None) == (None, None)


@quick
@given(days, offsets, st.integers(0, 100), st.integers(-500, 500))
def test_a_stage_shifts_with_its_anchor(anchor: date, start: int, length: int, by: int) -> None:
    span = Span(start, start + length)
    here, there = place(span, anchor), place(span, anchor + timedelta(days=by))
    assert there == shifted(here, by)
    assert moved_by(here, there) == by
    assert shifted(there, -by) == here


@quick
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_the_whole_calendar_comes_from_the_voting_day(voting_day: date) -> None:
    by = (voting_day - plan.voting_day).days
    for stage in plan.stages:
        if stage.anchor == "voting_day":
            assert place(stage.span, voting_day) == shifted(place(stage.span, plan.voting_day), by)


@quick
@given(days, st.integers(0, 60))
def test_days_of_a_stage_are_counted_from_one(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    counted = [day_of(start, end, day) for day in days_on(start, end)]
    assert counted == [(number, length + 1) for number in range(1, length + 2)]
    stage = Stage(starts_on=start, ends_on=end)
    assert all(stage.is_on(day) for day in days_on(start, end))
    assert not stage.is_on(start - timedelta(days=1)) and not stage.is_on(end + timedelta(days=1))


@quick
@given(days, days, days, days)
def test_a_part_lies_inside_or_outside(one: date, two: date, three: date, four: date) -> None:
    part, stage = sorted((one, two)), sorted((three, four))
    inside = set(days_on(*part)) <= set(days_on(*stage))
    assert is_outside((part[0], part[1]), (stage[0], stage[1])) != inside


@pytest.mark.parametrize(("zone", "hours"), ZONES.items())
@quick
@given(day=days, seconds=st.integers(0, 86_399))
def test_the_day_is_that_of_the_regions_clocks(
    zone: str, hours: int, day: date, seconds: int
) -> None:
    """From its first second to its last a day is that day, though in UTC it may be another."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=hours)
    with use_operation(Operation(timezone=zone, voting_day=day)):
        assert today(begins + timedelta(seconds=seconds)) == day
        assert today(begins - timedelta(seconds=1)) == day - timedelta(days=1)
    assert begins.astimezone(ZoneInfo(zone)).hour == 0
