"""Workbooks of the plan: strength by district, placements by group, and the gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from sinergi.agencies.models import Agency
from sinergi.kernel.problems import Invalid
from sinergi.kernel.workbooks import table
from sinergi.polling.importing.reading import Listing, listing_of
from sinergi.polling.queries.placements import GroupPeople
from sinergi.polling.queries.plan import Plan
from sinergi.polling.security.duty_letters import SERVICES
from sinergi.polling.security.grid import lines_of
from sinergi.polling.security.placing import Fault, Wanted, service_of
from sinergi.regions.models import Region

CODE, DISTRICT = "Kode kecamatan", "Kecamatan"
GROUP, VILLAGE, NUMBER, PLACE, SERVICE, TITLE, PHONE = PLACEMENT = (
    "Kelompok", "Kode desa", "Nomor TPS", "Tempat", "Tugas", "Jabatan penugasan", "Telepon",
)  # fmt: skip


def _book(title: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table whose columns are as wide as their headings."""
    return table(title, [(head, max(12, len(str(head)) + 4)) for head in headings], rows)


def strength_book(
    districts: Iterable[Region], titles: Mapping[str, Any], told: Mapping[tuple[str, str], int]
) -> bytes:
    """A row for each district, a column for each thing; its heading begins with the code."""
    headings = [CODE, DISTRICT, *[f"{what}: {title}" for what, title in titles.items()]]
    rows = ([row.pk, row.name, *[told.get((row.pk, what)) for what in titles]] for row in districts)
    return _book(_("Strength"), headings, rows)


def read_strength(
    name: str, content: bytes, districts: Iterable[str], titles: Mapping[str, Any]
) -> tuple[dict[tuple[str, str], int], list[Fault]]:
    """{(district, what): how many} of a workbook like that; an empty cell says nothing."""
    listing = listing_of(name, content)
    known, found, faults = set(districts), {}, []
    columns = {at: _code_of(heading, titles) for at, heading in enumerate(listing.headings)}
    columns = {at: what for at, what in columns.items() if what}
    if not columns:
        raise Invalid(_("No column names what is counted: take the workbook of this page."),
                      field="file")  # fmt: skip
    for number, cells in listing.rows():
        code = _text(cells, 0)
        if not code:
            continue
        if code not in known:
            said = _("Row %(row)d: %(code)s is no district of this list.")
            faults.append(Fault(number, said % {"row": number, "code": code}))
            continue
        for at, what in columns.items():
            value = _text(cells, at)
            if value and not value.isdecimal():
                said = _("Row %(row)d, column %(column)s: a whole number.")
                where = {"row": number, "column": get_column_letter(at + 1)}
                faults.append(Fault(number, said % where))
            elif value:
                found[(code, what)] = int(value[:9])
    return found, faults


def _code_of(heading: str, titles: Mapping[str, Any]) -> str:
    code = heading.split(":", maxsplit=1)[0].strip()
    return code if code in titles else ""


def _text(cells: Sequence[Any], at: int) -> str:
    value = cells[at] if at < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, dict | bool) else str(value).strip()


def placement_book(groups: Iterable[GroupPeople], agency: Agency) -> bytes:
    """A line for every body that the groups need, filled where the agency has placed one."""
    return _book(_("Placement"), PLACEMENT, _placement_rows(groups, agency))


def _placement_rows(groups: Iterable[GroupPeople], agency: Agency) -> Iterator[Sequence[Any]]:
    for here in groups:
        for line in lines_of(agency, here, here.people):
            single = line.stations[0] if line.service == "linmas" else None
            names = ", ".join(f"{row} {row.region.name}" for row in line.stations)
            yield (
                here.group.code, single.region_id if single else "",
                single.number if single else "", names, SERVICES[line.service], line.title,
                line.phone,
            )  # fmt: skip


def read_placements(
    name: str, content: bytes, plan: Plan, stations: Mapping[Any, Any]
) -> tuple[list[Wanted], list[Fault]]:
    """Who is to stand where. A row names a station, or a group: then all its stations.

    `stations` are {key: station} of the plan. A row without a title says nothing.
    """
    listing = listing_of(name, content)
    columns = {heading.casefold(): at for at, heading in enumerate(listing.headings)}
    lacking = [word for word in (SERVICE, TITLE) if word.casefold() not in columns]
    if lacking:
        said = _("The column %(name)s is missing: take the workbook of this page.")
        raise Invalid(said % {"name": lacking[0]}, field="file")
    return _read_rows(listing, columns, _places_of(plan, stations))


def _places_of(plan: Plan, stations: Mapping[Any, Any]) -> dict[Any, list[Any]]:
    """{code of a group, or (village, number): stations}"""
    found: dict[Any, list[Any]] = {
        group.code: [stations[row.key] for row in group.stations] for group in plan.groups
    }
    for place in plan.places:
        found[(place.village, str(place.number))] = [stations[place.key]]
    return found


def _read_rows(
    listing: Listing, columns: Mapping[str, int], places: Mapping[Any, list[Any]]
) -> tuple[list[Wanted], list[Fault]]:
    wanted, faults = [], []
    for number, cells in listing.rows():
        told = {word: _text(cells, columns.get(word.casefold(), 999)) for word in PLACEMENT}
        if not told[TITLE]:
            continue
        single = (told[VILLAGE], told[NUMBER].lstrip("0"))
        there = places.get(single if told[NUMBER] else told[GROUP])
        service = service_of(told[SERVICE])
        if there is None or not service:
            wrong = NUMBER if there is None else SERVICE
            said = _("Row %(row)d: %(column)s is not known here.")
            faults.append(Fault(number, said % {"row": number, "column": wrong}))
            continue
        wanted += [Wanted(row, service, told[TITLE], told[PHONE], number) for row in there]
    return wanted, faults


def plan_book(plan: Plan) -> bytes:
    """Needed, available and missing of every district."""
    headings = [CODE, DISTRICT, "TPS"]
    for title in plan.titles.values():
        headings += [f"{title}: {word}" for word in (_("needed"), _("available"), _("missing"))]
    rows = [
        [row.region.pk, row.region.name, row.stations,
         *[value for need in row.needs.values()
           for value in (need.needed, need.available, need.missing)]]
        for row in plan.districts
    ]  # fmt: skip
    return _book(_("Security plan"), headings, rows)
