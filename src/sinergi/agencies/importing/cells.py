"""What stands in a cell, understood: Excel drops leading zeros and stores days as numbers. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.contact import normal_email, normal_phone

_EPOCH = date(1899, 12, 30)  # day 0 of Excel's calendar, its false leap day of 1900 included
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YES, _NO = {"ya", "y", "yes", "1", "x", "true", "✓"}, {"tidak", "t", "no", "n", "0", "false", "-"}


def folded(text: str) -> str:
    """For comparing names: one case, single spaces."""
    return " ".join(text.casefold().split())


def as_text(value: Any) -> str:
    """The text of a cell: 35.0 is "35", an empty cell is ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return " ".join(str(value).split())


def as_phone(value: Any) -> str | None:
    """A number in E.164. 81234567890 had a zero before it, 62812… a plus. Raises Problem."""
    text = as_text(value).lstrip("'")
    digits = re.sub(r"[\s().-]", "", text)
    if digits.isdigit() and digits.startswith("8"):
        text = f"0{digits}"
    elif digits.isdigit() and digits.startswith("62"):
        text = f"+{digits}"
    return normal_phone(text)


def as_email(value: Any) -> str | None:
    """An address in lower case. Raises Problem."""
    return normal_email(as_text(value))


def as_yes(value: Any) -> bool | None:
    """Yes, no, or None for an empty cell. Raises ValueError."""
    text = folded(as_text(value))
    if not text:
        return None
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueError(_("Write ya or tidak."))


def as_day(value: Any) -> date | None:
    """A day: a date of Excel, its bare number, 10/9/2024 or 2024-09-10. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = as_text(value)
    if not text:
        return None
    try:
        return _day_of(text)
    except (ValueError, OverflowError):
        raise ValueError(_("This is not a day, such as 10/09/2024.")) from None


def _day_of(text: str) -> date:
    if text.isdigit() and 20_000 < int(text) < 80_000:
        return _EPOCH + timedelta(days=int(text))
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return date(year, month, day)
    return date.fromisoformat(text)
