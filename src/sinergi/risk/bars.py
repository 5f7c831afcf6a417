"""Small pictures in tables, as SVG: a total on a line with its margin. Pure."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

HEIGHT = 14


def margin_bar(total: float, low: float, high: float, category: str) -> SafeString:
    """A line from 0 to 100, a bar from `low` to `high`, and a point at `total`."""
    return format_html(
        '<svg class="margin-bar margin-{}" viewBox="0 0 104 {}" aria-hidden="true"'
        ' focusable="false" preserveAspectRatio="none">'
        '<path class="margin-line" d="M2 7H102"/>'
        '<rect x="{}" y="4" width="{}" height="6" rx="3"/>'
        '<circle cx="{}" cy="7" r="4"/></svg>',
        category, HEIGHT, f"{2 + low:.1f}", f"{max(high - low, 0.5):.1f}", f"{2 + total:.1f}",
    )  # fmt: skip


def points_bar(points: float, most: float) -> SafeString:
    """A bar of `points` against the longest one."""
    share = points / most if most > 0 else 0
    return format_html(
        '<svg class="points-bar" viewBox="0 0 100 8" aria-hidden="true" focusable="false"'
        ' preserveAspectRatio="none"><rect width="{}" height="8" rx="2"/></svg>',
        f"{100 * share:.1f}",
    )
