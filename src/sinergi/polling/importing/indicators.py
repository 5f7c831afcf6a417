"""Columns that say what makes a station vulnerable: one for each indicator of the operation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.importing.cells import as_text, as_yes
from sinergi.kernel.models import Operation
from sinergi.polling.importing.cells import as_count
from sinergi.polling.importing.columns import Column
from sinergi.polling.models import Indicator

PREFIX = "indicator:"  # before the code, in the names of these fields
WIDTH = 16

# False: it is not so. True: it is so. A number: it is so, that often.
Found = bool | int


def indicator_columns(operation: Operation) -> dict[str, Column]:
    """{field: column} of what the operation looks at. One statement."""
    rows = Indicator.objects.filter(operation=operation, active=True)
    found = rows.values_list("code", "title")
    return {PREFIX + code: _column(code, title) for code, title in found}


def _column(code: str, title: str) -> Column:
    heading = f"{code} {title}"
    return Column(heading, heading, WIDTH, (code, title))


def as_finding(value: Any) -> Found | None:
    """What a cell says: ya, tidak, or how many; 0 is tidak, an empty cell nothing."""
    if as_text(value)[:1].isdigit():
        return as_count(value) or False
    try:
        return as_yes(value)
    except ValueError:
        raise ValueError(_("Write ya, tidak, or how many.")) from None


def found_of(present: bool, count: int | None) -> Found:
    """The same of what is kept of a station."""
    return count if present and count else present


def is_news(old: Found | None, new: Found) -> bool:
    """Whether it says something else; that it is so takes no number away that was counted."""
    if new is True:
        return old is None or old is False
    return type(old) is not type(new) or old != new
