"""Excel (Office Open XML, ECMA-376), written as it goes.

A workbook of 100,000 cases holds 2.6 million cells. openpyxl needs 33 s for them even when it only
writes, and sends nothing before the last; here each row is a line of XML that leaves at once,
in a tenth of the time. Tests read the result back with openpyxl.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any, cast
from xml.sax.saxutils import escape, quoteattr

from sinergi.incidents.exports.table import Column, Table
from sinergi.kernel.workbooks import harmless

MOST_ROWS = 1_048_575  # of a sheet, beside the header
LONGEST_TEXT = 32_767  # characters of a cell
AT_ONCE = 200  # rows in a piece
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel knows no zones
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PLAIN, _MOMENT, _BOLD, _DEGREES = 0, 1, 2, 3  # indexes of the styles below


class _Sink:
    """A file that cannot be wound back; what was written to it is taken away in pieces."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def write(table: Table) -> Iterator[bytes]:
    """The table as a workbook of two sheets, in pieces: the cases, and what they are."""
    sink = _Sink()
    target = cast(IO[bytes], sink)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in _fixed_parts(table):
            book.writestr(name, _HEAD + content)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for piece in _sheet(table):
                sheet.write(piece.encode())
                yield sink.take()
    yield sink.take()


def _sheet(table: Table) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}">{_view()}{_widths(table.columns)}<sheetData>'
    yield _row("".join(_text(column.title, _BOLD) for column in table.columns))
    rows: list[str] = []
    for case in table.cases():
        pairs = zip(table.columns, case.cells, strict=True)
        rows.append(_row("".join(_cell(column, value) for column, value in pairs)))
        if len(rows) == AT_ONCE:
            yield "".join(rows)
            rows.clear()
    yield "".join(rows) + "</sheetData></worksheet>"


def _view() -> str:
    """The header stays when one scrolls."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'


def _widths(columns: tuple[Column, ...]) -> str:
    told = (
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(columns, start=1)
    )
    return f"<cols>{''.join(told)}</cols>"


def _row(cells: str) -> str:
    return f"<row>{cells}</row>"


def _cell(column: Column, value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if column.kind == "text":
        return _text(harmless(value))
    if column.kind == "moment":
        days = (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
        return f'<c s="{_MOMENT}"><v>{days:.9f}</v></c>'
    if column.kind == "degrees":
        return f'<c s="{_DEGREES}"><v>{value:.5f}</v></c>'
    return f"<c><v>{value}</v></c>"


def _text(text: str, style: int = _PLAIN) -> str:
    clean = escape(_FORBIDDEN.sub("", text[:LONGEST_TEXT]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{clean}</t></is></c>'


def _fixed_parts(table: Table) -> Iterator[tuple[str, str]]:
    """All parts but the great one; the second sheet says what the first one shows."""
    yield "[Content_Types].xml", _content_types()
    yield "_rels/.rels", _relations(f"{_DOCUMENT}/officeDocument", ["xl/workbook.xml"])
    yield "xl/workbook.xml", _workbook(table)
    sheets = ["worksheets/sheet1.xml", "worksheets/sheet2.xml"]
    yield "xl/_rels/workbook.xml.rels", _relations(f"{_DOCUMENT}/worksheet", sheets, "styles.xml")
    yield "xl/styles.xml", _styles()
    yield "xl/worksheets/sheet2.xml", _about_sheet(table)


def _about_sheet(table: Table) -> str:
    lines = "".join(_row(_text(name, _BOLD) + _text(told)) for name, told in table.about)
    widths = _widths((Column("", "", "text", 18), Column("", "", "text", 70)))
    return f'<worksheet xmlns="{_MAIN}">{widths}<sheetData>{lines}</sheetData></worksheet>'


def _content_types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = (
        ("/xl/workbook.xml", f"{kind}.sheet.main+xml"),
        ("/xl/worksheets/sheet1.xml", f"{kind}.worksheet+xml"),
        ("/xl/worksheets/sheet2.xml", f"{kind}.worksheet+xml"),
        ("/xl/styles.xml", f"{kind}.styles+xml"),
    )
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(kind: str, targets: list[str], styles: str = "") -> str:
    told = [
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, target in enumerate(targets, start=1)
    ]
    if styles:
        told.append(f'<Relationship Id="rId9" Type="{_DOCUMENT}/styles" Target="{styles}"/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(told)}</Relationships>'


def _workbook(table: Table) -> str:
    names = (table.title, table.about_title)
    sheets = "".join(
        f'<sheet name={quoteattr(name[:31])} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>'


def _styles() -> str:
    cells = (
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" applyFont="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
        '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/>'
        '<numFmt numFmtId="165" formatCode="0.00000"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="4">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
