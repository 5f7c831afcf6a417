"""What the house ships for a voting day: milestones, indicators, the plan; all to be edited."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sinergi.kernel.models import Operation

DATA = Path(__file__).parent / "data"


@cache
def _rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")))


def milestones(operation: Operation) -> list[dict[str, Any]]:
    """The columns of each milestone, with its moment on the operation's voting day."""
    zone = ZoneInfo(operation.timezone)
    found = []
    for order, row in enumerate(_rows("milestones"), start=1):
        day = operation.voting_day + timedelta(days=row["day"])
        due_at = datetime.combine(day, time.fromisoformat(row["at"]), zone)
        told = {name: row[name] for name in ("code", "word", "title", "kind", "grace")}
        found.append({**told, "order": order, "due_at": due_at, "final": row.get("final", False)})
    return found


def indicators() -> list[dict[str, Any]]:
    """The columns of each indicator."""
    return [
        {
            "code": row["code"],
            "variable": row["variable"],
            "title": row["title"],
            "active": row.get("active", True),
            "order": order,
        }
        for order, row in enumerate(_rows("indicators"), start=1)
    ]


def patterns() -> list[dict[str, Any]]:
    """The columns of each pattern."""
    return [dict(row) for row in _rows("patterns")]


def equipment() -> list[dict[str, Any]]:
    """The columns of the army on standby and of each kind of equipment: a proposal."""
    return [dict(row) for row in _rows("equipment")]
