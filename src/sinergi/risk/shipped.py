"""What the house ships for the index: indicators and a first weighting, all to be edited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sinergi.risk.models import DIMENSIONS

DATA = Path(__file__).parent / "data"
# The first version of everything that no source fixes: the house's own proposal.
FIRST: dict[str, Any] = {
    "dimension_weights": dict.fromkeys(DIMENSIONS, 1.0),
    "half_life": 14.0,
    "tension_pull": 0.5,
    "own_share": 0.5,
    "vulnerable_from": 20.0,
    "very_from": 35.0,
}


@dataclass(frozen=True)
class ShippedIndicator:
    """The columns of one indicator, and what it weighs at first."""

    columns: dict[str, Any]
    weight: float
    half: float


@cache
def shipped_indicators() -> tuple[ShippedIndicator, ...]:
    """In their order. `title` and `remedy` are pairs in the file: Indonesian, English."""
    content = yaml.safe_load((DATA / "indicators.yaml").read_text("utf-8"))
    return tuple(_shipped(row, at) for at, row in enumerate(content["indicators"], start=1))


def _shipped(row: dict[str, Any], order: int) -> ShippedIndicator:
    names = ("code", "dimension", "unit", "source", "measure", "basis")
    columns = {name: row[name] for name in names}
    columns |= {name: row.get(name, "") for name in ("exposure", "signal")}
    columns |= {"keys": row.get("keys", []), "order": order}
    columns["title_id"], columns["title_en"] = row["title"]
    columns["remedy_id"], columns["remedy_en"] = row["remedy"]
    return ShippedIndicator(columns, float(row.get("weight", 1)), float(row.get("half", 1)))
