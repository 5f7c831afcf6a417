"""What a duty letter (*surat tugas*) says. In Indonesian, as the law asks (UU 24/2009 art. 27)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.indonesian import long_date
from sinergi.polling.models import Station, StationPerson
from sinergi.polling.models.secrecy import ARMY_KINDS, POLICE_KINDS
from sinergi.polling.queries.plan import plan_of
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from sinergi.polling.actions.assigning import LettersAsked

TEMPLATE = "polling/duty_letter.typ"
KIND = "Surat Tugas"
PER = ("person", "group")
SERVICES = {"police": "Polri", "army": "TNI", "linmas": "Linmas"}
BASIS = {
    "police": "Undang-Undang Nomor 2 Tahun 2002 tentang Kepolisian Negara Republik Indonesia",
    "army": "Undang-Undang Nomor 34 Tahun 2004 tentang Tentara Nasional Indonesia",
    "civil": "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah",
}
ELECTION_BASIS = (
    "Undang-Undang Nomor 10 Tahun 2016 tentang perubahan kedua UU 1/2015 (pemilihan kepala daerah)",
    "Peraturan KPU Nomor 2 Tahun 2024 (tahapan dan jadwal pemilihan Tahun 2024)",
)


@dataclass(frozen=True)
class Letter:
    """One letter: those who are sent, and the stations to which they go."""

    people: list[StationPerson]  # their rows: one for each station
    stations: list[Station]

    @property
    def bodies(self) -> list[tuple[str, str]]:
        """(title, service) of each who is sent, once."""
        return sorted({(row.title, SERVICES[row.service]) for row in self.people})


def letters_of(by: Post, people: Sequence[StationPerson], per: str) -> list[Letter]:
    """One letter for each body, or for each group of the plan (or station outside of any)."""
    group_of = plan_of(by).group_of if per == "group" else {}
    heaps: dict[tuple[Any, ...], list[StationPerson]] = defaultdict(list)
    for row in people:
        own = (row.service, row.title, row.phone)
        place = (group_of.get(row.station_id) or str(row.station_id),)
        heaps[place if per == "group" else own].append(row)
    letters = [Letter(rows, _stations(rows)) for rows in heaps.values()]
    return sorted(letters, key=lambda one: (_where(one.stations[0]), one.bodies))


def _stations(rows: Iterable[StationPerson]) -> list[Station]:
    return sorted({row.station for row in rows}, key=_where)


def _where(station: Station) -> tuple[str, int]:
    return (station.region_id, station.number)


def number_of(number: str, place: int) -> str:
    """The number of the letter at that place of the file: …/000012-003"""
    return f"{number}-{place:03}"


def series_of(agency: Agency) -> str:
    """The series of the agency's own letters: ST-POLRES-MADIUN"""
    word = re.sub(r"[^A-Z0-9]+", "-", agency.name.upper()).strip("-")
    return f"ST-{word}"[:24].rstrip("-")


def title_of(agency: Agency) -> str:
    """It names no place: who checks the code of a letter is told the title."""
    return f"Surat Tugas {agency.name}"


def default_basis(agency: Agency) -> str:
    """The grounds that a form proposes, one in a line."""
    kind = "police" if agency.kind in POLICE_KINDS else "civil"
    kind = "army" if agency.kind in ARMY_KINDS else kind
    return "\n".join((BASIS[kind], *ELECTION_BASIS))


def data_of(agency: Agency, letters: Sequence[Letter], asked: LettersAsked) -> dict[str, Any]:
    """Everything that the file prints, as plain JSON for its template."""
    with override("id"):
        districts = _districts(letters)
        return {
            "head": letterhead(agency),
            "place": _seat(agency),
            "basis": [line.strip() for line in asked.basis.splitlines() if line.strip()],
            "task": asked.task.strip(),
            "since": long_date(asked.since),
            "until": long_date(asked.until),
            "signatory": {"role": asked.signer.strip()},
            "letters": [_letter(one, districts) for one in letters],
        }


def _letter(letter: Letter, districts: dict[str, str]) -> dict[str, Any]:
    return {
        "people": letter.bodies,
        "places": [
            (village, districts[rows[0].region_id[:8]], _numbers(rows))
            for village, rows in _by_village(letter.stations)
        ],
    }


def _by_village(stations: Iterable[Station]) -> list[tuple[str, list[Station]]]:
    groups = groupby(stations, key=lambda row: row.region_id)
    found = [list(rows) for _code, rows in groups]
    return [(str(rows[0].region), rows) for rows in found]


def _numbers(stations: Iterable[Station]) -> str:
    """TPS 001 (Balai Desa), TPS 002"""
    return ", ".join(f"{row} ({row.place})" if row.place else str(row) for row in stations)


def _districts(letters: Iterable[Letter]) -> dict[str, str]:
    codes = {row.region_id[:8] for letter in letters for row in letter.stations}
    return {row.pk: str(row) for row in Region.objects.filter(pk__in=codes)}


def letterhead(agency: Agency) -> dict[str, Any]:
    """Of the agency itself: it gives the letter, not the desk."""
    if agency.kind in POLICE_KINDS:
        above = "Kepolisian Negara Republik Indonesia"
    elif agency.kind in ARMY_KINDS:
        above = "Tentara Nasional Indonesia Angkatan Darat"
    else:
        above = f"Pemerintah {_regency(agency)}"
    lines = [agency.name] if agency.name.startswith(above) else [above, agency.name]
    return {"lines": lines, "address": agency.address}


def _regency(agency: Agency) -> str:
    return str(Region.objects.get(pk=agency.operation.region_code))


def _seat(agency: Agency) -> str:
    return agency.region.name
