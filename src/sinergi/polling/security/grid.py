"""A group of stations as lines to be filled in: who is sent, with which telephone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.models import Agency
from sinergi.polling.models import Station, StationPerson
from sinergi.polling.permissions.plan import KINDS_OF
from sinergi.polling.queries.placements import GroupPeople
from sinergi.polling.security.placing import Wanted

SPARE = 1  # empty lines beyond what the pattern asks
ARMY = 2  # lines for the army, which no pattern asks


@dataclass
class Line:
    """One body: `stations` are all of the group, or for Linmas the one."""

    name: str
    service: str
    label: str
    stations: list[Station]
    title: str = ""
    phone: str = ""
    error: str = ""


def services_for(agency: Agency) -> list[str]:
    """In which services the agency has people."""
    return [service for service, kinds in KINDS_OF.items() if agency.kind in kinds]


def lines_of(agency: Agency, here: GroupPeople, people: Iterable[StationPerson]) -> list[Line]:
    """The lines of a group with who stands there for the agency."""
    own = [row for row in people if row.agency_id == agency.pk]
    lines: list[Line] = []
    for service in services_for(agency):
        if service == "linmas":
            lines += _of_stations(here, own)
        else:
            count = here.group.police if service == "police" else ARMY
            bodies = _bodies(row for row in own if row.service == service)
            lines += _lines(service, service, here.stations, bodies, count)
    return lines


def _of_stations(here: GroupPeople, own: Sequence[StationPerson]) -> list[Line]:
    each = -(-here.group.linmas // len(here.stations))
    lines: list[Line] = []
    for station in here.stations:
        bodies = _bodies(
            row for row in own if row.service == "linmas" and row.station_id == station.pk
        )
        lines += _lines(f"linmas-{station.pk.hex}", "linmas", [station], bodies, each)
    return lines


def _bodies(rows: Iterable[StationPerson]) -> list[tuple[str, str]]:
    return sorted({(row.title, row.phone) for row in rows})


def _lines(
    name: str, service: str, stations: list[Station], bodies: list[tuple[str, str]], count: int
) -> list[Line]:
    filled = [*bodies, *[("", "")] * (max(count - len(bodies), 0) + SPARE)]
    where = f"{stations[0]} {stations[0].region.name}" if service == "linmas" else ""
    words = {"police": _("Police"), "army": _("Army"), "linmas": _("Linmas")}
    return [
        Line(f"{name}-{place}", service, f"{where} {words[service]} {place}".strip(), stations,
             title, phone)
        for place, (title, phone) in enumerate(filled, start=1)
    ]  # fmt: skip


def fill(lines: Iterable[Line], sent: Mapping[str, Any]) -> None:
    """What was entered, in place of what stood."""
    for line in lines:
        line.title = str(sent.get(f"title-{line.name}", "")).replace("\0", "").strip()
        line.phone = str(sent.get(f"phone-{line.name}", "")).replace("\0", "").strip()


def wanted_of(lines: Sequence[Line]) -> list[Wanted]:
    """Who is to stand where; the number of the line is the row of its errors."""
    return [
        Wanted(station, line.service, line.title, line.phone, place)
        for place, line in enumerate(lines)
        if line.title or line.phone
        for station in line.stations
    ]


def released_of(
    agency: Agency, people: Iterable[StationPerson], wanted: Iterable[Wanted]
) -> list[StationPerson]:
    """Who stood there for the agency and is wanted no more."""
    kept = {(one.station.pk, one.service, " ".join(one.title.split())) for one in wanted}
    return [
        row
        for row in people
        if row.agency_id == agency.pk and (row.station_id, row.service, row.title) not in kept
    ]
