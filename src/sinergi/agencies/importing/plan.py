"""What a list of people would change. Pure but for its texts: rows and facts in, a plan out.

The plan says of each row what would happen, or what is wrong with it, cell by cell. Made again
from the same file after it was carried out, it finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sinergi.agencies.importing.cells import (
    as_day,
    as_email,
    as_phone,
    as_text,
    as_yes,
    folded,
)
from sinergi.agencies.importing.facts import AgencyFact, Known, PersonFact, PostFact, near_agency
from sinergi.agencies.roles import ROLES, Role
from sinergi.agencies.scope import meet
from sinergi.kernel.problems import Problem
from sinergi.kernel.workbooks import Cell, Fault
from sinergi.regions.codes import clipped, read_code


@dataclass(frozen=True)
class Wanted:
    """What a row asks for, once it was understood."""

    name: str
    phone: str | None
    email: str | None
    role: Role
    agency: AgencyFact
    region: str
    coordinator: bool
    since: date | None
    until: date | None


@dataclass
class Line:
    """One row of the file. `state`: error, new, change, same."""

    row: int
    shown: dict[str, str]
    wanted: Wanted | None = None
    faults: list[Fault] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    person: PersonFact | None = None
    post: PostFact | None = None
    seat: str = ""  # code of the desk at which she comes to sit

    @property
    def state(self) -> str:
        """What would happen to it."""
        if self.faults:
            return "error"
        if not self.changes:
            return "same"
        return "change" if self.person else "new"


@dataclass(frozen=True)
class Plan:
    """All rows."""

    lines: list[Line]

    def of(self, *states: str) -> list[Line]:
        """The rows in these states."""
        return [line for line in self.lines if line.state in states]

    @property
    def counts(self) -> dict[str, int]:
        """{state: how many rows}"""
        states = [line.state for line in self.lines]
        return {state: states.count(state) for state in ("error", "new", "change", "same")}


def make_plan(rows: Iterable[tuple[int, Mapping[str, Cell]]], known: Known) -> Plan:
    """Plan for (number of the row, {column: cell}) pairs; rows wholly empty are left out."""
    planner = _Planner(known)
    return Plan([planner.line(row, cells) for row, cells in rows if _is_filled(cells)])


def _is_filled(cells: Mapping[str, Cell]) -> bool:
    return any(as_text(cell.value) for cell in cells.values())


class _Planner:
    """Remembers what earlier rows said, since one person may stand in several."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.names: dict[str, tuple[int, str]] = {}  # phone or e-mail -> (row, name)
        self.asked: dict[tuple[str, UUID, str, str], int] = {}  # (who, agency, role, place)

    def line(self, row: int, cells: Mapping[str, Cell]) -> Line:
        line = Line(row, {name: as_text(cell.value) for name, cell in cells.items()})
        line.wanted = _Reader(cells, line, self.known).wanted()
        if line.wanted is not None and not line.faults:
            self._meet_earlier_rows(line, line.wanted, cells)
        if line.wanted is not None and not line.faults:
            self._compare(line, line.wanted, cells)
        return line

    def _meet_earlier_rows(self, line: Line, wanted: Wanted, cells: Mapping[str, Cell]) -> None:
        for column, key in (("phone", wanted.phone), ("email", wanted.email)):
            if key is None:
                continue
            row, name = self.names.setdefault(key, (line.row, wanted.name))
            if folded(name) != folded(wanted.name):
                said = _("Row %(row)d gives this to %(name)s.") % {"row": row, "name": name}
                line.faults.append(Fault(cells[column].address, said))

    def _compare(self, line: Line, wanted: Wanted, cells: Mapping[str, Cell]) -> None:
        """Find the person and the post, and say what is not yet as the row wants it."""
        by_phone = self.known.people.get(wanted.phone or "")
        by_email = self.known.people.get(wanted.email or "")
        if by_phone and by_email and by_phone.id != by_email.id:
            said = _("This address belongs to another person than the number does.")
            line.faults.append(Fault(cells["email"].address, said))
            return
        line.person = by_phone or by_email
        who = str(line.person.id) if line.person else wanted.phone or wanted.email or ""
        key = (who, wanted.agency.id, wanted.role.code, wanted.region)
        earlier = self.asked.setdefault(key, line.row)
        if earlier == line.row:  # else the same post stands in an earlier row already
            self._changes(line, wanted)

    def _changes(self, line: Line, wanted: Wanted) -> None:
        person = line.person
        if person is None:
            line.changes.append(_("New person"))
        else:
            line.changes += _person_changes(person, wanted)
            line.post = person.post(wanted.agency.id, wanted.role.code, wanted.region)
        if line.post is None:
            line.changes.append(_("New post"))
        elif wanted.until and wanted.until != line.post.until:
            line.changes.append(_("The post ends on another day"))
        desk = clipped(wanted.region, wanted.role.level) if wanted.role.level else ""
        seated = line.post is not None and desk in line.post.desks
        if desk in self.known.desks and not seated:
            line.seat = desk
            line.changes.append(_("A seat at the desk"))


