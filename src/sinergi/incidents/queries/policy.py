"""The rules of the deadlines as people read them, and which held before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext

from sinergi.incidents import rules
from sinergi.incidents.filter_form import LEVEL_TITLES
from sinergi.incidents.models import EscalationPolicy

IN_A_PAGE = 10  # versions
HARDEST_FIRST = tuple(reversed(rules.SEVERITIES))

Minutes = Mapping[str, Mapping[str, Sequence[int]]]  # severity -> level -> (ack, settle)


@dataclass(frozen=True)
class Cell:
    """The two times of one severity at desks of one level."""

    level: Any
    acknowledge: str
    settle: str


@dataclass(frozen=True)
class Line:
    """One severity, with a cell for each level."""

    severity: str
    cells: list[Cell]


def lines(table: Minutes) -> list[Line]:
    """A table in words, the hardest severity first."""
    return [
        Line(
            severity,
            [
                Cell(LEVEL_TITLES[level], *(time_text(m) for m in table[severity][level]))
                for level in rules.LEVELS
            ],
        )
        for severity in HARDEST_FIRST
    ]


def time_text(minutes: int) -> str:
    """30 menit; 1 jam 30 menit; 2 hari: exactly, since people are held to it."""
    days, rest = divmod(minutes, rules.DAY)
    hours, rest = divmod(rest, rules.H)
    parts = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest} if rest else "",
    ]
    return " ".join(part for part in parts if part)


@dataclass(frozen=True)
class Version:
    """A version with its table in words."""

    row: EscalationPolicy
    lines: list[Line]


def current_policy(operation_id: UUID) -> EscalationPolicy | None:
    """The version in force; None while the house's own proposal holds. One statement."""
    return EscalationPolicy.objects.filter(operation_id=operation_id).first()


def versions(operation_id: UUID, number: Any) -> tuple[list[Version], Page[EscalationPolicy]]:
    """The page `number` of all versions, the newest first. Two statements."""
    rows = EscalationPolicy.objects.filter(operation_id=operation_id)
    page = Paginator(rows, IN_A_PAGE).get_page(number)
    return [Version(row, lines(row.rules())) for row in page], page
