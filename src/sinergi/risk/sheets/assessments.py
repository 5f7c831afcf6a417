"""Assessments in Excel: the filled workbook, and what a completed one would change."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from sinergi.agencies.models import Post
from sinergi.kernel.workbooks import Cell, Fault, Limits, content_of, headed_sheet, named_rows
from sinergi.regions.models import Region
from sinergi.risk.actions import Judgement
from sinergi.risk.actions.assessing import HIGHEST, Sheet
from sinergi.risk.models import RiskIndicator
from sinergi.risk.problems import BadAssessmentSheet
from sinergi.risk.queries.assessments import Holding, asked_of, holding
from sinergi.risk.scales import level_words

MOST_ROWS, MOST_BYTES = 10_000, 10 * 1024 * 1024
LIMITS = Limits(MOST_ROWS, columns=60, unpacked=100 * 1024 * 1024)
CODE, VILLAGE, DISTRICT = "Kode desa", "Desa", "Kecamatan"
UNKNOWN = "?"  # no longer known; an empty cell says nothing
YES, NO = "ya", "tidak"
WORDS = {YES: 1, NO: 0, "y": 1, "t": 0, "yes": 1, "no": 0, "1": 1, "0": 0}


def heading(indicator: RiskIndicator) -> str:
    """The heading of its column: the code makes it certain."""
    return f"{indicator.title_id} [{indicator.code}]"


def filled(post: Post, villages: Iterable[Region]) -> bytes:
    """One row a village with what holds now, and a second sheet that says what may stand there."""
    asked, rows = asked_of(post), list(villages)
    known = holding(post, post.prefixes)
    book = Workbook(write_only=True)
    heads = [(CODE, 15), (VILLAGE, 24), (DISTRICT, 22), *((heading(row), 22) for row in asked)]
    sheet = headed_sheet(book, "Penilaian", heads)
    for village in rows:
        told = known.get(village.pk, {})
        parent = village.parent.name if village.parent else ""
        sheet.append([village.pk, village.name, parent, *(_shown(row, told) for row in asked)])
    guide = headed_sheet(book, "Petunjuk", [("Indikator", 60), ("Isian", 30), ("Arti", 60)])
    for line in _guide(asked):
        guide.append(line)
    return content_of(book)


def _shown(indicator: RiskIndicator, told: Mapping[str, Holding]) -> Any:
    value = told[indicator.code].value if indicator.code in told else None
    if value is None:
        return None
    return (NO, YES)[value] if indicator.measure == "yes_no" else value


def _guide(asked: Iterable[RiskIndicator]) -> Iterator[list[str]]:
    yield ["Semua", "kosong", "tidak mengubah apa pun"]
    yield ["Semua", UNKNOWN, "tidak lagi diketahui"]
    for row in asked:
        if row.measure == "yes_no":
            yield [heading(row), f"{YES} / {NO}", ""]
        elif row.measure == "count":
            yield [heading(row), "bilangan", "jumlah di desa ini"]
        else:
            for at, words in enumerate(level_words(row.code)):
                yield [heading(row), str(at), words]


@dataclass
class Line:
    """One row: error, change or same; `changes` are (indicator, before, after) in words."""

    row: int
    region: Region | None
    state: str = "same"
    faults: list[Fault] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)


@dataclass
class Plan:
    """All rows, and how many there are of each state."""

    lines: list[Line]

    def of(self, state: str) -> list[Line]:
        """The rows of that state."""
        return [line for line in self.lines if line.state == state]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are of each state."""
        return {state: len(self.of(state)) for state in ("error", "change", "same")}

    @property
    def sheets(self) -> list[Sheet]:
        """What would be kept."""
        return [Sheet(line.region.pk, line.judgements) for line in self.of("change") if line.region]


def plan_of(post: Post, content: bytes) -> Plan:
    """What it would change now. Four statements. Raises BadAssessmentSheet."""
    if len(content) > MOST_BYTES:
        raise BadAssessmentSheet(_("This workbook is too large."))
    asked = asked_of(post)
    names = {CODE.casefold(): "code"} | {heading(row).casefold(): row.code for row in asked}
    rows = list(named_rows(io.BytesIO(content), names, {"code": CODE}, LIMITS, BadAssessmentSheet))
    codes = {_text(cells["code"].value) for _number, cells in rows if "code" in cells}
    within = Region.objects.within(post.prefixes).villages().with_parent()
    regions = within.filter(pk__in=codes).in_bulk()
    known, seen = holding(post, post.prefixes), set[str]()
    return Plan([_line(number, cells, asked, regions, known, seen) for number, cells in rows])


def _line(
    number: int,
    cells: Mapping[str, Cell],
    asked: Iterable[RiskIndicator],
    regions: Mapping[str, Region],
    known: Mapping[Any, Mapping[str, Holding]],
    seen: set[str],
) -> Line:
    code = _text(cells["code"].value)
    region = regions.get(code)
    if region is None or code in seen:
        said = _("It stands twice.") if region else _("This is no village of yours.")
        return Line(number, region, "error", [Fault(cells["code"].address, said)])
    seen.add(code)
    line = Line(number, region)
    for indicator in asked:
        if indicator.code in cells:
            _read(line, indicator, cells[indicator.code], known.get(code, {}))
    line.state = "error" if line.faults else "change" if line.judgements else "same"
    return line


def _read(line: Line, indicator: RiskIndicator, cell: Cell, told: Mapping[str, Holding]) -> None:
    """One cell: what it changes, or what is wrong with it."""
    text = _text(cell.value)
    if not text:
        return
    value = None if text == UNKNOWN else _number(indicator, text.casefold())
    if cell.formula or (value is None and text != UNKNOWN):
        line.faults.append(Fault(cell.address, _wrong(indicator, cell)))
        return
    before = told[indicator.code].value if indicator.code in told else None
    if value != before:
        line.judgements.append(Judgement(indicator.code, value))
        line.changes.append((indicator.title, _said(before), _said(value)))


def _number(indicator: RiskIndicator, text: str) -> int | None:
    """The value that a cell says; None for what it cannot be."""
    if indicator.measure == "yes_no":
        return WORDS.get(text)
    if not text.isdecimal() or len(text) > 7:
        return None
    value = int(text)
    return value if value <= HIGHEST[indicator.measure] else None


def _wrong(indicator: RiskIndicator, cell: Cell) -> str:
    if cell.formula:
        return _("Write the value itself, not a formula.")
    if indicator.measure == "yes_no":
        return _("Write ya or tidak.")
    if indicator.measure == "count":
        return _("Write a whole number.")
    return _("Write a level from 0 to 4.")


def _said(value: int | None) -> str:
    return "–" if value is None else str(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else (YES if value else NO)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removeprefix("'")
