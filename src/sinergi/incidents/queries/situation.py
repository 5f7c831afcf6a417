"""What the situation asks: counts, a page of cases, points and areas for the map."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Count, F, Func, Max, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Left
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from sinergi.agencies.models import Agency, Post
from sinergi.incidents import rules
from sinergi.incidents.filters import IncidentFilter, overdue
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.kernel.clock import now
from sinergi.regions import queries as places
from sinergi.regions.codes import WIDTHS, clipped
from sinergi.regions.models import Boundary, Region, under
from sinergi.regions.streaming import CHUNK, in_heaps

PAGE = 30  # cases
_START, _STOP = "\ue000", "\ue001"  # private characters, which no report contains


@dataclass(frozen=True)
class Counts:
    """How many cases are meant, by severity; severities that are not asked for are counted too."""

    total: int
    unfinished: int
    late: int
    by_severity: dict[str, int]


@dataclass(frozen=True)
class Slice:
    """A page of cases, newest first; `older` is the mark of where the next begins, or empty."""

    cases: list[Incident]
    older: str


def meant(post: Post, wanted: IncidentFilter) -> IncidentRows:
    """The cases that `post` may see and `wanted` asks for."""
    return wanted.apply(Incident.objects.visible_to(post))


def counts(post: Post, wanted: IncidentFilter) -> Counts:
    """One statement."""
    rows = meant(post, replace(wanted, severities=())).order_by().values("severity")
    found = rows.annotate(
        n=Count("*"),
        unfinished=Count("pk", filter=Q(state__in=rules.OPEN)),
        late=Count("pk", filter=overdue(now())),
    )
    groups = {row["severity"]: row for row in found}
    asked = [groups[s] for s in wanted.severities or rules.SEVERITIES if s in groups]
    return Counts(
        total=sum(row["n"] for row in asked),
        unfinished=sum(row["unfinished"] for row in asked),
        late=sum(row["late"] for row in asked),
        by_severity={s: groups[s]["n"] if s in groups else 0 for s in reversed(rules.SEVERITIES)},
    )


def page_of(post: Post, wanted: IncidentFilter, before: str = "") -> Slice:
    """The newest cases, or those older than the mark `before`. One statement; two with words.

    Pages begin at a mark and not at a number: what arrives meanwhile shifts nothing, and the last
    page costs as little as the first.
    """
    rows = meant(post, wanted).select_related("region__parent", "desk")
    mark = _read_mark(before)
    if mark:
        at, key = mark
        rows = rows.filter(Q(happened_at__lt=at) | Q(pk__lt=key), happened_at__lte=at)
    found = list(rows.order_by("-happened_at", "-pk")[: PAGE + 1])
    cases = found[:PAGE]
    _highlight(cases, wanted.words)
    return Slice(cases, _mark(cases[-1]) if len(found) > PAGE else "")


def _mark(case: Incident) -> str:
    return f"{case.happened_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{case.pk.hex}"


def _read_mark(text: str) -> tuple[datetime, uuid.UUID] | None:
    """Where a page begins; None (the newest) for what is no mark."""
    at, _, key = text.partition("-")
    try:
        return datetime.strptime(at, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC), uuid.UUID(hex=key)
    except ValueError:
        return None


def _highlight(cases: list[Incident], words: str) -> None:
    """Give each case an `excerpt` in which the words that were found are marked."""
    if not words or not cases:
        return
    excerpt = SearchHeadline(
        Concat("what", Value(" · "), "place", Value(" · "), "number", output_field=TextField()),
        SearchQuery(words, config="indonesian", search_type="websearch"),
        config="indonesian",
        start_sel=_START,
        stop_sel=_STOP,
        max_words=24,
        min_words=12,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    rows = Incident.objects.filter(pk__in=[case.pk for case in cases]).annotate(excerpt=excerpt)
    found = dict(rows.values_list("pk", "excerpt"))
    for case in cases:
        case.excerpt = _marked(found.get(case.pk, ""), case, words)  # type: ignore[attr-defined]


def _marked(excerpt: str, case: Incident, words: str) -> SafeString:
    if _START in excerpt:
        safe = escape(excerpt).replace(_START, "<mark>").replace(_STOP, "</mark>")
        return mark_safe(safe)  # noqa: S308 - escaped in the line above
    at = case.number.lower().rfind(words.lower())
    if at < 0:
        return SafeString()
    end = at + len(words)
    number = case.number
    return format_html("{}<mark>{}</mark>{}", number[:at], number[at:end], number[end:])


def point_chunks(post: Post, wanted: IncidentFilter) -> Iterator[str]:
    """The cases as GeoJSON features in heaps, separated by commas. One statement.

    A case without a position of its own stands at the point of its place, and says so
    (`approximate`). The database writes the JSON itself: that halves the time, for 80,000 points
    would otherwise pass through as many Python objects.
    """
    # What is meant is settled now: the heaps are read when the request's clock and language are
    # long gone.
    rows = meant(post, wanted).order_by().annotate(feature=_feature())
    return in_heaps(rows.values_list("feature", flat=True).iterator(chunk_size=CHUNK))


def _feature() -> Func:
    before, after = reverse("incidents:incident", args=[uuid.UUID(int=0)]).split(
        str(uuid.UUID(int=0))
    )
    return Func(
        Value('{"type":"Feature","geometry":'),
        _Raw(_GEOMETRY, F("lon"), F("lat"), F("region__lon"), F("region__lat")),
        Value(',"properties":{"id":"'), F("id"),
        Value('","number":'), _Raw("to_json({0})", F("number")),
        Value(',"kind":'), _word({code: str(kind.title) for code, kind in KINDS.items()}, "kind"),
        Value(',"severity":"'), F("severity"),
        Value('","state":'), _word(dict(Incident.State.choices), "state"),
        Value(',"title":'), _Raw(_TITLE, F("what")),
        Value(',"at":"'), _Raw(_MOMENT, F("happened_at")),
        Value(f'","url":"{before}'), F("id"), Value(f'{after}"'),
        _Raw(_APPROXIMATE, F("lon")),
        Value("}}"),
        function="CONCAT", output_field=TextField(),
    )  # fmt: skip


class _Raw(Func):
    """A piece of SQL around expressions, which stand in it as {0}, {1} ..."""

    def __init__(self, template: str, *expressions: Any) -> None:
        super().__init__(*expressions, output_field=TextField())
        self.sql = template

    def as_sql(
        self,
        compiler: Any,
        connection: Any,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> Any:
        """The piece, with the SQL of its expressions (columns, which have no parameters)."""
        parts = [compiler.compile(expression)[0] for expression in self.source_expressions]
        return self.sql.format(*parts), ()


_GEOMETRY = (
    """CASE WHEN COALESCE({0}, {2}) IS NULL THEN 'null' ELSE CONCAT("""
    """'{{"type":"Point","coordinates":[', COALESCE({0}, {2})::real, ',',"""
    """ COALESCE({1}, {3})::real, ']}}') END"""
)
_TITLE = r"to_json(left(split_part(ltrim({0}, E' \t\r\n'), E'\n', 1), 110))"
_MOMENT = """to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
_APPROXIMATE = """CASE WHEN {0} IS NULL THEN ',"approximate":true' END"""


