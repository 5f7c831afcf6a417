"""Figures: what was measured, against which aim, and how they are shown."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Direction = Literal["below", "above"]


@dataclass(frozen=True)
class Figure:
    """One number. `aim` is in the same unit; None where the figure only stands beside others."""

    name: str
    value: float
    unit: str
    aim: float | None
    met: bool | None
    how: str


def figure(
    name: str,
    value: float,
    unit: str,
    how: str,
    aim: float | None = None,
    *,
    better: Direction = "below",
) -> Figure:
    """A figure, judged by its aim: met when it is `better` than that, or equal."""
    shown = round(value, 1 if abs(value) >= 10 else 3)
    if aim is None:
        return Figure(name, shown, unit, None, None, how)
    met = value <= aim if better == "below" else value >= aim
    return Figure(name, shown, unit, aim, met, how)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of them lie: nearest rank, no interpolation."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def half_and_most(
    name: str, seconds: Sequence[float], how: str, aim_ms: float | None = None
) -> list[Figure]:
    """Median and 95th percentile of durations, in ms; the aim is for the latter."""
    told = f"{how}, n={len(seconds)}"
    return [
        figure(f"{name}, p50", percentile(seconds, 0.5) * 1000, "ms", told),
        figure(f"{name}, p95", percentile(seconds, 0.95) * 1000, "ms", told, aim_ms),
    ]


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, for the terminal and for the docs."""
    rows = [("figure", "value", "unit", "aim", ""), *(_cells(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(found: Figure) -> tuple[str, ...]:
    verdict = "" if found.met is None else "met" if found.met else "MISSED"
    aim = "" if found.aim is None else f"{found.aim:g}"
    return (found.name, f"{found.value:g}", found.unit, aim, verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, value, unit, aim, verdict = row
    told = f"{name:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}"
    return f"{told}  {aim:>{widths[3]}}  {verdict}".rstrip()


def write(figures: Iterable[Figure], path: Path) -> None:
    """As JSON: a list of {name, value, unit, aim, met, how}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = [asdict(figure) for figure in figures]
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", "utf-8")
