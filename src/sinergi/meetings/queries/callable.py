"""Who can be called to a meeting of a desk: grouped by level, with short cuts; four statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.kernel.clock import local, now
from sinergi.meetings.addressing import LEADING, head_of
from sinergi.meetings.plans import Called
from sinergi.meetings.templates_of_kinds import OF_THE_DISTRICT, OF_THE_REGENCY
from sinergi.regions.models import Region

IN_ORDER = (*OF_THE_REGENCY, *OF_THE_DISTRICT)
ALL = "all:"  # all:<kind of agency>:<place>, a short cut


@dataclass(frozen=True)
class Option:
    """One box: an agency by its head, or a short cut that stands for several."""

    value: str
    label: str
    note: str = ""
    count: int = 1


@dataclass(frozen=True)
class Group:
    """The boxes of one level or district."""

    title: str
    options: list[Option]
    key: str = ""
    open: bool = False


@dataclass
class Callables:
    """What can be ticked, and whom each box calls."""

    groups: list[Group] = field(default_factory=list)
    seats: dict[str, list[Called]] = field(default_factory=dict)

    def called(self, values: Iterable[str]) -> list[Called]:
        """Whom these boxes call, each once, in the order of the list."""
        wanted = set(values)
        chosen = [seat for value, seats in self.seats.items() if value in wanted for seat in seats]
        return list(
            {seat.agency.pk if seat.agency else seat.label: seat for seat in chosen}.values()
        )

    def usual(self, kinds: Iterable[str], desk: Desk) -> list[str]:
        """The boxes that are usually ticked for these kinds of agencies."""
        wanted = set(kinds)
        return [
            value
            for value, seats in self.seats.items()
            if not value.startswith(ALL) and _is_usual(seats[0], wanted, desk)
        ]


def _is_usual(seat: Called, kinds: set[str], desk: Desk) -> bool:
    agency = seat.agency
    if agency is None or agency.kind not in kinds:
        return False
    # Of several Polres those that are responsible for a place below the desk.
    return agency.covers(desk.region_id) or any(
        area == desk.region_id or area.startswith(desk.region_id + ".") for area in agency.areas
    )


def callables_for(desk: Desk) -> Callables:
    """All that a meeting of `desk` may call: those of its own place, above, and below."""
    agencies = list(Agency.objects.filter(operation_id=desk.operation_id).order_by("name"))
    heads = _heads(desk)
    seats = {agency.pk: _seat(agency, heads) for agency in agencies}
    made = Callables()
    regency = sorted((a for a in agencies if a.region_id.count(".") <= 1), key=_in_order)
    _add(made, _("Regency"), regency, seats, opened=desk.level == Desk.Level.REGENCY)
    below = [a for a in agencies if a not in regency and _near(a, desk)]
    if desk.level == Desk.Level.REGENCY:
        _add_shortcuts(made, below, seats, desk)
    _add_districts(made, below, seats, desk)
    return made


def _near(agency: Agency, desk: Desk) -> bool:
    district = desk.region_id[: len("35.19.04")]
    return agency.region_id.startswith(district)


def _heads(desk: Desk) -> dict[Any, Post]:
    """{agency: the post of its head}, where its role says so."""
    rows = Post.objects.in_force(local(now()).date()).filter(
        operation_id=desk.operation_id, role__in=LEADING.values()
    )
    found: dict[Any, Post] = {}
    for post in rows.select_related("agency"):
        agency = post.agency
        if LEADING.get(agency.kind) == post.role and agency.region_id == post.region_id:
            found.setdefault(agency.pk, post)
    return found


def _seat(agency: Agency, heads: dict[Any, Post]) -> Called:
    post = heads.get(agency.pk)
    label = post.title if post else head_of(agency.kind, agency.name)
    return Called(label, agency, post)


def _add(
    made: Callables,
    title: str,
    agencies: Iterable[Agency],
    seats: dict[Any, Called],
    *,
    opened: bool = False,
    first: Iterable[Option] = (),
) -> None:
    options = list(first)
    for agency in agencies:
        made.seats[str(agency.pk)] = [seats[agency.pk]]
        options.append(Option(str(agency.pk), seats[agency.pk].label, agency.name))
    if options:
        made.groups.append(Group(title, options, f"group-{len(made.groups)}", opened))


def _add_shortcuts(
    made: Callables, agencies: list[Agency], seats: dict[Any, Called], desk: Desk
) -> None:
    """All Camat, all Kapolsek, ... of the whole regency."""
    words = {
        "district_office": _("All Camat"),
        "polsek": _("All Kapolsek"),
        "koramil": _("All Danramil"),
        "district_supervisor": _("All Panwascam"),
        "district_election_committee": _("All PPK"),
        "village_office": _("All heads of villages and Lurah"),
    }
    options = []
    for kind, label in words.items():
        every = [seats[a.pk] for a in agencies if a.kind == kind]
        if every:
            value = f"{ALL}{kind}:{desk.region_id}"
            made.seats[value] = every
            options.append(Option(value, label, count=len(every)))
    if options:
        made.groups.append(Group(_("All of one kind"), options, "group-all", open=True))


def _add_districts(
    made: Callables, agencies: list[Agency], seats: dict[Any, Called], desk: Desk
) -> None:
    by_district: dict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_district[agency.region_id[: len("35.19.04")]].append(agency)
    places = Region.objects.in_bulk(sorted(by_district))
    single = desk.level != Desk.Level.REGENCY
    for code in sorted(by_district, key=lambda code: str(places.get(code, code))):
        every = sorted(by_district[code], key=_in_order)
        villages = [seats[a.pk] for a in every if a.kind == "village_office"]
        first = []
        if villages and not single:
            value = f"{ALL}village_office:{code}"
            made.seats[value] = villages
            label = _("All heads of villages and Lurah of %(place)s") % {"place": places[code]}
            first = [Option(value, label, count=len(villages))]
        _add(made, str(places.get(code, code)), every, seats, opened=single, first=first)


def _in_order(agency: Agency) -> tuple[int, str]:
    """In the order in which letters name them; then what has no such order, by name."""
    known = agency.kind in IN_ORDER
    return (IN_ORDER.index(agency.kind) if known else len(IN_ORDER), agency.name)
