"""Assessing on pages and by Excel: only what was changed is said, nothing entered is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from sinergi.risk.forms.assessing import name_of
from sinergi.risk.models import AssessedValue, Assessment, AssessmentSheet, RiskIndicator
from sinergi.risk.scales import level_words
from sinergi.risk.sheets.assessments import heading
from tests.factories import ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_polling import station
from tests.factories_risk import assessed, indicator, prepared

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]
FORM = f"/risk/{VILLAGE}/assess/"
GRID = "/risk/assess/?indicator=history_violence"


def test_only_what_was_changed_is_said(world: World, signed_in: Enter) -> None:
    prepared(world)
    assessed(world, history_violence=2, hard_to_reach=1)
    client = signed_in("village_supervisor")
    assert client.get(FORM).status_code == 200
    told = {"v-history_violence": "3", "initial-v-history_violence": "2",
            "v-hard_to_reach": "1", "initial-v-hard_to_reach": "1",
            "v-unlisted_voters": "12", "initial-v-unlisted_voters": "",
            "remark": "Dari rapat desa."}  # fmt: skip
    assert client.post(FORM, told).status_code == 302
    newest = Assessment.objects.latest("assessed_at", "pk")
    assert newest.note == "Dari rapat desa."
    said = {row.indicator.code: row.value for row in newest.values.select_related("indicator")}
    assert said == {"history_violence": 3, "unlisted_voters": 12}


def test_who_was_slower_takes_nothing_back(world: World, signed_in: Enter) -> None:
    """She saw 2 and left it; another said 4 meanwhile: 4 holds."""
    prepared(world)
    assessed(world, history_violence=4)
    told = {"v-history_violence": "2", "initial-v-history_violence": "2",
            "v-hard_to_reach": "1", "initial-v-hard_to_reach": ""}  # fmt: skip
    signed_in("village_supervisor").post(FORM, told)
    rows = AssessedValue.objects.filter(indicator__code="history_violence")
    assert [row.value for row in rows] == [4]


def test_nothing_said_is_told_and_nothing_is_lost(world: World, signed_in: Enter) -> None:
    prepared(world)
    client = signed_in("village_supervisor")
    answer = client.post(FORM, {"remark": "Belum tahu."})
    assert answer.status_code == 422 and "Belum tahu." in answer.content.decode()
    answer = client.post(FORM, {"v-unlisted_voters": "-3", "v-history_violence": "3"})
    assert answer.status_code == 422
    assert "v-unlisted_voters" in answer.context["form"].errors
    assert not Assessment.objects.exists()


def test_a_station_is_assessed(world: World, signed_in: Enter) -> None:
    prepared(world)
    row = station(world)
    client = signed_in("village_supervisor")
    address = f"/risk/stations/{row.pk}/assess/"
    asked = {one.code for one in client.get(address).context["form"].indicators}
    assert "history_violence" in asked and "conflict_prone" not in asked
    assert client.post(address, {"v-history_violence": "1"}).status_code == 302
    assert Assessment.objects.get().station == row


def test_who_may_not_is_told_who_could(world: World, signed_in: Enter) -> None:
    prepared(world)
    answer = signed_in("village_committee").get(FORM)
    assert answer.status_code == 403
    assert signed_in("elsewhere:village_head").get(FORM).status_code == 404


def test_the_grid_takes_one_indicator_of_many_villages(world: World, signed_in: Enter) -> None:
    prepared(world)
    client = signed_in("district_supervisor")
    page = client.get(GRID)
    assert [row[0].pk for row in page.context["form"].rows()] == [VILLAGE, NEIGHBOUR]
    told = {name_of(VILLAGE): "3", f"initial-{name_of(VILLAGE)}": "",
            name_of(NEIGHBOUR): "", f"initial-{name_of(NEIGHBOUR)}": ""}  # fmt: skip
    assert client.post(GRID, told).status_code == 302
    (row,) = Assessment.objects.all()
    assert row.region_id == VILLAGE


def test_the_grid_refuses_who_only_reads(world: World, signed_in: Enter) -> None:
    prepared(world)
    answer = signed_in("district_committee").post(GRID, {name_of(VILLAGE): "3"})
    assert answer.status_code == 422
    assert name_of(VILLAGE) in answer.context["form"].errors
    assert not Assessment.objects.exists()


def test_the_overview_begins_with_the_least_assessed(world: World, signed_in: Enter) -> None:
    prepared(world)
    assessed(world, history_violence=2)
    rows = signed_in("district_supervisor").get("/risk/assess/").context["all"]
    assert [row.region.pk for row in rows] == [NEIGHBOUR, VILLAGE]


# -- Excel


def workbook(client: Client) -> Any:
    return load_workbook(io.BytesIO(client.get("/risk/assess/sheet/template/").content))


def handed_in(client: Client, book: Any) -> Any:
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("nilai.xlsx", target.getvalue())
    return client.post("/risk/assess/sheet/", {"file": file})


def column(sheet: Any, world: World, code: str) -> int:
    wanted = heading(indicator(world, code))
    return next(cell.column for cell in sheet[1] if cell.value == wanted)


def test_out_and_in_again_changes_nothing(world: World, signed_in: Enter) -> None:
    prepared(world)
    assessed(world, history_violence=2, near_school_or_factory=1)
    client = signed_in("district_supervisor")
    answer = handed_in(client, workbook(client))
    page = client.get(answer["Location"])
    assert page.context["counts"] == {"error": 0, "change": 0, "same": 2}


def test_changes_are_shown_then_kept(world: World, signed_in: Enter) -> None:
    prepared(world)
    assessed(world, history_violence=2)
    client = signed_in("district_supervisor")
    book = workbook(client)
    sheet = book.worksheets[0]
    sheet.cell(2, column(sheet, world, "history_violence")).value = 4
    sheet.cell(3, column(sheet, world, "near_school_or_factory")).value = "ya"
    preview = handed_in(client, book)["Location"]
    assert client.get(preview).context["counts"]["change"] == 2
    assert Assessment.objects.count() == 1
    client.post(preview)
    assert Assessment.objects.count() == 3
    assert client.get(preview).context["counts"] == {"error": 0, "change": 0, "same": 2}


def test_errors_are_told_by_their_cell(world: World, signed_in: Enter) -> None:
    prepared(world)
    client = signed_in("district_supervisor")
    book = workbook(client)
    sheet = book.worksheets[0]
    at = column(sheet, world, "history_violence")
    sheet.cell(2, at).value = 7
    sheet.cell(3, column(sheet, world, "near_school_or_factory")).value = "mungkin"
    sheet.append([ELSEWHERE, "Grobogan"])
    sheet.append([VILLAGE, "Dagangan"])
    preview = handed_in(client, book)["Location"]
    page = client.get(preview)
    assert page.context["counts"]["error"] == 4
    assert f"{sheet.cell(2, at).coordinate}" in page.content.decode()
    assert client.post(preview).status_code == 409
    assert not Assessment.objects.exists()


def test_the_correct_rows_alone_are_kept_when_asked(world: World, signed_in: Enter) -> None:
    prepared(world)
    client = signed_in("district_supervisor")
    book = workbook(client)
    sheet = book.worksheets[0]
    at = column(sheet, world, "history_violence")
    sheet.cell(2, at).value, sheet.cell(3, at).value = "=1+1", 3
    preview = handed_in(client, book)["Location"]
    client.post(preview, {"only_correct": "yes"})
    assert [row.region_id for row in Assessment.objects.all()] == [NEIGHBOUR]


def test_what_is_no_workbook_is_refused(world: World, signed_in: Enter) -> None:
    prepared(world)
    client = signed_in("district_supervisor")
    file = SimpleUploadedFile("nilai.xlsx", b"PK nothing")
    assert client.post("/risk/assess/sheet/", {"file": file}).status_code == 422
    assert not AssessmentSheet.objects.exists()
    assert signed_in("village_committee").get("/risk/assess/sheet/").status_code == 403


def test_every_level_has_its_words(world: World) -> None:
    prepared(world)
    for row in RiskIndicator.objects.filter(measure="level"):
        assert len(level_words(row.code)) == 5
        assert len(set(level_words(row.code))) == 5
