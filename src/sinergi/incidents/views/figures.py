"""The figures: how well cases are settled where they arise. Each one leads to what it counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Post
from sinergi.incidents import rules
from sinergi.incidents.filter_form import LEVEL_TITLES, FilterForm
from sinergi.incidents.filter_words import names_of, parts_of, sentence
from sinergi.incidents.filters import IncidentFilter
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.queries import figures as queries
from sinergi.incidents.queries.situation import places_of
from sinergi.incidents.stages import cases_by_stage
from sinergi.incidents.views.filter_bar import periods, place_options
from sinergi.kernel.clock import local
from sinergi.regions.models import Region
from sinergi.web.timing import short_day_text

DAYS_DRAWN = 60  # of the trend, counted back from the last
# Ages of open cases in days of the calendar: from, and to (None: and older).
AGES: tuple[tuple[int, int | None], ...] = ((0, 0), (1, 2), (3, 6), (7, 13), (14, None))


@dataclass(frozen=True)
class Row:
    """One line of a table: a place or a kind, its tally, and the filter of its cases."""

    title: Any
    tally: queries.Tally
    cases: str
    unfinished: str
    late: str
    settled: str
    above: str


@dataclass(frozen=True)
class LevelRow:
    """How a level of desks did."""

    title: Any
    times: queries.Times
    tally: queries.Tally
    settled: str
    unacknowledged: str


@require_safe
@signed_in
def figures(request: HttpRequest) -> HttpResponse:
    """The page: for a period and a place, both in its address."""
    post: Post = request.post  # type: ignore[attr-defined]
    form = FilterForm(request.GET)
    form.is_valid()
    # What became of the cases is the answer here, so it is no part of the question.
    wanted = replace(form.filter(), states=(), level="", above_home=False)
    if not form.errors and "" in request.GET.values():
        return redirect(f"?{wanted.query()}")
    found = queries.figures(post, wanted)
    parts = parts_of(wanted, names_of(wanted, post))
    context = {
        "form": form,
        "wanted": wanted,
        "sentence": sentence(parts) if parts else _("All cases since the beginning"),
        "figures": found,
        "links": _links(wanted),
        "levels": _levels(found, wanted),
        "parts": _settled_parts(found),
        "ages": ages(found, wanted),
        "trend": trend(found),
        "areas": _areas(found, wanted),
        "kinds": _kinds(found, wanted),
        "stages": [] if wanted.stage else _stages(found, wanted, post),
        "places": place_options(places_of(post), wanted.place),
        "periods": periods(wanted),
    }
    return render(request, "incidents/figures.html", context)


def _cases(wanted: IncidentFilter, **changes: Any) -> str:
    """The address of the list that a figure counts."""
    return f"{reverse('incidents:situation')}?{replace(wanted, **changes).query()}"


def _links(wanted: IncidentFilter) -> dict[str, str]:
    return {
        "reported": _cases(wanted),
        "unfinished": _cases(wanted, states=("open",)),
        "late": _cases(wanted, states=("overdue",)),
        "settled": _cases(wanted, states=("settled",)),
        "in_village": _cases(wanted, states=("settled",), level="village"),
        "above": _cases(wanted, above_home=True),
    }


def _levels(found: queries.Figures, wanted: IncidentFilter) -> list[LevelRow]:
    return [
        LevelRow(
            LEVEL_TITLES[level],
            found.times.get(level) or queries.Times(level),
            found.levels.get(level) or queries.Tally(),
            _cases(wanted, states=("settled",), level=level),
            _cases(wanted, states=("unacknowledged",), level=level),
        )
        for level in rules.LEVELS
    ]


def _settled_parts(found: queries.Figures) -> list[dict[str, Any]]:
    return [
        {
            "label": LEVEL_TITLES[level],
            "value": found.levels[level].settled if level in found.levels else 0,
        }
        for level in rules.LEVELS
    ]


def ages(found: queries.Figures, wanted: IncidentFilter) -> list[dict[str, Any]]:
    """Open cases by how many days ago they happened, today being 0."""
    today = local(found.at).date()
    first, last = wanted.period()
    rows = []
    for youngest, oldest in AGES:
        until = _later_of(today - timedelta(days=youngest), last, earlier=True)
        since = _later_of(today - timedelta(days=oldest) if oldest is not None else None, first)
        # A report may carry a time some minutes ahead, past midnight: it is of today.
        open_end = youngest == 0 and last is None
        count = sum(
            day.unfinished
            for day in found.days
            if (since is None or day.day >= since) and (open_end or day.day <= until)
        )
        period = {"days": 0, "since": since, "until": None if open_end else until}
        url = _cases(wanted, states=("open",), **period)
        rows.append({"label": _age_title(youngest, oldest), "value": count, "url": url})
    return rows


def _later_of(one: date | None, other: date | None, *, earlier: bool = False) -> Any:
    days = [day for day in (one, other) if day is not None]
    return (min(days) if earlier else max(days)) if days else None


def _age_title(youngest: int, oldest: int | None) -> str:
    if oldest is None:
        return _("%(count)d days and more") % {"count": youngest}
    if oldest == 0:
        return _("Today")
    return _("%(first)d to %(last)d days") % {"first": youngest, "last": oldest}


def trend(found: queries.Figures) -> list[dict[str, Any]]:
    """Cases a day, days without any among them, until the last that has one."""
    counts = {day.day: day.reported for day in found.days}
    if not counts:
        return []
    last = max(counts)
    first = max(min(counts), last - timedelta(days=DAYS_DRAWN - 1))
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [{"label": short_day_text(day), "value": counts.get(day, 0)} for day in days]


def _areas(found: queries.Figures, wanted: IncidentFilter) -> list[Row]:
    """District by district, or village by village inside one. One statement for their names."""
    names = {place.pk: str(place) for place in Region.objects.filter(pk__in=found.areas)}
    return [
        _row(names.get(code, code), tally, replace(wanted, place=code))
        for code, tally in sorted(found.areas.items())
    ]


def _stages(found: queries.Figures, wanted: IncidentFilter, post: Post) -> list[dict[str, Any]]:
    """Cases by the main stage in which they happened. One statement."""
    return [
        {"label": stage.title, "value": count, "url": _cases(wanted, stage=stage.code)}
        for stage, count in cases_by_stage(found.days, post.operation)
    ]


def _kinds(found: queries.Figures, wanted: IncidentFilter) -> list[Row]:
    most_first: Iterable[tuple[str, queries.Tally]] = sorted(
        found.kinds.items(), key=lambda pair: (-pair[1].reported, pair[0])
    )
    return [
        _row(KINDS[code].title, tally, replace(wanted, kinds=(code,))) for code, tally in most_first
    ]


def _row(title: Any, tally: queries.Tally, wanted: IncidentFilter) -> Row:
    return Row(
        title,
        tally,
        cases=_cases(wanted),
        unfinished=_cases(wanted, states=("open",)),
        late=_cases(wanted, states=("overdue",)),
        settled=_cases(wanted, states=("settled",)),
        above=_cases(wanted, above_home=True),
    )
