"""No hidden number can be worked out, also not by who knows the code that hid it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.kernel.suppression import (
    FEW,
    LEAST_POSSIBLE,
    joined,
    median,
    standing,
    suppress,
)

CODES = "abcdefgh"
Counts = tuple[int, ...]


def tables(cells: int, total: int) -> Iterator[Counts]:
    """All tables of so many cells that add up to `total`."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(cells - 1, total - first):
            yield (first, *rest)


def published(counts: Sequence[int]) -> tuple[str, ...] | None:
    """What the public sees of a table, whose total it knows."""
    cells = suppress(dict(zip(CODES, counts, strict=False)))
    return None if cells is None else tuple(cell.shown for cell in cells)


@pytest.mark.parametrize(("cells", "most"), [(1, 30), (2, 40), (3, 40), (4, 32), (5, 24)])
def test_whoever_knows_the_code_finds_at_least_four_values_for_each_hidden_cell(
    cells: int, most: int
) -> None:
    """All tables that would be published in the same way, for each total that is published."""
    for total in range(FEW, most + 1):
        same: dict[tuple[str, ...] | None, list[Counts]] = defaultdict(list)
        for counts in tables(cells, total):
            same[published(counts)].append(counts)
        for shown, possible in same.items():
            for at in range(cells):
                values = {counts[at] for counts in possible}
                hidden = shown is None or not shown[at].isdecimal()
                assert not hidden or cells == 1 or len(values) >= LEAST_POSSIBLE


@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_no_small_number_is_shown_and_what_is_shown_is_true(counts: list[int]) -> None:
    cells = suppress(dict(zip(CODES, counts, strict=False)))
    for cell, count in zip(cells or [], counts, strict=False):
        assert cell.count in (None, count)
        assert count >= FEW or cell.count is None
        assert cell.small == (count < FEW)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_whoever_only_subtracts_finds_at_least_four_values(counts: list[int]) -> None:
    """By the published total and marks alone: each hidden cell within its own bounds."""
    cells = suppress(dict(zip(CODES, counts, strict=False)))
    hidden = [cell for cell in cells or [] if cell.count is None]
    if cells is None or not hidden:
        return
    rest = sum(counts) - sum(cell.count or 0 for cell in cells)
    low = sum(0 if cell.small else FEW for cell in hidden)
    large = [cell for cell in hidden if not cell.small]
    assert large, "small cells never hide alone"
    # A small cell may take what all others leave at their least; a large one what is then left.
    assert min(FEW - 1, rest - low) + 1 >= LEAST_POSSIBLE
    room = rest - low
    assert len(hidden) == 1 or room + 1 >= LEAST_POSSIBLE


def test_a_handful_of_reports_is_not_parted_at_all() -> None:
    assert suppress({"a": 3, "b": 1}) is None
    assert suppress({"a": 4, "b": 4}) is None


def test_what_matters_most_hides_last() -> None:
    cells = suppress({"first": 30, "second": 20, "third": 12, "small": 1})
    assert [cell.shown for cell in cells or []] == ["30", "20", "≥5", "<5"]


def test_a_table_without_small_cells_is_shown_as_it_is() -> None:
    cells = suppress({"a": 5, "b": 9})
    assert [cell.shown for cell in cells or []] == ["5", "9"]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_pieces_of_time_are_joined_until_none_is_small(counts: list[int]) -> None:
    runs = joined(counts)
    assert all(run.count >= FEW for run in runs)
    assert sum(run.count for run in runs) == (sum(counts) if sum(counts) >= FEW else 0)
    if runs:
        assert [run.first for run in runs] == [0, *(run.last + 1 for run in runs[:-1])]
        assert runs[-1].last == len(counts) - 1


def test_no_piece_within_a_joined_line_can_be_worked_out() -> None:
    for total in range(FEW, 18):
        same: dict[tuple[tuple[int, int, int], ...], list[Counts]] = defaultdict(list)
        for counts in tables(4, total):
            key = tuple((run.first, run.last, run.count) for run in joined(counts))
            same[key].append(counts)
        for key, possible in same.items():
            alone = {first for first, last, _count in key if first == last}
            for at in set(range(4)) - alone:
                assert len({counts[at] for counts in possible}) >= LEAST_POSSIBLE


@given(st.lists(st.integers(0, 6), max_size=20))
def test_the_figures_move_on_only_when_enough_is_new(weekly: list[int]) -> None:
    """Between any two weeks that were shown lie none, or at least five, new reports."""
    shown = [sum(weekly[: standing(weekly[:week])]) for week in range(len(weekly) + 1)]
    steps = [after - before for before, after in pairwise(shown)]
    assert all(step == 0 or step >= FEW for step in steps)


def test_the_middle_is_told_of_five_at_least() -> None:
    assert median([1, 2, 3, 4]) is None
    assert median([9, 1, 2, 3, 4]) == 3
