"""Scores as a workbook: the total with its margin, and every dimension."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sinergi.kernel.workbooks import table
from sinergi.risk.models import DIMENSIONS
from sinergi.risk.queries.picture import Picture, Row
from sinergi.risk.words import category_title


def workbook_of(found: Picture) -> bytes:
    """One row a place, in the order of the list."""
    heads = [
        (_("Code"), 15), (_("Village"), 24), (_("Polling station"), 14), (_("District"), 22),
        (_("Day"), 12), (_("Total"), 8), (_("Low"), 8), (_("High"), 8), (_("Category"), 18),
        (_("Change in a week"), 12), (_("Share known %"), 12),
        *((str(title), 16) for title in DIMENSIONS.values()), (_("Version of the weights"), 12),
    ]  # fmt: skip
    version = found.weighting.number if found.weighting else None
    return table(_("Vulnerability"), heads, ([*_cells(row), version] for row in found.rows))


def _cells(row: Row) -> list[Any]:
    score, region = row.score, row.score.region
    return [
        region.pk,
        region.name,
        str(score.station) if score.station else "",
        region.parent.name if region.parent else "",
        score.day,
        round(score.total, 1),
        round(score.low, 1),
        round(score.high, 1),
        category_title(score.category),
        None if row.change is None else round(row.change, 1),
        round(score.coverage * 100),
        *(_rounded(score.dimensions.get(name)) for name in DIMENSIONS),
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
