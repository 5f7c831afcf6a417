"""Small pictures in tables, as SVG: a total on a line with its margin. Pure."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

SCALE = 2  # units of the drawing for a point
WIDTH, HEIGHT = 100 * SCALE, 14


def margin_bar(total: float, low: float, high: float, category: str) -> SafeString:
    """A line from 0 to 100, a bar from `low` to `high`, and a mark at `total`."""
    return format_html(
        '<svg class="margin-bar margin-{}" viewBox="0 0 {} {}" aria-hidden="true"'
        ' focusable="false" preserveAspectRatio="none">'
        '<path class="margin-line" d="M0 7H{}"/>'
        '<rect class="margin-span" x="{}" y="3" width="{}" height="8" rx="2"/>'
        '<rect class="margin-mark" x="{}" y="0" width="3" height="14" rx="1"/></svg>',
        category, WIDTH, HEIGHT, WIDTH, f"{low * SCALE:.1f}",
        f"{max(high - low, 0.5) * SCALE:.1f}", f"{total * SCALE - 1.5:.1f}",
    )  # fmt: skip


def points_bar(points: float, most: float) -> SafeString:
    """A bar of `points` against the longest one."""
    share = points / most if most > 0 else 0
    return format_html(
        '<svg class="points-bar" viewBox="0 0 100 8" aria-hidden="true" focusable="false"'
        ' preserveAspectRatio="none"><rect width="{}" height="8" rx="2"/></svg>',
        f"{100 * share:.1f}",
    )
