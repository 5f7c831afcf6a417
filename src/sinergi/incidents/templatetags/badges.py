"""Badges for long lists: the components of the house, each drawn once and then remembered.

A list of thirty cases shows a dozen different badges; drawing every one anew took half of the
time of its page.
"""

from __future__ import annotations

import functools
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sinergi.incidents.models import Incident
from sinergi.web import manifest

register = template.Library()


@register.simple_tag
def severity_badge(value: str, label: Any) -> SafeString:
    """The sign and the word of a severity."""
    return _drawn("severity", value, str(label), manifest.sprite())


@register.simple_tag
def state_badge(case: Incident) -> SafeString:
    """The state of a case."""
    return _drawn("state", case.state, str(case.get_state_display()), manifest.sprite())


@register.simple_tag
def overdue_badge() -> SafeString:
    """That a desk has missed a deadline."""
    return _drawn("state", "overdue", _("Overdue"), manifest.sprite())


@functools.lru_cache(maxsize=128)
def _drawn(kind: str, value: str, label: str, sprite: str) -> SafeString:
    """One badge; `sprite` stands in its icon, and changes when the front end is built anew."""
    return SafeString(
        render_to_string(f"incidents/badges/{kind}.html", {"value": value, "label": label}).strip()
    )