def _person_changes(person: PersonFact, wanted: Wanted) -> list[str]:
    """What of herself would be corrected. An empty cell takes nothing away."""
    found: list[str] = []
    if not person.ours:
        return found
    if person.name != wanted.name:
        found.append(_("Name: %(old)s becomes %(new)s") % {"old": person.name, "new": wanted.name})
    if wanted.phone and wanted.phone != person.phone:
        found.append(_("New phone number"))
    if wanted.email and wanted.email != person.email:
        found.append(_("New e-mail address"))
    return found


class _Reader:
    """Understands the cells of one row; what it cannot understand becomes a fault."""

    def __init__(self, cells: Mapping[str, Cell], line: Line, known: Known) -> None:
        self.cells, self.line, self.known = cells, line, known

    def wanted(self) -> Wanted | None:
        """What the row asks for; None when a cell without which nothing can be said is wrong."""
        for cell in self.cells.values():
            if cell.formula:
                self._fault(cell.address, _("This is a formula. Paste its value instead."))
        if self.line.faults:
            return None
        name, phone, email = self._who()
        role, agency, region = self._role(), self._agency(), self._region()
        leads = self._read("coordinator", as_yes)
        since, until = self._read("since", as_day), self._read("until", as_day)
        if since and until and until < since:
            self._fault_at("until", _("It ends before it begins."))
        if role is None or agency is None or region is None:
            return None
        self._check_post(role, agency, region)
        return Wanted(name, phone, email, role, agency, region,
                      role.coordinates if leads is None else leads, since, until)  # fmt: skip

    def _who(self) -> tuple[str, str | None, str | None]:
        name = as_text(self._value("name"))
        if not name:
            self._fault_at("name", _("The name is missing."))
        if len(name) > 120:
            self._fault_at("name", _("At most 120 characters."))
        phone, email = self._read("phone", as_phone), self._read("email", as_email)
        empty = not as_text(self._value("phone")) and not as_text(self._value("email"))
        if empty:
            self._fault_at("phone", _("Give a phone number or an e-mail address."))
        return name, phone, email

    def _role(self) -> Role | None:
        text = folded(as_text(self._value("role")))
        role = self.known.roles.get(text)
        if role is None:
            self._fault_at("role", _("There is no such role. Take one from the list.")
                           if text else _("The role is missing."))  # fmt: skip
        return ROLES[role] if role else None

    def _agency(self) -> AgencyFact | None:
        text = as_text(self._value("agency"))
        found = self.known.agencies.get(folded(text))
        if found is None:
            self._fault_at("agency", self._about_agency(text))
        return found

    def _about_agency(self, text: str) -> str:
        if not text:
            return _("The agency is missing.")
        near = near_agency(text, self.known)
        if near is None:
            return _("There is no such agency.")
        return _("There is no such agency. Do you mean %(name)s?") % {"name": near}

    def _region(self) -> str | None:
        text = as_text(self._value("region"))
        if text:
            code = read_code(text)
            if code in self.known.places:
                return code
            self._fault_at("region", _("There is no place with this code in the operation."))
            return None
        return self._region_by_name()

    def _region_by_name(self) -> str | None:
        village, district = (folded(as_text(self._value(c))) for c in ("village", "district"))
        if not village and not district:
            self._fault_at("region", _("Give the code of the place, or village and district."))
            return None
        codes = self.known.codes_of(village, district)
        if len(codes) == 1:
            return codes[0]
        column = "village" if village else "district"
        self._fault_at(column, _("Several places are called so. Give the district, or the code.")
                       if codes else _("There is no such place in the operation."))  # fmt: skip
        return None

    def _check_post(self, role: Role, agency: AgencyFact, region: str) -> None:
        if agency.kind not in role.agency_kinds:
            self._fault_at("role", _("This role does not exist in such an agency."))
        if not meet([region], agency.areas):
            column = "region" if as_text(self._value("region")) else "village"
            self._fault_at(column, _("This place lies outside the agency's area."))

    def _value(self, column: str) -> Any:
        cell = self.cells.get(column)
        return cell.value if cell else None

    def _read(self, column: str, reader: Any) -> Any:
        try:
            return reader(self._value(column))
        except (Problem, ValueError) as error:
            self._fault_at(column, str(error))
            return None

    def _fault_at(self, column: str, message: str) -> None:
        cell = self.cells.get(column) or next(iter(self.cells.values()))
        self._fault(cell.address, message)

    def _fault(self, address: str, message: str) -> None:
        self.line.faults.append(Fault(address, message))
