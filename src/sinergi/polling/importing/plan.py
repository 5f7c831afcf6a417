"""What a list of stations would change. Pure but for its texts: rows and facts in, a plan out.

Of each row the plan says what would happen, or what is wrong with it, cell by cell. Made again from
the same list after it was applied, it finds nothing left to do. An empty cell takes nothing away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from sinergi.agencies.importing.cells import as_text, as_yes
from sinergi.kernel.workbooks import Fault
from sinergi.polling.importing import cells
from sinergi.polling.importing.columns import (
    CATEGORY_READ,
    CATEGORY_WORDS,
    NETWORK_READ,
    NETWORK_WORDS,
)
from sinergi.polling.importing.indicators import PREFIX, Found, as_finding, is_news
from sinergi.polling.importing.known import FRESH, Known, VillageFact
from sinergi.polling.importing.places import Finder, kilometres
from sinergi.polling.importing.reading import Row

STATES = ("error", "new", "change", "same")
CEILING = 600  # voters of a station, Pilkada 2024
FAR = 25.0  # kilometres between a station and the middle of its village
SOUTH, NORTH, WEST, EAST = -11.5, 6.5, 94.5, 141.5

READERS: dict[str, Any] = {
    "place": lambda value: cells.as_line(value, 150),
    "address": lambda value: cells.as_line(value, 200),
    "male": cells.as_count,
    "female": cells.as_count,
    "lat": lambda value: cells.as_degrees(value, SOUTH, NORTH),
    "lon": lambda value: cells.as_degrees(value, WEST, EAST),
    "accessible": as_yes,
    "network": lambda value: cells.as_choice(value, NETWORK_READ, NETWORK_WORDS),
    "category": lambda value: cells.as_choice(value, CATEGORY_READ, CATEGORY_WORDS),
}


@dataclass(slots=True)
class Line:
    """One row. `changes` is {field: (old, new)}; of a station that returns, also `active`."""

    row: int
    village: VillageFact | None = None
    number: int | None = None
    state: str = "error"
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, int] | None:
        """Village and number, once both are known."""
        return (self.village.code, self.number) if self.village and self.number else None

    @property
    def findings(self) -> dict[str, Found]:
        """What it says of indicators, by field, that is not so yet."""
        new = self.values if self.state == "new" else {}
        told = new or {name: pair[1] for name, pair in self.changes.items()}
        return {name: value for name, value in told.items() if name.startswith(PREFIX)}


@dataclass(frozen=True)
class Plan:
    """All rows, and the stations of the same districts that the list no longer has."""

    lines: list[Line]
    missing: list[tuple[str, int]]
    counts: dict[str, int]
    warned: int

    def of(self, *states: str) -> list[Line]:
        """The rows in these states; `warned` are those with a warning."""
        if states == ("warned",):
            return [line for line in self.lines if line.warnings]
        return [line for line in self.lines if line.state in states]

    @property
    def todo(self) -> int:
        """How many rows would change something."""
        return self.counts["new"] + self.counts["change"]


def make_plan(rows: Iterable[Row], columns: Mapping[str, int], known: Known) -> Plan:
    """The plan for rows whose columns mean `columns`; rows wholly empty were left out."""
    reader = _Reader(columns, known)
    read = (reader.line(number, values) for number, values in rows)
    lines = [line for line in read if line is not None]
    counted = Counter(line.state for line in lines)
    return Plan(
        lines,
        _missing(lines, known),
        {state: counted[state] for state in STATES},
        sum(1 for line in lines if line.warnings),
    )


def _missing(lines: list[Line], known: Known) -> list[tuple[str, int]]:
    """Only of districts that the list names: a list of one district says nothing of another.

    A row with an error still names its station, where village and number can be read.
    """
    named = {key for line in lines if (key := line.key)}
    districts = {code[:8] for code, _number in named}
    return sorted(
        key
        for key, fact in known.stations.items()
        if fact.active and key[0][:8] in districts and key not in named
    )


def _differs(name: str, old: Any, new: Any) -> bool:
    return is_news(old, new) if name.startswith(PREFIX) else bool(old != new)


class _Reader:
    """Understands rows; remembers which stations earlier rows named."""

    def __init__(self, columns: Mapping[str, int], known: Known) -> None:
        self.columns, self.known = columns, known
        self.letters = {name: get_column_letter(at + 1) for name, at in columns.items()}
        readers = READERS | dict.fromkeys(known.indicators, as_finding)
        self.readers = [(name, read) for name, read in readers.items() if name in columns]
        self.finder = Finder(known)
        self.seen: dict[tuple[str, int], int] = {}

    def line(self, row: int, given: list[Any]) -> Line | None:
        """What a row asks for; None when nothing stands in the columns that are read."""
        raw = {name: given[at] if at < len(given) else None for name, at in self.columns.items()}
        if all(value is None for value in raw.values()):
            return None
        line = Line(row)
        self._refuse_formulas(line, raw)
        if line.faults:
            return line
        line.village = self._village(line, raw)
        line.number = self._number(line, raw)
        for name, reader in self.readers:
            self._read(line, name, reader, raw[name])
        self._voters(line, raw)
        self._position(line)
        self._meet_earlier_rows(line)
        if not line.faults:
            self._compare(line)
        return line

    def _refuse_formulas(self, line: Line, raw: Mapping[str, Any]) -> None:
        for name, value in raw.items():
            if isinstance(value, dict):
                self._fault(line, name, _("This is a formula. Paste its value instead."))

    def _village(self, line: Line, raw: Mapping[str, Any]) -> VillageFact | None:
        texts = (as_text(raw.get(name)) for name in ("code", "village", "district"))
        found = self.finder.find(*texts)
        if found.fault:
            self._fault(line, found.column, found.fault)
        elif found.warning:
            self._warn(line, found.column, found.warning)
        return found.village

    def _number(self, line: Line, raw: Mapping[str, Any]) -> int | None:
        before = len(line.faults)
        number: int | None = self._read_cell(line, "number", cells.as_number, raw.get("number"))
        if number is None and len(line.faults) == before:
            self._fault(line, "number", _("The number of the station is missing."))
        return number

    def _read(self, line: Line, name: str, reader: Any, value: Any) -> None:
        if value is not None:
            found = self._read_cell(line, name, reader, value)
            if found is not None:
                line.values[name] = found

    def _read_cell(self, line: Line, name: str, reader: Any, value: Any) -> Any:
        try:
            return reader(value)
        except ValueError as error:
            self._fault(line, name, str(error))
            return None

    def _voters(self, line: Line, raw: Mapping[str, Any]) -> None:
        """The total must be the sum of its parts; none, or very many, is only strange."""
        total = self._read_cell(line, "total", cells.as_count, raw.get("total"))
        male, female = line.values.get("male"), line.values.get("female")
        if line.faults:
            return
        if total is not None and (male is None or female is None):
            said = _("Say how many of them are men and how many women.")
            self._fault(line, "male" if male is None else "female", said)
        elif total is not None and male + female != total:  # type: ignore[operator]
            told = {"male": male, "female": female, "sum": (male or 0) + (female or 0)}
            said = _("%(male)d + %(female)d is %(sum)d.")
            self._fault(line, "total", said % told)
        elif self.columns.keys() & {"male", "female"}:
            self._wonder_at(line, (male or 0) + (female or 0))

    def _wonder_at(self, line: Line, voters: int) -> None:
        column = "total" if "total" in self.columns else "male"
        if voters == 0:
            self._warn(line, column, _("No voters are registered here."))
        elif voters > CEILING:
            self._warn(line, column, _("More than %(count)d voters.") % {"count": CEILING})

    def _position(self, line: Line) -> None:
        lat, lon = line.values.get("lat"), line.values.get("lon")
        if line.faults or (lat is None and lon is None):
            return
        if lat is None or lon is None:
            missing = "lat" if lat is None else "lon"
            self._fault(line, missing, _("Give both latitude and longitude."))
        elif (far := kilometres(line.village, lat, lon)) > FAR:
            said = _("This lies %(far)d km from the middle of the village.") % {"far": far}
            self._warn(line, "lat", said)

    def _meet_earlier_rows(self, line: Line) -> None:
        if line.key is None:
            return
        earlier = self.seen.setdefault(line.key, line.row)
        if earlier != line.row:
            said = _("Row %(row)d has this station already.") % {"row": earlier}
            self._fault(line, "number", said)

    def _compare(self, line: Line) -> None:
        key = line.key
        fact = self.known.stations.get(key) if key else None
        if fact is None:
            line.state = "new"
            line.values = FRESH | line.values
            return
        now = fact.values
        line.changes = {
            name: (now.get(name), value)
            for name, value in line.values.items()
            if _differs(name, now.get(name), value)
        }
        if not fact.active:
            line.changes["active"] = (False, True)
        line.values = now | line.values
        line.state = "change" if line.changes else "same"

    def _fault(self, line: Line, name: str, message: str) -> None:
        line.faults.append(Fault(self._address(line, name), message))

    def _warn(self, line: Line, name: str, message: str) -> None:
        line.warnings.append(Fault(self._address(line, name), message))

    def _address(self, line: Line, name: str) -> str:
        letter = self.letters.get(name) or next(iter(self.letters.values()))
        return f"{letter}{line.row}"
