"""What a special case rests on in law, and by when it ends (`data/special_cases.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "special_cases.yaml"


@dataclass(frozen=True)
class Ground:
    """The ground of one kind of special case; `verified` is false for what was not read for this.

    `decided`: KPU alone opens it. `days`: its deadline, from the voting day.
    """

    code: str
    ground: str
    verified: bool
    decided: bool = False
    days: int | None = None
    followup: bool = False

    def due_on(self, voting_day: date) -> date | None:
        """The last day on which it may happen; None when no deadline is known."""
        return None if self.days is None else voting_day + timedelta(days=self.days)


@cache
def grounds() -> dict[str, Ground]:
    """All kinds, by their code."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {row["code"]: Ground(**row) for row in rows}
