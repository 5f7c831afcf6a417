"""What every page of reporters has: the way out."""

from __future__ import annotations

from django import template

register = template.Library()

# Where the button leads that leaves the page at once: what anybody may be reading at work.
ELSEWHERE = "https://www.bmkg.go.id/cuaca/prakiraan-cuaca"


@register.simple_tag
def elsewhere() -> str:
    """The address of a page about the weather."""
    return ELSEWHERE
