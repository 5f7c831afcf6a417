"""What stands in a cell of a list of stations, understood; ValueError says why not. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.importing.cells import as_text, folded

MOST_NUMBER, MOST_VOTERS = 999, 10_000
_NUMBER = re.compile(r"(?:tps)?[\s.-]*(?:no(?:mor|\.)?)?[\s.-]*0*(\d{1,4})", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
_KINDS = re.compile(r"^(desa|kelurahan|kel|ds|kecamatan|kec|distrik)[\s.]+")


def as_number(value: Any) -> int | None:
    """The number of a station: 3, "003", "TPS 3"."""
    text = as_text(value)
    if not text:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= MOST_NUMBER:
        raise ValueError(_("This is not the number of a station, such as 3 or 003."))
    return int(match[1])


def as_count(value: Any) -> int | None:
    """How many: 512, "512", "1.024"."""
    text = as_text(value)
    if not text:
        return None
    if _GROUPED.fullmatch(text) and not isinstance(value, float):
        text = re.sub(r"[.,]", "", text)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(_("Write a whole number."))
    if int(text) > MOST_VOTERS:
        raise ValueError(_("At most %(count)d.") % {"count": MOST_VOTERS})
    return int(text)


def as_degrees(value: Any, low: float, high: float) -> float | None:
    """Degrees: -7.71720 or "-7,71720", within `low` and `high`."""
    text = as_text(value)
    if not text:
        return None
    try:
        found = float(value if isinstance(value, int | float) else text.replace(",", "."))
    except ValueError:
        raise ValueError(_("Write degrees as a decimal number, such as -7.71720.")) from None
    if not (math.isfinite(found) and low <= found <= high):
        told = {"low": low, "high": high}
        raise ValueError(_("Indonesia lies between %(low)g and %(high)g degrees.") % told)
    return round(found, 6)


def as_choice(value: Any, words: Mapping[str, str], shown: Mapping[str, str]) -> str | None:
    """The code for a word; `shown` are the words that are proposed."""
    text = folded(as_text(value))
    if not text:
        return None
    if text not in words:
        raise ValueError(_("Write one of: %(words)s.") % {"words": ", ".join(shown.values())})
    return words[text]


def as_line(value: Any, most: int) -> str | None:
    """A text of at most `most` characters."""
    text = as_text(value)
    if len(text) > most:
        raise ValueError(_("At most %(count)d characters.") % {"count": most})
    return text or None


def name_key(text: str) -> str:
    """For comparing names of places: "Desa Banjarsari Wetan" and "BANJARSARIWETAN" are one."""
    return re.sub(r"[^0-9a-z]", "", _KINDS.sub("", folded(text)))
