"""Charts drawn on the server from plain data; each has the same figures as text beside it.

{% bar_list rows label="…" %}      rows: [{label, value, url?, note?, shown?}]
{% stacked parts label="…" %}      parts: [{label, value, tone?}], tone: 1-5 or a severity
{% series points label="…" %}      points: [{label, value}] in order, or bare numbers
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from django import template

register = template.Library()

Row = Mapping[str, Any]
WIDTH, HEIGHT = 600, 120  # units of the drawing, not pixels
TOP = 8  # room above the highest point


@register.inclusion_tag("web/charts/bars.html")
def bar_list(rows: Sequence[Row], label: str = "", unit: str = "") -> dict[str, Any]:
    """Bars under their names, against the longest of them (or against 1 for a unit of %)."""
    values = [row["value"] or 0 for row in rows]
    most = 1 if unit == "%" else max(values, default=0)
    return {"rows": rows, "label": label, "unit": unit, "most": most or 1}


@register.inclusion_tag("web/charts/stacked.html")
def stacked(parts: Sequence[Row], label: str = "") -> dict[str, Any]:
    """One bar of parts of a whole, with a key that names the figures."""
    values = [part["value"] or 0 for part in parts]
    whole = sum(values)
    ends = list(accumulate(values))
    drawn = [
        {
            **part,
            "tone": part.get("tone") or number,
            "x": round(WIDTH * (end - value) / (whole or 1), 2),
            "width": round(WIDTH * value / (whole or 1), 2),
            "share": value / whole if whole else None,
        }
        for number, (part, value, end) in enumerate(zip(parts, values, ends, strict=True), 1)
    ]
    return {"parts": drawn, "whole": whole, "label": label, "width": WIDTH}


@register.inclusion_tag("web/charts/series.html")
def series(points: Sequence[Row | float], label: str = "") -> dict[str, Any]:
    """A line over time from zero, with its highest value; the figures as a table beside it."""
    rows = [_as_row(point) for point in points]
    values: list[float] = [row["value"] or 0 for row in rows]
    most = max(values, default=0)
    corners = [(_x(at, len(values)), _y(value, most)) for at, value in enumerate(values)]
    line = " ".join(f"{x},{y}" for x, y in corners)
    return {
        "rows": rows, "label": label, "most": most, "width": WIDTH, "height": HEIGHT, "top": TOP,
        "line": line, "area": f"0,{HEIGHT} {line} {WIDTH},{HEIGHT}" if corners else "",
        "last": corners[-1] if corners else None,
    }  # fmt: skip


def _as_row(point: Row | float) -> Row:
    return point if isinstance(point, Mapping) else {"label": "", "value": point}


def _x(at: int, count: int) -> float:
    return round(WIDTH * at / max(count - 1, 1), 1)


def _y(value: float, most: float) -> float:
    return round(HEIGHT - (HEIGHT - TOP) * value / (most or 1), 1)
