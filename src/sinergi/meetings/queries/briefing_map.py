"""The map of the briefing pack: open cases by district (or village), critical ones marked."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sinergi.agencies.models import Post
from sinergi.incidents.models import Incident
from sinergi.meetings.models import Meeting
from sinergi.regions.codes import WIDTHS
from sinergi.regions.picture import Mark, map_svg
from sinergi.regions.queries import areas, areas_version

MOST_MARKS = 40


def picture(post: Post, meeting: Meeting, numbers: Mapping[str, int]) -> str:
    """The SVG; empty where no boundaries are loaded. Three statements."""
    inside_a_district = len(meeting.region_id) >= WIDTHS["district"]
    level, within = "village" if inside_a_district else "district", meeting.region_id
    outlines = json.loads(areas(level, within, areas_version(level, within)).body)
    title = "Laporan terbuka per " + ("desa/kelurahan" if inside_a_district else "kecamatan")
    return map_svg(outlines["features"], numbers, _marks(post, meeting), title=title)


def _marks(post: Post, meeting: Meeting) -> list[Mark]:
    rows = Incident.objects.visible_to(post).unfinished().select_related("region")
    critical = rows.filter(severity="critical", visibility="ordinary")
    inside = [row for row in critical[:MOST_MARKS] if row.region_id.startswith(meeting.region_id)]
    placed = [(row, row.lon or row.region.lon, row.lat or row.region.lat) for row in inside]
    return [Mark(lon, lat, row.number) for row, lon, lat in placed if lon and lat]
