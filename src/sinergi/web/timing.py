"""Moments and spans as people read them, in the language of the page. Pure but for the language."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sinergi.kernel.indonesian import zone_name

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def language() -> str:
    """The language of the page as Babel calls it: id, or en_GB (day before month)."""
    return "en_GB" if (get_language() or "id").startswith("en") else "id"


def moment_text(local: datetime) -> str:
    """Sel 10 Sep 2024, 08.00 WIB: a moment given in local time."""
    clock = "HH:mm" if language() != "id" else "HH.mm"
    text = format_datetime(local, f"EEE d MMM y, {clock}", locale=language())
    return f"{text} {zone_name(local)}"


def clock_text(local: datetime) -> str:
    """08.00 WIB"""
    return f"{local:{'%H:%M' if language() != 'id' else '%H.%M'}} {zone_name(local)}"


def nearby_text(local: datetime, today: date) -> str:
    """08.00 WIB; of another day with its date: 26 Nov, 18.00 WIB."""
    if local.date() == today:
        return clock_text(local)
    return f"{format_date(local.date(), 'd MMM', locale=language())}, {clock_text(local)}"


def day_text(day: date) -> str:
    """Selasa, 10 September 2024"""
    return format_date(day, "EEEE, d MMMM y", locale=language())


def short_day_text(day: date) -> str:
    """10 Sep 2024"""
    return format_date(day, "d MMM y", locale=language())


def span_text(span: timedelta) -> str:
    """12 menit; 2 jam 5 menit; 31 jam; 4 hari: no finer than one needs."""
    if span < HOUR:
        return _minutes(max(int(span / MINUTE), 1))
    if span < 6 * HOUR:
        hours, rest = int(span / HOUR), int(span % HOUR / MINUTE)
        return f"{_hours(hours)} {_minutes(rest)}" if rest else _hours(hours)
    return _hours(int(span / HOUR)) if span < 2 * DAY else _days(span.days)


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def ago_text(moment: datetime, now: datetime) -> str:
    """12 menit lalu; baru saja; dalam 2 jam when it is still to come."""
    if abs(now - moment) < MINUTE:
        return _("just now")
    if moment > now:
        return _("in %(span)s") % {"span": span_text(moment - now)}
    return _("%(span)s ago") % {"span": span_text(now - moment)}


def left_text(due: datetime, now: datetime) -> str:
    """sisa 2 jam; lewat 3 jam when the time is over."""
    if due > now:
        return _("%(span)s left") % {"span": span_text(due - now)}
    return _("%(span)s overdue") % {"span": span_text(now - due)}
