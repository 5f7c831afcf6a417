"""The map of a board: which share of each village has reported one milestone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sinergi.polling.mapping import Dot, Shade, Sheet, map_svg, sheet_of
from sinergi.polling.models import Standing, Station
from sinergi.polling.queries.board import (
    NOTHING,
    Board,
    Progress,
    Tallied,
    Total,
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
    sheet = _sheet(level, scope.code, places.areas_version(level, scope.code))
    if sheet is None:
        return SafeString()
    totals = totals_by(scope, level)
    sums = sums_by(scope, level, milestone.milestone)
    shades = {code: _shade(code, total, sums[code], milestone) for code, total in totals.items()}
    title = _("Map: %(milestone)s") % {"milestone": milestone.milestone.title}
    drawn = map_svg(sheet, shades, _dots(scope, milestone), title=title)
    return mark_safe(drawn)  # noqa: S308 - every word in it was escaped where it was drawn


@lru_cache(maxsize=64)
def _sheet(level: str, within: str, version: str) -> Sheet | None:
    """The outlines, read and projected once for each version of the boundaries."""
    return sheet_of(json.loads(places.areas(level, within, version).body)["features"])


def _shade(code: str, total: Total, sums: dict[UUID, Tallied], milestone: Progress) -> Shade:
    done = sums.get(milestone.milestone.pk, NOTHING).done
    words = _("%(done)d of %(all)d stations") % {"done": done, "all": total.stations}
    asked = urlencode({"region": code, "milestone": milestone.milestone.code})
    return Shade(shade(done, total.stations), words, f"{reverse('polling:board')}?{asked}")


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
