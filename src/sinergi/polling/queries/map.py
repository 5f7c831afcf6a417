"""The map of a board: which share of each village has reported one milestone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sinergi.polling.drawing import Dot, Shade, Sheet, map_svg, sheet_of
from sinergi.polling.models import Standing, Station
from sinergi.polling.queries.board import (
    NOTHING,
    Board,
    Progress,
    shade,
    sums_by,
    totals_by,
)
from sinergi.polling.queries.scope import Scope
from sinergi.regions import queries as places

MOST_DOTS = 400  # stations drawn one by one
LEVEL = {"province": "regency", "regency": "village", "district": "village", "village": "village"}


def board_map(board: Board, milestone: Progress | None) -> SafeString:
    """The picture; empty where no outline is known. At most five statements."""
    scope = board.scope
    if milestone is None:
        return SafeString()
    level = LEVEL[scope.region.level]
    sheet = outlines(level, scope.code)
    if sheet is None:
        return SafeString()
    words, board_of = _("%(done)d of %(all)d stations"), _address(milestone)
    shades = {
        code: Shade(shade(done, total), words % {"done": done, "all": total}, board_of + code)
        for code, done, total in _shares(board, level, milestone)
    }
    title = _("Map: %(milestone)s") % {"milestone": milestone.milestone.title}
    drawn = map_svg(sheet, shades, _dots(scope, milestone), title=title)
    return mark_safe(drawn)  # noqa: S308 - every word in it was escaped where it was drawn


def outlines(level: str, within: str) -> Sheet | None:
    """The places of that level in a place, as they are drawn; None where no outline is known."""
    return _sheet(level, within, places.areas_version(level, within))


@lru_cache(maxsize=64)
def _sheet(level: str, within: str, version: str) -> Sheet | None:
    """The outlines, read and projected once for each version of the boundaries."""
    return sheet_of(json.loads(places.areas(level, within, version).body)["features"])


def _shares(board: Board, level: str, milestone: Progress) -> Iterator[tuple[str, int, int]]:
    """(code, stations that reported, all of them); asked anew only where the table has others."""
    if level == board.scope.below:
        at = board.milestones.index(milestone)
        for row in board.places:
            yield row.region.pk, row.cells[at].sum.done, row.total.stations
        return
    sums = sums_by(board.scope, level, milestone.milestone)
    for code, total in totals_by(board.scope, level).items():
        told = sums[code].get(milestone.milestone.pk, NOTHING)
        yield code, told.done, total.stations


def _address(milestone: Progress) -> str:
    """The board of a place, but for its code: a province has hundreds of places."""
    asked = urlencode({"milestone": milestone.milestone.code, "region": ""})
    return f"{reverse('polling:board')}?{asked}"


def _dots(scope: Scope, milestone: Progress) -> Iterator[Dot]:
    """Stations with a position: of a regency those that are overdue, below it all of them."""
    if scope.is_wide:
        return
    rows = Station.objects.filter(
        scope.within("region_id"), operation_id=scope.post.operation_id, active=True,
        lon__isnull=False, lat__isnull=False,
    )  # fmt: skip
    told = Standing.objects.filter(milestone=milestone.milestone, withdrawn=False)
    if scope.region.level == "regency":
        if not milestone.is_overdue:
            return
        rows = rows.exclude(standings__in=told)
    done = set(told.filter(station__in=rows).values_list("station_id", flat=True))
    for row in rows.select_related("region")[:MOST_DOTS]:
        tone = "done" if row.pk in done else "silent" if milestone.is_overdue else "waiting"
        yield Dot(row.lon or 0, row.lat or 0, tone, row.journal_label(), row.get_absolute_url())
