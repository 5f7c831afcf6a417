"""What stands in an exported table: its columns, and its rows as they come from the database.

Everything that depends on the request (language, zone, time) is looked up once before the first
row: the rows are read when the view has long returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sinergi.incidents import rules
from sinergi.incidents.filter_form import LEVEL_TITLES
from sinergi.incidents.kinds import KINDS, SEVERITIES
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.incidents.stages import StagesByDay
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.indonesian import zone_name
from sinergi.kernel.models import Operation
from sinergi.regions.models import Region

CHUNK = 2000  # rows that are fetched at once

_FETCHED = (
    "pk", "number", "kind", "severity", "state", "next_deadline", "reminders", "level",
    "desk__name", "region_id", "place", "lon", "lat", "happened_at", "reported_at",
    "first_acknowledged_at", "verified_at", "closed_at", "injured", "dead", "damage", "what",
    "outcome", "reporter_label", "visibility",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column. `kind`: text, whole (a number), degrees or moment (a time of the zone)."""

    key: str
    title: str
    kind: str
    width: int  # characters


@dataclass(frozen=True)
class Case:
    """One row before it is written: `cells` follow the columns; codes for who counts on them."""

    cells: tuple[Any, ...]
    key: str
    codes: dict[str, str]


@dataclass(frozen=True)
class Words:
    """The words for codes, in the language of whoever asked."""

    kinds: dict[str, str]
    severities: dict[str, str]
    states: dict[str, str]
    levels: dict[str, str]
    visibility: dict[str, str]
    yes: str
    no: str

    @classmethod
    def now(cls) -> Words:
        return cls(
            kinds={code: str(kind.title) for code, kind in KINDS.items()},
            severities={code: str(title) for code, title in SEVERITIES.items()},
            states={code: str(title) for code, title in Incident.State.choices},
            levels={code: str(title) for code, title in LEVEL_TITLES.items()},
            visibility={code: str(title) for code, title in Incident.Visibility.choices},
            yes=_("yes"),
            no=_("no"),
        )


@dataclass(frozen=True)
class Place:
    """How a place stands in a row: village and district by name, and the point it has."""

    village: str
    district: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True)
class Table:
    """An export on its way. `cases()` reads the database and may be called once."""

    title: str
    about_title: str
    about: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: IncidentRows
    places: dict[str, Place]
    words: Words
    zone: ZoneInfo
    moment: datetime
    stages: StagesByDay

    def cases(self) -> Iterator[Case]:
        """The rows, newest first, through a cursor of the server."""
        found = self.rows.order_by("-happened_at", "-pk").values_list(*_FETCHED)
        for row in found.iterator(chunk_size=CHUNK):
            yield self._case(row)

    def _case(self, row: Any) -> Case:
        (key, number, kind, severity, state, deadline, reminders, level, desk, region, place,
         lon, lat, happened, reported, acknowledged, verified, closed, injured, dead, damage,
         what, outcome, reporter, visibility) = row  # fmt: skip
        words, where = self.words, self.places.get(region) or Place("", "", None, None)
        unfinished = state in rules.OPEN
        late = unfinished and (reminders > 0 or (deadline is not None and deadline <= self.moment))
        cells = (
            number, words.kinds[kind], words.severities[severity], words.states[state],
            words.yes if late else words.no, words.levels.get(level, level), desk,
            region, where.village, where.district, place,
            where.lon if lon is None else lon, where.lat if lat is None else lat,
            words.yes if lon is None else words.no,
            self._local(happened), self._stages(happened), self._local(reported),
            self._local(acknowledged), self._local(verified), self._local(closed),
            injured, dead, damage, what, outcome, reporter, words.visibility[visibility],
        )  # fmt: skip
        codes = {"kind": kind, "severity": severity, "state": state, "level": level}
        return Case(cells, str(key), codes)

    def _stages(self, happened: datetime) -> str:
        return ", ".join(self.stages.codes(happened.astimezone(self.zone).date()))

    def _local(self, moment: datetime | None) -> datetime | None:
        return moment.astimezone(self.zone) if moment else None


def open_table(rows: IncidentRows, operation: Operation, words: str) -> Table:
    """An export of `rows`; `words` say which they are. Two statements before the first row."""
    return Table(
        title=_("Incidents"),
        about_title=_("About this list"),
        about=_about(operation, words),
        columns=columns(zone_name(local(now()))),
        rows=rows,
        places=_places(operation),
        words=Words.now(),
        zone=zone(),
        moment=now(),
        stages=StagesByDay.of(operation),
    )


def _about(operation: Operation, words: str) -> tuple[tuple[str, str], ...]:
    moment = local(now())
    lines = [
        (_("Operation"), operation.name),
        (_("Shown"), words),
        (_("Taken at"), f"{moment:%Y-%m-%d %H:%M} {zone_name(moment)}"),
        (_("Times"), zone_name(moment)),
    ]
    if operation.is_exercise:
        lines.insert(0, (_("EXERCISE"), _("Nothing here really happened.")))
    return tuple(lines)


def columns(zone_called: str) -> tuple[Column, ...]:
    """The columns, in the language of whoever asks; times name the zone in which they stand."""

    def at(title: str) -> str:
        return f"{title} ({zone_called})"

    return (
        Column("number", _("Number"), "text", 24),
        Column("kind_title", _("Kind"), "text", 30),
        Column("severity_title", _("Severity"), "text", 12),
        Column("state_title", _("State"), "text", 16),
        Column("overdue", _("Overdue"), "text", 10),
        Column("level_title", _("Level"), "text", 12),
        Column("desk", _("Desk"), "text", 26),
        Column("region", _("Code of the place"), "text", 15),
        Column("village", _("Village"), "text", 22),
        Column("district", _("District"), "text", 18),
        Column("place", _("Place"), "text", 26),
        Column("lon", _("Longitude"), "degrees", 11),
        Column("lat", _("Latitude"), "degrees", 11),
        Column("approximate", _("Position approximate"), "text", 10),
        Column("happened_at", at(_("Happened")), "moment", 17),
        Column("stages", _("Stages"), "text", 18),
        Column("reported_at", at(_("Reported")), "moment", 17),
        Column("first_acknowledged_at", at(_("Acknowledged")), "moment", 17),
        Column("verified_at", at(_("Verified")), "moment", 17),
        Column("closed_at", at(_("Closed")), "moment", 17),
        Column("injured", _("Injured"), "whole", 8),
        Column("dead", _("Dead"), "whole", 8),
        Column("damage", _("Damage"), "text", 24),
        Column("what", _("What happened"), "text", 60),
        Column("outcome", _("Outcome"), "text", 40),
        Column("reporter", _("Reported by"), "text", 26),
        Column("visibility", _("Visibility"), "text", 12),
    )


def _places(operation: Operation) -> dict[str, Place]:
    rows = Region.objects.within([operation.region_code]).order_by("code")
    found: dict[str, Place] = {}
    for row in rows:
        above = found.get(row.parent_id or "")
        own = str(row)
        if row.level == Region.Level.VILLAGE:
            found[row.pk] = Place(own, above.district if above else "", row.lon, row.lat)
        else:
            district = own if row.level == Region.Level.DISTRICT else ""
            found[row.pk] = Place("", district, row.lon, row.lat)
    return found
