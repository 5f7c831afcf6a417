"""How figures of the index are said: categories, steps of shade, moves, margins."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from sinergi.risk.models import RiskIndicator, RiskScore
from sinergi.risk.models.score import GIVEN
from sinergi.risk.scales import level_words
from sinergi.web.timing import language

TITLES: dict[str, Any] = {str(code): title for code, title in GIVEN}
MEASURES: dict[str, Any] = {
    "level": _lazy("a level from 0 to 4"),
    "yes_no": _lazy("yes or no"),
    "count": _lazy("a count"),
    "share": _lazy("a share"),
}
STEADY, STRONG = 1.0, 5.0  # points: what counts as a move, and as a strong one


def category_title(code: str) -> str:
    """Less vulnerable, vulnerable, very vulnerable."""
    return str(TITLES.get(code, code))


def step_of(value: float | None, vulnerable_from: float, very_from: float) -> int:
    """1 to 5: two steps below the first threshold, two between, one above; -1: not known."""
    if value is None:
        return -1
    if value >= very_from:
        return 5
    if value >= vulnerable_from:
        return 4 if value >= (vulnerable_from + very_from) / 2 else 3
    return 2 if value >= vulnerable_from / 2 else 1


def step_of_move(change: float | None) -> int:
    """6 (much lower), 7, 8 (steady), 9, 10 (much higher); -1: not known."""
    if change is None:
        return -1
    if abs(change) < STEADY:
        return 8
    if change < 0:
        return 6 if change <= -STRONG else 7
    return 10 if change >= STRONG else 9


def number_text(value: float, places: int = 1) -> str:
    """12,3"""
    return str(format_decimal(value, "#,##0." + "0" * places, locale=language()))


def points_text(value: float) -> str:
    """+3,2 or −1,0"""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{number_text(abs(value))}"


def margin_text(score: RiskScore) -> str:
    """What the margin leaves open, in a sentence."""
    first, last = _category(score, score.low), _category(score, score.high)
    told = {"low": number_text(score.low, 0), "high": number_text(score.high, 0)}
    if first == last:
        said = _("Very probably between %(low)s and %(high)s: the category does not depend on it.")
        return said % told
    said = _("Very probably between %(low)s and %(high)s: anything from “%(first)s” to “%(last)s”.")
    return said % {**told, "first": category_title(first), "last": category_title(last)}


def _category(score: RiskScore, value: float) -> str:
    if value >= score.weighting.very_from:
        return "very"
    return "vulnerable" if value >= score.weighting.vulnerable_from else "less"


def value_text(indicator: RiskIndicator | None, value: float) -> str:
    """What was measured, in words: level 3 of 4; yes; 2,5; 40 %."""
    if indicator is None:
        return ""
    if indicator.measure == RiskIndicator.Measure.LEVEL:
        told = {"level": round(value), "words": level_words(indicator.code)[round(value)]}
        return _("level %(level)d of 4: %(words)s") % told
    if indicator.measure == RiskIndicator.Measure.YES_NO:
        return _("yes") if value >= 1 else _("no")
    if indicator.measure == RiskIndicator.Measure.SHARE:
        return f"{number_text(value * 100, 0)} %"
    return _counted(indicator, value)


def _counted(indicator: RiskIndicator, value: float) -> str:
    """A count that is a rate says on what: smoothed, it is no whole number."""
    shown = number_text(value)
    if indicator.signal == "silence":
        return _("%(count)s days") % {"count": number_text(value, 0)}
    if indicator.exposure == "stations":
        return _("%(count)s on a station") % {"count": shown}
    if indicator.exposure == "voters":
        return _("%(count)s on 1,000 voters") % {"count": shown}
    return shown
