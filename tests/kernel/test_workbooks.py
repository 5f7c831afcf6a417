"""Workbooks: read without trust, written without formulas."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sinergi.kernel.problems import Invalid, Problem
from sinergi.kernel.workbooks import Limits, harmless, harmless_value, named_rows, table

NAMES = {"kode": "code", "nama": "name", "name": "name"}
NEEDED = {"code": "Kode"}
LIMITS = Limits(rows=3, columns=10, unpacked=1024 * 1024)


def book(*rows: list[Any]) -> bytes:
    made, target = Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(target)
    return target.getvalue()


def read(content: bytes, limits: Limits = LIMITS) -> list[Any]:
    return list(named_rows(io.BytesIO(content), NAMES, NEEDED, limits, Invalid))


def broken(content: bytes) -> bytes:
    """The same workbook, its first sheet cut in the middle."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            told = old.read(part)
            new.writestr(part, told[: len(told) // 2] if "sheet1" in part.filename else told)
    return target.getvalue()


def test_rows_are_named_by_the_headings_wherever_they_stand() -> None:
    content = book([], ["?", "NAME *", "Kode", "nama"], [], ["x", "A", 7, "B"], [1, "=1+1"])
    rows = read(content, Limits(rows=5, columns=10, unpacked=1024 * 1024))
    assert [(number, sorted(cells)) for number, cells in rows] == [
        (4, ["code", "name"]),
        (5, ["code", "name"]),
    ]
    first, second = rows[0][1], rows[1][1]
    assert (first["name"].address, first["name"].value) == ("B4", "A")
    assert (first["code"].address, first["code"].value) == ("C4", 7)
    assert second["name"].formula and not first["name"].formula
    assert second["code"].value is None


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (b"", LIMITS),
        (b"PK\x03\x04 nonsense", LIMITS),
        (book(), LIMITS),
        (book(["nama"], ["A"]), LIMITS),
        (book(["kode"], *[[at] for at in range(4)]), LIMITS),
        (book(["kode"], [1]), Limits(rows=3, columns=10, unpacked=100)),
        (broken(book(["kode"], [1])), LIMITS),
    ],
    ids=["empty", "no zip", "no rows", "no heading", "too long", "too large", "broken"],
)
def test_what_cannot_be_read_is_refused_as_the_room_says(content: bytes, limits: Limits) -> None:
    with pytest.raises(Problem) as refusal:
        read(content, limits)
    assert refusal.value.code == "invalid"


def test_as_many_rows_as_are_promised_are_read() -> None:
    assert len(read(book(["kode"], [1], [2], [3]))) == 3


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_is_a_formula(start: str) -> None:
    assert harmless(f"{start}1") == f"'{start}1"
    assert harmless("a=b") == "a=b"
    assert harmless("") == ""
    assert harmless_value(-1) == -1


def test_a_table_has_headings_that_stay_and_harmless_texts() -> None:
    content = table("T" * 40, [("=Kode", 12), ("Nama", 30)], [[1, "=A1"], [None, ""]])
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [list(row) for row in sheet.iter_rows(values_only=True)][:2] == [
        ["'=Kode", "Nama"],
        [1, "'=A1"],
    ]
    assert sheet.title == "T" * 31
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width == 30
