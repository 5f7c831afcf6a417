"""How long the key of whoever reads this page stays open."""

from __future__ import annotations

import math

from django import template
from django.http import HttpRequest

from sinergi.kernel.clock import real_now
from sinergi.neutrality import unlocking

register = template.Library()


@register.simple_tag
def minutes_open(request: HttpRequest) -> int:
    """Whole minutes until it locks by itself; 0 while it is locked."""
    until = unlocking.open_until(request)
    return math.ceil((until - real_now()).total_seconds() / 60) if until else 0
