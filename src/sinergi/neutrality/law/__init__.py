"""The law as data: who is bound, what is a breach, which deadlines run, who receives.

Each row names its article, how sure it is (`mark`) and when it holds: three rules changed during
the election of 2024 itself. So whoever asks, asks for a day; without one, the newest row answers.
Titles are Indonesian, as the law's are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from sinergi.neutrality.law.reading import LawError, the_law
from sinergi.neutrality.law.receiving import Receiver, receivers_of, tracks_of
from sinergi.neutrality.law.records import (
    Authority,
    Breach,
    Condition,
    Deadline,
    Prohibition,
    Row,
    Sanction,
    Subject,
)

R = TypeVar("R", bound=Row)


def subjects(day: date | None = None) -> dict[str, Subject]:
    """Kinds of person by code, in the order in which a form offers them."""
    return _in_force(the_law().subjects, day)


def breaches(day: date | None = None) -> dict[str, Breach]:
    """Kinds of breach by code."""
    return _in_force(the_law().breaches, day)


def breaches_for(subject_kind: str, day: date | None = None, phase: str = "") -> dict[str, Breach]:
    """Those that a subject can commit; in a phase (before, after) only those of it."""
    return {
        code: row
        for code, row in breaches(day).items()
        if subject_kind in row.subjects and (not phase or row.phase in (phase, "any"))
    }


def deadlines(day: date | None = None) -> dict[str, Deadline]:
    """Legal deadlines by code."""
    return _in_force(the_law().deadlines, day)


def authorities(day: date | None = None) -> dict[str, Authority]:
    """Authorities by code."""
    return _in_force(the_law().authorities, day)


def sanctions(track: str = "", day: date | None = None) -> dict[str, Sanction]:
    """What may be imposed, by code; on one track when it is given."""
    rows = (row for row in the_law().sanctions if not track or row.track == track)
    return _in_force(rows, day)


def conditions(day: date | None = None, *, finding: bool = False) -> list[Condition]:
    """What a report must have: formal conditions first, which are not asked of a finding."""
    rows = (row for row in the_law().conditions if not (finding and row.kind == "formal"))
    return list(_in_force(rows, day).values())


def prohibitions(day: date | None = None) -> dict[str, Prohibition]:
    """Prohibited periods by code, not yet laid on a calendar; see `neutrality.periods`."""
    return _in_force(the_law().prohibitions, day)


def _in_force(rows: Iterable[R], day: date | None) -> dict[str, R]:
    """{code: row} of those that hold on that day; without a day the one that holds last."""
    if day is not None:
        return {row.code: row for row in rows if row.holds_on(day)}
    found: dict[str, R] = {}
    for row in rows:
        known = found.get(row.code)
        if known is None or (row.valid_from or date.min) > (known.valid_from or date.min):
            found[row.code] = row
    return found


__all__ = [
    "Authority",
    "Breach",
    "Condition",
    "Deadline",
    "LawError",
    "Prohibition",
    "Receiver",
    "Row",
    "Sanction",
    "Subject",
    "authorities",
    "breaches",
    "breaches_for",
    "conditions",
    "deadlines",
    "prohibitions",
    "receivers_of",
    "sanctions",
    "subjects",
    "tracks_of",
]
