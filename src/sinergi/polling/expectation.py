"""What turnout is to be expected of a village: that of the last election held there.

One table a regency, `data/turnout/<code>.csv`, with its sources named in it. The figures are those
of the presidential election of 2019: an election of another kind, so that only the ratio between
places says something, and the forecast learns the level from the stations themselves.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sinergi.regions.codes import clipped

FOLDER = Path(__file__).parent / "data" / "turnout"
ELECTION = 2019


@dataclass(frozen=True)
class LastTime:
    """Registered voters and votes cast in a village at the last election."""

    voters: int
    votes_cast: int

    @property
    def turnout(self) -> float:
        """0 to 1."""
        return self.votes_cast / self.voters


@cache
def last_turnout(regency: str) -> dict[str, LastTime]:
    """By code of the village; empty where the house has no figures of that regency."""
    file = FOLDER / f"{regency}.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["code"]: LastTime(int(row["voters"]), int(row["votes_cast"])) for row in rows}


def expected_turnout(codes: Iterable[str]) -> dict[str, float]:
    """For each village its turnout of the last election; the mean of what is known where it has
    none; 1 for all, so that the forecast rests on the reports alone, where nothing is known."""
    wanted = list(codes)
    known = {code: told.turnout for code in wanted if (told := _of(code)) is not None}
    mean = sum(known.values()) / len(known) if known else 1.0
    return {code: known.get(code, mean) for code in wanted}


def knows(codes: Iterable[str]) -> bool:
    """Whether there are figures of the last election for any of these villages."""
    return any(_of(code) is not None for code in codes)


def _of(code: str) -> LastTime | None:
    return last_turnout(clipped(code, "regency")).get(code)
