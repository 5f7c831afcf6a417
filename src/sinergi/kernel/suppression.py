"""Small cells that nobody can work out, also who knows this code. Pure: no Django, no clock.

Every published table parts the same reports: its cells add up to the published total. A cell
below FEW is shown as "<5". It could be had by subtraction, so one cell that is not small hides with
it (complementary suppression), shown as "5 or more".

Which one hides must not say anything either ("minimality attack": Wong et al., VLDB 2007). So it
is not chosen by its size: it is the first in a fixed order that is not small, and everything that
decides is itself published. What fits the published table, and what this code would publish in
the same way, are then the same tables; in all of them together each hidden cell has at least
LEAST_POSSIBLE values. The tests go through all small tables to prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEW = 5  # reports; fewer in a cell are not shown
LEAST_POSSIBLE = 4  # values that each hidden cell may still have
# A small cell may be 0 to 4, so with one cell of 5 or more at its side all five values are
# possible when both make up at least this …
_ONE_HIDES = FEW + LEAST_POSSIBLE
# … and when not, the first is 5 to 8: a second that hides must leave room for all of these.
_TWO_HIDE = _ONE_HIDES - 1 + FEW


@dataclass(frozen=True)
class Cell:
    """One cell as the public sees it: its count, or that it is small, or that it hides."""

    code: str
    count: int | None
    small: bool = False

    @property
    def shown(self) -> str:
        """12, <5 or ≥5"""
        if self.count is not None:
            return str(self.count)
        return f"<{FEW}" if self.small else f"≥{FEW}"


def suppress(counts: Mapping[str, int]) -> list[Cell] | None:
    """The cells of one table, in their order; None when nothing of it may be shown.

    `counts` are whole numbers from 0; their sum is published. The later a cell stands, the sooner
    it hides for a small one: put first what matters most.
    """
    if sum(counts.values()) < FEW:
        return None
    small = {code for code, count in counts.items() if count < FEW}
    hiding = _hiding(counts, small) if small else []
    if hiding is None:
        return None
    return [
        Cell(code, None if code in small or code in hiding else count, code in small)
        for code, count in counts.items()
    ]


def _hiding(counts: Mapping[str, int], small: set[str]) -> list[str] | None:
    """The cells that hide for the small ones; None when no choice protects them."""
    large = [code for code in reversed(list(counts)) if code not in small]
    if len(large) < 2 and sum(counts.values()) <= (FEW - 1) * len(counts):
        return None  # all of them might be small: where only one is not, that says too much
    hidden = sum(counts[code] for code in small)
    if hidden + counts[large[0]] >= _ONE_HIDES:
        return large[:1]
    if large[1:2] and hidden + counts[large[0]] + counts[large[1]] >= _TWO_HIDE:
        return large[:2]
    return None


@dataclass(frozen=True)
class Run:
    """Neighbouring pieces of time that are shown as one, from its first to its last."""

    first: int
    last: int
    count: int


def joined(counts: Sequence[int]) -> list[Run]:
    """Pieces of time in order, joined with those after them until each holds at least FEW.

    What is left at the end joins the one before it; no run at all when all hold fewer.
    """
    runs: list[Run] = []
    first = held = 0
    for at, count in enumerate(counts):
        held += count
        if held >= FEW:
            runs.append(Run(first, at, held))
            first, held = at + 1, 0
    if first < len(counts) and runs:
        last = runs.pop()
        runs.append(Run(last.first, len(counts) - 1, last.count + held))
    return runs


def standing(arrivals: Iterable[int]) -> int:
    """How many of the weeks, given as arrivals a week, the figures take in.

    They move on only when at least FEW reports are new, and take in none that came later: who
    looks each week sees no single report come.
    """
    taken = new = 0
    for week, count in enumerate(arrivals, start=1):
        new += count
        if new >= FEW:
            taken, new = week, 0
    return taken


def median(values: Sequence[int]) -> int | None:
    """The middle one, the lower of two; None when fewer than FEW are known."""
    return sorted(values)[(len(values) - 1) // 2] if len(values) >= FEW else None
