"""What a workbook would change, row by row, and what is wrong in it, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.agencies.models import Post
from sinergi.kernel.workbooks import Fault
from sinergi.readiness.bulk import Wish, differs
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.queries.grid import owed
from sinergi.readiness.sheets.reading import Cell, Row
from sinergi.readiness.sheets.workbook import STATE_WORDS

LONGEST = 2_000  # characters of a text
STATES = {word: state for state, word in STATE_WORDS.items()}
_NONE = Cell("", "")


@dataclass
class Line:
    """One row: error, change or same. `wish` is what would be done."""

    row: int
    item: ReadinessItem | None
    state: str
    faults: list[Fault] = field(default_factory=list)
    wish: Wish | None = None

    @property
    def becomes(self) -> str:
        """The state that it would have, in words."""
        wanted = self.wish.state if self.wish else ""
        return str(dict(ReadinessItem.State.choices).get(wanted, ""))


@dataclass
class Plan:
    """All rows, and how many of each state."""

    lines: list[Line]

    def of(self, state: str) -> list[Line]:
        """The rows of that state."""
        return [line for line in self.lines if line.state == state]

    @property
    def wishes(self) -> list[Wish]:
        """What would be done."""
        return [line.wish for line in self.of("change") if line.wish]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each state."""
        return {state: len(self.of(state)) for state in ("error", "change", "same")}


def plan_of(post: Post, rows: Iterable[Row]) -> Plan:
    """Compare the rows with what stands now. One statement. Made again after it was applied, it
    finds nothing left to do.
    """
    rows = list(rows)
    keys = [key for _number, cells in rows if (key := _key(cells))]
    known = {row.pk: row for row in owed(post).whole().filter(pk__in=keys)}
    seen: set[UUID] = set()
    return Plan([_line(number, cells, known, seen) for number, cells in rows])


def _key(cells: dict[str, Cell]) -> UUID | None:
    try:
        return UUID(cells["key"].text)
    except ValueError:
        return None


def _line(
    number: int, cells: dict[str, Cell], known: dict[UUID, ReadinessItem], seen: set[UUID]
) -> Line:
    key = _key(cells)
    item = known.get(key) if key else None
    if item is None or key is None:
        text = _("This row is not of your report. Download the workbook again.")
        return Line(number, None, "error", [Fault(cells["key"].address, text)])
    if key in seen:
        return Line(number, item, "error", [Fault(cells["key"].address, _("It stands twice."))])
    seen.add(key)
    faults = list(_faults(cells))
    if faults:
        return Line(number, item, "error", faults)
    wish = _wish(item, cells)
    if not differs(item, wish):
        return Line(number, item, "same", wish=wish)
    if wish.revision != item.revision:
        return Line(number, item, "error", [_meanwhile(item, cells)])
    return Line(number, item, "change", wish=wish)


def _faults(cells: dict[str, Cell]) -> Iterable[Fault]:
    for column in ("state", "missing", "note"):
        cell = cells.get(column, _NONE)
        if cell.formula:
            yield Fault(cell.address, _("Write the value itself, not a formula."))
        if len(cell.text) > LONGEST:
            yield Fault(cell.address, _("At most %(count)d characters.") % {"count": LONGEST})
    state = cells["state"]
    if state.text.casefold() not in STATES:
        words = ", ".join(STATES)
        yield Fault(state.address, _("Write one of: %(words)s.") % {"words": words})
    elif STATES[state.text.casefold()] == "blocked" and not cells.get("missing", _NONE).text:
        address = cells["missing"].address if "missing" in cells else state.address
        yield Fault(address, _("Say what is missing, so that somebody can help."))
    if not cells["version"].text.isdigit():
        yield Fault(cells["version"].address, _("Leave the version as it was."))


def _wish(item: ReadinessItem, cells: dict[str, Cell]) -> Wish:
    """A text that is as we wrote it, formula guard and all, is the text that we have."""
    note, missing = (_kept(cells, name) for name in ("note", "missing"))
    return Wish(
        item.pk,
        int(cells["version"].text),
        item.state,
        STATES[cells["state"].text.casefold()],
        note,
        missing,
    )


def _kept(cells: dict[str, Cell], name: str) -> str | None:
    return cells[name].text if name in cells else None


def _meanwhile(item: ReadinessItem, cells: dict[str, Cell]) -> Fault:
    told = {"state": item.standing_title, "who": item.checked_by or item.reported_by}
    text = _("Meanwhile: %(state)s (%(who)s). Download the workbook again.") % told
    return Fault(cells["state"].address, text)
