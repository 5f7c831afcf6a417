"""Bringing two texts together by lines: properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.meetings.minutes_merging import merged

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8).map("\n".join)


@given(LINES, LINES)
def test_what_only_one_changed_is_taken(base, text):
    assert merged(base, text, base) == text
    assert merged(base, base, text) == text


@given(LINES, LINES)
def test_the_same_change_twice_is_that_change(base, text):
    assert merged(base, text, text) == text


@given(LINES, LINES, LINES)
def test_it_does_not_matter_who_came_first(base, mine, theirs):
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


@given(st.data())
def test_changes_of_lines_that_do_not_touch_are_both_kept(data):
    base = [f"baris {number}" for number in range(data.draw(st.integers(5, 12)))]
    one = data.draw(st.integers(0, len(base) - 3))
    other = data.draw(st.integers(one + 2, len(base) - 1))
    mine, theirs = list(base), list(base)
    mine[one], theirs[other] = "milik saya", "milik dia"
    both = list(base)
    both[one], both[other] = "milik saya", "milik dia"
    assert merged("\n".join(base), "\n".join(mine), "\n".join(theirs)) == "\n".join(both)


@given(LINES, LINES, LINES)
def test_no_line_comes_from_nowhere(base, mine, theirs):
    both = merged(base, mine, theirs)
    if both is not None:
        known = {*base.split("\n"), *mine.split("\n"), *theirs.split("\n")}
        assert set(both.split("\n")) <= known


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [("a", "b", "c"), ("a\nb", "a\nx", "a\ny"), ("", "satu", "dua"), ("a", "a\nb", "a\nc")],
)
def test_where_both_changed_the_same_place_people_decide(base, mine, theirs):
    assert merged(base, mine, theirs) is None
