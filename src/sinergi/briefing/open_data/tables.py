"""The tables of the open figures, from counts. Pure: no Django, no clock.

Everybody sees how many incidents there were in each district, and of each district by kind and by
month; of the whole regency how many were settled, and where. Small cells are suppressed
(`kernel.suppression`), and no two published tables add up to a third: districts are parted by kind
and by month, the regency as a whole is not, and only the regency is parted by outcome. So a hidden
cell cannot be had by taking one table from another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sinergi.kernel.suppression import FEW, Cell, joined, suppress

# What became of an incident: what matters most first, for what stands last hides first.
OUTCOMES = ("settled_here", "settled_above", "open")


@dataclass(frozen=True)
class Span:
    """Months that are shown as one, from the first to the last."""

    first: date
    last: date
    count: int


@dataclass(frozen=True)
class District:
    """One district: its count, and its parts where they may be shown (else None)."""

    code: str
    cell: Cell
    kinds: list[Cell] | None = None
    months: list[Span] | None = None


@dataclass(frozen=True)
class Turnout:
    """The final counts of one district; only with FEW stations or more."""

    code: str
    stations: int
    voters: int
    registered: int

    @property
    def share(self) -> float:
        """Voters of the registered at the stations counted."""
        return self.voters / self.registered if self.registered else 0.0


@dataclass(frozen=True)
class OpenFigures:
    """All that is published. `until` is the last day counted; None: nothing yet."""

    until: date | None = None
    total: int = 0
    districts: list[District] = field(default_factory=list)
    outcomes: list[Cell] | None = None
    turnout: list[Turnout] = field(default_factory=list)

    @property
    def share_settled_here(self) -> float | None:
        """Of the settled, those settled in the village; None where a part of it is hidden."""
        known = {cell.code: cell.count for cell in self.outcomes or []}
        here, above = known.get("settled_here"), known.get("settled_above")
        if here is None or above is None or here + above == 0:
            return None
        return here / (here + above)


Counts = Mapping[str, Mapping[str, int]]  # of a district, by kind or by month (2024-09)


def districts_of(
    codes: Sequence[str], kinds: Counts, months: Counts, groups: Sequence[str]
) -> list[District]:
    """The districts in the order of `codes`; none when nothing of them may be shown."""
    totals = {code: sum(kinds.get(code, {}).values()) for code in codes}
    cells = suppress(totals)
    if cells is None:
        return []
    return [_district(cell, kinds, months, groups) for cell in cells]


def _district(cell: Cell, kinds: Counts, months: Counts, groups: Sequence[str]) -> District:
    """What hides is not parted either: its parts would add up to it."""
    if cell.count is None:
        return District(cell.code, cell)
    counted = kinds.get(cell.code, {})
    parts = suppress({group: counted.get(group, 0) for group in groups})
    return District(cell.code, cell, parts, spans_of(months.get(cell.code, {})))


def spans_of(months: Mapping[str, int]) -> list[Span] | None:
    """Months in order, joined until each holds at least FEW; None when all hold fewer."""
    if not months:
        return None
    names = _every_month(min(months), max(months))
    runs = joined([months.get(name, 0) for name in names])
    return [Span(_day(names[run.first]), _day(names[run.last]), run.count) for run in runs] or None


def _every_month(first: str, last: str) -> list[str]:
    found, here = [first], first
    while here < last:
        year, month = int(here[:4]), int(here[5:7])
        here = f"{year + month // 12:04}-{month % 12 + 1:02}"
        found.append(here)
    return found


def _day(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


def outcomes_of(counts: Mapping[str, int]) -> list[Cell] | None:
    """What became of all of them; None when nothing of it may be shown."""
    return suppress({code: counts.get(code, 0) for code in OUTCOMES})


def turnout_of(rows: Sequence[Turnout]) -> list[Turnout]:
    """The districts in which enough stations have counted."""
    return [row for row in rows if row.stations >= FEW]
