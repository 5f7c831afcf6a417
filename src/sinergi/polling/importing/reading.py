"""Reads a list of stations, from Excel or CSV, a row at a time; believes nothing of it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from sinergi.agencies.importing.cells import as_text
from sinergi.kernel import workbooks
from sinergi.polling.importing.columns import (
    LONGEST_HEADING,
    MOST_HEADINGS,
    guessed,
    lacking,
)
from sinergi.polling.importing.problems import BadStationList

MOST_ROWS = 100_000  # a province has 60,751
MOST_BYTES, MOST_UNPACKED = 20 * 1024 * 1024, 400 * 1024 * 1024
LOOKED_AT = 20  # rows among which the headings are sought: lists have titles above them
LONGEST_CELL = 1_000  # characters that are kept of one
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127])

Row = tuple[int, list[Any]]  # its number, and its cells; a formula is {"f": text}


@dataclass(frozen=True)
class Listing:
    """What was read of a file: the headings, and the rows below them, packed."""

    name: str
    digest: str
    headings: list[str]
    packed: bytes

    def rows(self) -> Iterator[Row]:
        """Row after row; only some thousands are unpacked at a time."""
        return unpacked(self.packed)


def listing_of(name: str, content: bytes) -> Listing:
    """Read a whole file. Raises BadStationList for what is no list of stations."""
    if len(content) > MOST_BYTES:
        raise BadStationList(_("This file is too large."))
    rows = _workbook_rows(content) if content[:2] == b"PK" else _text_rows(content)
    return listed(name, rows, hashlib.sha256(content).hexdigest())


def listed(name: str, rows: Iterable[Row], digest: str = "") -> Listing:
    """The same of rows that are at hand; the headings are the first row that names stations."""
    filled: Iterator[Row] = (row for row in rows if any(cell is not None for cell in row[1]))
    first = list(islice(filled, LOOKED_AT))
    if not first:
        raise BadStationList(_("The first sheet is empty."))
    at = max(range(len(first)), key=lambda place: (_likeness(first[place]), -place))
    return Listing(
        name[:200], digest, _headings(first[at]), _packed(_again(first[at + 1 :], filled))
    )


def _likeness(row: Row) -> tuple[bool, int, int]:
    """How much a row looks like headings: it says all that is needed, much, or is at least wide."""
    headings = _headings(row)
    found = guessed(headings)
    return not lacking(found), len(found), sum(1 for text in headings if text)


def _again(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
    yield from first
    yield from rest


def _headings(row: Row) -> list[str]:
    cells = [as_text(_plain(cell))[:LONGEST_HEADING] for cell in row[1][:MOST_HEADINGS]]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _plain(cell: Any) -> Any:
    return cell["f"] if isinstance(cell, dict) else cell


def _packed(rows: Iterable[Row]) -> bytes:
    zipper, parts = zlib.compressobj(1), []
    for count, (number, cells) in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise BadStationList(_("At most %(count)d rows at a time.") % {"count": MOST_ROWS})
        line = json.dumps([number, *cells], ensure_ascii=False, separators=(",", ":"))
        parts.append(zipper.compress(f"{line}\n".encode()))
    return b"".join([*parts, zipper.flush()])


def unpacked(packed: bytes) -> Iterator[Row]:
    """The rows of a listing."""
    opener, left = zlib.decompressobj(), b""
    for start in range(0, len(packed), 65_536):
        *lines, left = (left + opener.decompress(packed[start : start + 65_536])).split(b"\n")
        for line in lines:
            number, *cells = json.loads(line)
            yield number, cells


def _workbook_rows(content: bytes) -> Iterator[Row]:
    """Formulas are not evaluated, only marked."""
    rows = workbooks.first_sheet(
        io.BytesIO(content), columns=MOST_HEADINGS, unpacked=MOST_UNPACKED, refused=BadStationList
    )
    for number, cells in rows:
        yield number, [_cell(cell) for cell in cells]


def _cell(cell: Any) -> Any:
    value = getattr(cell, "value", None)
    if workbooks.is_formula(cell):
        return {"f": str(value)[:LONGEST_CELL]}
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    return value if isinstance(value, bool | int | float) else None


def _text(value: str) -> str | None:
    """What is said, without signs that no database keeps; None when that is nothing.

    The sign that Excel puts before a text is no part of it, nor is one of ours (`harmless`).
    """
    return value.translate(_CONTROLS).strip().removeprefix("'")[:LONGEST_CELL] or None


def _text_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(";\t,", key=lambda mark: (first.count(mark), mark == ";"))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_text(cell) for cell in cells[:MOST_HEADINGS]]
    except csv.Error as error:
        raise BadStationList(_("This is neither an Excel workbook nor a CSV file.")) from error


def _decoded(content: bytes) -> str:
    """By its mark, else UTF-8, else Latin-1, in which every byte is a letter."""
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if text.count("\0") > len(text) // 100:
        raise BadStationList(_("This is neither an Excel workbook nor a CSV file."))
    return text
