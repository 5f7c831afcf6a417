"""The law as pages: what it says, and what it prohibits on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.kernel.clock import local, now
from sinergi.neutrality.forms.periods import PeriodForm
from sinergi.neutrality.law.reading import the_law
from sinergi.neutrality.law.records import Row
from sinergi.neutrality.periods import Period, periods_of, periods_on
from sinergi.neutrality.strip import strip_of
from sinergi.neutrality.wording import BINDS, LEVELS, ROLES, TRACKS, length_words

R = TypeVar("R", bound=Row)
LONGEST = 60  # characters of what is looked for


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Public: every row with its article, its validity and how sure it is; `q` narrows it."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    rows = the_law()
    titles = {row.code: row.title for row in rows.authorities}
    subjects = {row.code: row.title for row in rows.subjects}
    told: dict[str, list[Any]] = {
        "deadlines": [_deadline(row, titles) for row in found(rows.deadlines, text)],
        "breaches": [
            {"row": row, "level": LEVELS[row.level]} for row in found(rows.breaches, text)
        ],
        "routes": [_route(row, titles, subjects) for row in found(rows.routes, text, titles)],
        "subjects": found(rows.subjects, text),
        "sanctions": [
            {"row": row, "track": TRACKS[row.track]} for row in found(rows.sanctions, text)
        ],
        "conditions": found(rows.conditions, text),
        "prohibitions": found(rows.prohibitions, text),
    }
    count = sum(len(part) for part in told.values())
    return render(request, "neutrality/law.html", {**told, "text": text, "count": count})


def found(rows: Iterable[R], text: str, titles: dict[str, str] | None = None) -> list[R]:
    """Those in which every word of the text stands: in title, article, code or note."""
    words = text.lower().split()
    return [row for row in rows if all(word in _searched(row, titles) for word in words)]


def _searched(row: Row, titles: dict[str, str] | None) -> str:
    title = (titles or {}).get(row.title, row.title)
    return " ".join((row.code, title, row.basis, row.note)).lower()


def _deadline(row: Any, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "length": length_words(row),
        "binds": BINDS.get(row.binds) or titles[row.binds],
    }


def _route(row: Any, titles: dict[str, str], subjects: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "authority": titles[row.authority],
        "role": ROLES[row.role],
        "subjects": [subjects[code] for code in row.subjects],
        "tracks": [TRACKS[track] for track in row.tracks],
    }


@signed_in
@require_safe
def periods(request: HttpRequest) -> HttpResponse:
    """For every post: what is prohibited on a day, since when, until when, by which article."""
    operation = acting(request).operation
    today = local(now()).date()
    form = PeriodForm(request.GET or None, initial={"day": today})
    asked = form.cleaned_data if form.is_valid() else {}
    day = asked.get("day") or today
    who, act = asked.get("who") or None, asked.get("act") or ""
    known = [row for row in periods_of(operation, who) if not act or act in row.rule.acts]
    told = {
        "form": form,
        "day": day,
        "is_today": day == today,
        "periods": periods_on(operation, day, who, act),
        "next": _next(known, day),
        "strip": strip_of(known, day),
    }
    return render(request, "neutrality/periods.html", told)


def _next(rows: Iterable[Period], day: date) -> list[Period]:
    """Those that begin later, the next first."""
    coming = [row for row in rows if row.starts_on and row.starts_on > day]
    return sorted(coming, key=lambda row: row.starts_on or day)
