"""The plan as it stands: what is needed, what agencies have, what is missing, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.agencies.scope import covers
from sinergi.followups.models import Followup
from sinergi.polling.models import Equipment, Pattern, Station, Strength
from sinergi.polling.models.secrecy import POLICE_KINDS, SECURITY_KINDS
from sinergi.polling.rules import plan as rules
from sinergi.regions.models import Region, under

PERSONNEL: dict[str, Any] = {"police": _("Police"), "linmas": _("Linmas"), "army": _("Army")}
# Which kinds of agencies answer for a need, the first that covers the district.
ANSWERABLE = {
    "police": ("polres", "polsek"),
    "linmas": ("satpol_pp", "kesbangpol", "local_government"),
    "army": ("kodim", "koramil"),
}
FOR_THINGS = ("kesbangpol", "local_government", "satpol_pp")
DONE = ("closed", "refused", "withdrawn")


@dataclass
class Need:
    """How much of one thing: needed, available, missing."""

    what: str
    title: Any
    needed: int = 0
    available: int = 0
    missing: int = 0  # summed over districts: a surplus here closes no gap there

    def add(self, other: Need) -> None:
        """Sum up."""
        self.needed += other.needed
        self.available += other.available
        self.missing += other.missing

    @property
    def state(self) -> str:
        """enough, some (at least half is there), or short."""
        if not self.missing:
            return "enough"
        return "some" if self.available * 2 >= self.needed else "short"


@dataclass
class DistrictNeed:
    """One district: its needs by code, and who answers for each."""

    region: Region
    stations: int
    needs: dict[str, Need]
    agencies: dict[str, Agency | None]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("polling:plan-district", args=[self.region.pk])


@dataclass
class Plan:
    """All of it, for the places of one post. See `plan_of`."""

    titles: dict[str, Any]
    places: list[rules.Place]
    patterns: dict[str, rules.Pattern]
    districts: list[DistrictNeed] = field(default_factory=list)

    @cached_property
    def groups(self) -> list[rules.Group]:
        """Stations that stand together."""
        return rules.groups_of(self.places, self.patterns)

    @cached_property
    def group_of(self) -> dict[Any, str]:
        """{key of a station: code of its group}."""
        return {row.key: group.code for group in self.groups for row in group.stations}

    @cached_property
    def totals(self) -> list[Need]:
        """Summed over the districts."""
        return _summed(self.titles, self.districts)

    @cached_property
    def by_agency(self) -> list[tuple[Agency, list[Need]]]:
        """What each agency answers for, summed over its districts; only what is needed."""
        found: dict[Agency, dict[str, Need]] = {}
        for row in self.districts:
            for what, need in row.needs.items():
                agency = row.agencies[what]
                if agency is not None and need.needed:
                    sums = found.setdefault(agency, {})
                    sums.setdefault(what, Need(what, need.title)).add(need)
        return [(agency, list(found[agency].values())) for agency in sorted(found, key=str)]


def _summed(titles: Mapping[str, Any], districts: Iterable[DistrictNeed]) -> list[Need]:
    sums = {what: Need(what, title) for what, title in titles.items()}
    for row in districts:
        for what, need in row.needs.items():
            sums[what].add(need)
    return list(sums.values())


def plan_of(post: Post, district: str = "") -> Plan:
    """The plan of her places, or of one district of them. Six statements, however many stations."""
    agencies = security_agencies(post)
    places = _places(post, district, agencies)
    things = list(Equipment.objects.filter(operation_id=post.operation_id, active=True))
    plan = Plan(_titles(things), places, patterns_of(post))
    needed = rules.needed(
        places, plan.patterns, [rules.Thing(row.code, row.per, row.number) for row in things]
    )
    stock = _stock(post, district)
    stations = Counter(row.district for row in places)
    regions = Region.objects.filter(pk__in=needed).in_bulk()
    for code, counts in needed.items():
        needs = _needs(plan.titles, counts, stock[code])
        answering = {what: answerable(agencies, what, code) for what in needs}
        plan.districts.append(DistrictNeed(regions[code], stations[code], needs, answering))
    return plan


def _titles(things: Iterable[Equipment]) -> dict[str, Any]:
    """Everything that is counted, by code: personnel, then things by their names."""
    others = {row.code: row.title for row in sorted(things, key=lambda row: row.title)}
    return PERSONNEL | {code: title for code, title in others.items() if code not in PERSONNEL}


def _needs(
    titles: Mapping[str, Any], counts: Mapping[str, int], stock: Mapping[str, int]
) -> dict[str, Need]:
    needs = {}
    for what, title in titles.items():
        need, there = counts.get(what, 0), stock.get(what, 0)
        needs[what] = Need(what, title, need, there, rules.gap(need, there))
    return needs


def answerable(agencies: Iterable[Agency], what: str, code: str) -> Agency | None:
    """Who answers for that need in that district: Polres Madiun Kota for police in Jiwan."""
    kinds = ANSWERABLE.get(what, FOR_THINGS)
    there = [row for row in agencies if row.kind in kinds and row.covers(code)]
    return min(there, key=lambda row: (kinds.index(row.kind), row.name), default=None)


def security_agencies(post: Post) -> list[Agency]:
    """The security agencies of the operation. One statement."""
    rows = Agency.objects.filter(operation_id=post.operation_id, kind__in=SECURITY_KINDS)
    return list(rows.order_by("name"))


def patterns_of(post: Post) -> dict[str, rules.Pattern]:
    """{category: pattern}. One statement."""
    rows = Pattern.objects.filter(operation_id=post.operation_id)
    return {row.category: rules.Pattern(row.police, row.stations, row.linmas) for row in rows}


def _places(post: Post, district: str, agencies: list[Agency]) -> list[rules.Place]:
    police = [row for row in agencies if row.kind in POLICE_KINDS]
    rows = Station.objects.visible_to(post).filter(active=True).order_by()
    if district:
        rows = rows.filter(under("region_id", [district]))
    columns = list(rows.values_list("pk", "region_id", "number", "category"))
    areas = {code: police_area(police, code) for code in {row[1] for row in columns}}
    return [
        rules.Place(code[:8], areas[code], code, number, category, pk)
        for pk, code, number, category in columns
    ]


def police_area(police: Iterable[Agency], code: str) -> str:
    """The name of the police unit with the narrowest area around the village; "" when none."""
    found = [
        (len(area), row.kind == "polsek", row.name)
        for row in police
        for area in row.areas
        if covers([area], code)
    ]
    return max(found)[2] if found else ""


def _stock(post: Post, district: str) -> dict[str, dict[str, int]]:
    """{district: {what: how many all agencies have}}. One statement."""
    rows = Strength.objects.filter(
        under("region_id", [district] if district else post.prefixes),
        operation_id=post.operation_id,
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, what, count in rows.values_list("region_id", "what").annotate(Sum("available")):
        found[code][what] = count
    return found


def origin_of(code: str, what: str) -> str:
    """What a follow-up of that gap calls its origin."""
    return f"{reverse('polling:plan-district', args=[code])}#{what}"


def followups_of(post: Post, code: str) -> dict[str, Followup]:
    """{what: the newest follow-up of that gap of the district}. One statement."""
    start = origin_of(code, "")
    rows = Followup.objects.filter(
        Q(audience__isnull=True) | Q(audience__contains=[post.agency_id]),
        operation_id=post.operation_id, region_id=code, origin_url__startswith=start,
    ).select_related("to_agency").order_by("created_at")  # fmt: skip
    return {row.origin_url.removeprefix(start): row for row in rows}


def strength_of(agency: Agency) -> dict[tuple[str, str], int]:
    """{(district, what): how many it told}. One statement."""
    rows = Strength.objects.filter(agency=agency)
    return {(code, what): n for code, what, n in rows.values_list("region_id", "what", "available")}


def districts_of(post: Post, agency: Agency) -> list[Region]:
    """The districts of her places that the agency covers. One statement."""
    rows = Region.objects.districts().within(post.prefixes).order_by("code")
    return [row for row in rows if agency.covers(row.pk)]


def kinds_for(agency: Agency, titles: Mapping[str, Any]) -> dict[str, Any]:
    """What such an agency may have: police of the police, things of all."""
    return {
        what: title
        for what, title in titles.items()
        if what not in ANSWERABLE or agency.kind in ANSWERABLE[what]
    }


def titles_of(post: Post) -> dict[str, Any]:
    """Everything that is counted, by code. One statement."""
    return _titles(Equipment.objects.filter(operation_id=post.operation_id, active=True))