def _word(words: dict[str, Any], column: str) -> Func:
    """The word for a code, in the language of the page, as JSON."""
    told = json.dumps({code: str(word) for code, word in words.items()})
    return Func(
        Value(told), F(column), template="(%(expressions)s)", arg_joiner="::jsonb -> ",
        output_field=TextField(),
    )  # fmt: skip


@dataclass(frozen=True)
class AreaCounts:
    """Cases by code of their place, clipped to one level."""

    level: str
    by_code: dict[str, int]

    @property
    def total(self) -> int:
        """All of them, also those that belong to no single place of the level."""
        return sum(self.by_code.values())


def area_counts(post: Post, wanted: IncidentFilter, level: str) -> AreaCounts:
    """How many cases in each district or village. One statement."""
    rows = meant(post, wanted).order_by().annotate(area=Left("region_id", WIDTHS[level]))
    return AreaCounts(level, dict(rows.values_list("area").annotate(n=Count("*"))))


def shaded_areas(post: Post, counted: AreaCounts) -> dict[str, Any]:
    """The outlines of the places with the counts as their `value`. At most two statements."""
    within = post.operation.region_code
    version = places.areas_version(counted.level, within)
    collection: dict[str, Any] = json.loads(places.areas(counted.level, within, version).body)
    drawn = 0
    for feature in collection["features"]:
        value = counted.by_code.get(feature["properties"]["code"], 0)
        feature["properties"]["value"] = value
        drawn += value
    return {**collection, "total": counted.total, "elsewhere": counted.total - drawn}


def bounds_of(post: Post, place: str) -> str:
    """The box in which the map begins: around the place, else around the districts of the post.

    Empty, for the whole regency, when she covers it or nothing has an outline. One statement.
    """
    home = post.operation.region_code
    around = [place] if place else [clipped(code, "district") for code in post.prefixes]
    if home in around or any(home.startswith(code + ".") for code in around):
        return ""
    box = Boundary.objects.filter(under("region_id", around)).aggregate(
        west=Min("west"), south=Min("south"), east=Max("east"), north=Max("north")
    )
    return "" if box["west"] is None else ",".join(f"{degrees:.5f}" for degrees in box.values())


def places_of(post: Post) -> QuerySet[Region]:
    """The places by which `post` may narrow: her districts and villages. One statement."""
    levels = (Region.Level.DISTRICT, Region.Level.VILLAGE)
    return Region.objects.within(post.prefixes).filter(level__in=levels).order_by("code")


def agencies_of(post: Post) -> QuerySet[Agency]:
    """The agencies of the regency, which are those that are asked. One statement."""
    rows = Agency.objects.visible_to(post).filter(region_id=post.operation.region_code)
    return rows.order_by("name")


__all__ = [
    "AreaCounts",
    "Counts",
    "Slice",
    "agencies_of",
    "area_counts",
    "bounds_of",
    "counts",
    "meant",
    "page_of",
    "places_of",
    "point_chunks",
    "shaded_areas",
]
