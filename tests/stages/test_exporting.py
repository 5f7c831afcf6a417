"""The calendar as a workbook, read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from sinergi.stages.actions import change_stage
from tests.factories import World
from tests.factories_stages import calendar

Enter = Callable[[str], Client]


def test_every_stage_with_its_days(world: World, signed_in: Enter) -> None:
    stages = calendar(world)
    change_stage(world.post("kpu_liaison"), stages["S04"], leader="kpu", tension=1, kinds=[],
                 why_id='=HYPERLINK("x")', reason="Rakor.")  # fmt: skip
    answer = signed_in("regent").get("/stages/export.xlsx")
    assert answer["Content-Disposition"] == (
        'attachment; filename="tahapan-latihan-20240910-0800.xlsx"'
    )
    book = load_workbook(BytesIO(answer.content))
    sheet = book["Tahapan"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert set(rows) == set(stages)
    campaign = rows["S07"]
    assert campaign[2:5] == (datetime(2024, 9, 25), datetime(2024, 11, 23), 60)  # noqa: DTZ001
    assert "KPU" in campaign[5]
    assert campaign[6] == "Sangat tinggi"
    assert rows["S11"][2:5] == (None, None, None)
    assert rows["S04"][8].startswith("'=")
    assert book["Peristiwa acuan"]["A2"].value == "voting_day"
    assert book.worksheets[2]["A1"].value == "LATIHAN"
