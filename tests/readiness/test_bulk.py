"""Many items in one sending: the grid and Excel. Nothing is lost, nothing is done twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from sinergi.kernel.models import JournalEntry
from sinergi.readiness import bulk
from sinergi.readiness.bulk import Wish
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.sheets.workbook import COLUMNS
from tests.factories import NEIGHBOUR, VILLAGE, World
from tests.factories_readiness import item, reported

pytestmark = pytest.mark.django_db
GRID = "/readiness/report/?stage=S09"
PLACES = list(COLUMNS)


def cell(row: ReadinessItem, state: str) -> dict[str, str]:
    return {f"cell-{row.pk}": f"{row.revision}:{row.state}:{state}"}


def fresh(row: ReadinessItem) -> ReadinessItem:
    return ReadinessItem.objects.whole().get(pk=row.pk)


def test_one_officer_reports_many_villages(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    here, there = item(world, "bhabin-pungut"), item(world, "bhabin-pungut", NEIGHBOUR)
    client = signed_in("kapolsek")
    page = client.get(GRID)
    assert [row.region.pk for row in page.context["grid"].rows] == [VILLAGE, NEIGHBOUR]
    told = cell(here, "ready") | cell(there, "blocked") | {"missing": "Satu regu."}
    assert client.post(GRID, told).status_code == 302
    assert fresh(here).standing == "claimed"
    assert (fresh(there).state, fresh(there).missing) == ("blocked", "Satu regu.")
    entries = JournalEntry.objects.filter(verb="readiness.reported")
    assert entries.count() == 2 and entries.values("request_id").distinct().count() == 1


def test_only_what_changed_is_reported(world: World, signed_in: Callable[[str], Client]) -> None:
    row = item(world, "bhabin-pungut")
    assert signed_in("kapolsek").post(GRID, cell(row, row.state)).status_code == 302
    assert fresh(row).revision == 0


def test_who_was_slower_keeps_her_choice_and_is_told(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    row, other = item(world, "bhabin-pungut"), item(world, "bhabin-pungut", NEIGHBOUR)
    seen = cell(row, "ready") | cell(other, "ready")
    reported(world, row, by="bhabinkamtibmas", state="in_progress", note_text="Sebagian.")
    client = signed_in("kapolsek")
    answer = client.post(GRID, seen)
    assert answer.status_code == 409
    assert fresh(row).state == "in_progress" and fresh(row).note == "Sebagian."
    assert fresh(other).state == "ready", "what nobody else touched is set"
    page = answer.content.decode()
    again = '<option value="1:in_progress:ready" selected>'
    assert again in page
    assert world.posts["bhabinkamtibmas"].title in page
    assert client.post(GRID, cell(fresh(row), "ready")).status_code == 302
    assert (fresh(row).state, fresh(row).note) == ("ready", "Sebagian.")


def test_blocked_without_a_word_sets_nothing_and_loses_nothing(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    row, other = item(world, "bhabin-pungut"), item(world, "bhabin-pungut", NEIGHBOUR)
    answer = signed_in("kapolsek").post(GRID, cell(row, "blocked") | cell(other, "ready"))
    assert answer.status_code == 422
    assert fresh(row).revision == fresh(other).revision == 0
    page = answer.content.decode()
    assert 'value="0:not_started:blocked" selected' in page
    assert 'value="0:not_started:ready" selected' in page


def test_what_is_not_hers_sets_nothing(world: World, signed_in: Callable[[str], Client]) -> None:
    mine, foreign = item(world, "bhabin-pungut"), item(world, "desa-linmas")
    answer = signed_in("kapolsek").post(GRID, cell(mine, "ready") | cell(foreign, "ready"))
    assert answer.status_code == 403
    assert fresh(mine).revision == fresh(foreign).revision == 0
    hidden = item(world, "desa-linmas", "35.19.09.2008")
    done = bulk.apply(world.post("kapolsek"), [Wish(hidden.pk, 0, "not_started", "ready")])
    assert done.done == 0 and fresh(hidden).revision == 0


def workbook(client: Client) -> Any:
    return load_workbook(io.BytesIO(client.get("/readiness/report/excel/template/").content))


def handed_in(client: Client, book: Any) -> Any:
    target = io.BytesIO()
    book.save(target)
    file = SimpleUploadedFile("lapor.xlsx", target.getvalue())
    return client.post("/readiness/report/excel/", {"file": file})


def at(sheet: Any, row: ReadinessItem, column: str) -> Any:
    key = PLACES.index("key") + 1
    number = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, key).value == str(row.pk))
    return sheet.cell(number, PLACES.index(column) + 1)


def test_by_excel_and_twice_is_as_once(world: World, signed_in: Callable[[str], Client]) -> None:
    row, other = item(world, "bhabin-pungut"), item(world, "bhabin-pungut", NEIGHBOUR)
    client = signed_in("kapolsek")
    book = workbook(client)
    sheet = book.worksheets[0]
    at(sheet, row, "state").value = "Siap"
    at(sheet, other, "state").value = "terkendala"
    at(sheet, other, "missing").value = "Satu regu."
    at(sheet, other, "note").value = "=1+1 bukan rumus"
    at(sheet, other, "note").data_type = "s"
    preview = handed_in(client, book)["Location"]
    counts = client.get(preview).context["counts"]
    assert (counts["error"], counts["change"]) == (0, 2)
    assert client.post(preview).status_code == 302
    assert fresh(row).standing == "claimed"
    assert (fresh(other).missing, fresh(other).note) == ("Satu regu.", "=1+1 bukan rumus")
    entries = JournalEntry.objects.filter(verb="readiness.reported").count()
    again = client.get(handed_in(client, book)["Location"])
    assert again.context["counts"]["change"] == again.context["counts"]["error"] == 0
    assert client.get(preview).context["counts"]["change"] == 0
    assert JournalEntry.objects.filter(verb="readiness.reported").count() == entries


def test_errors_are_told_by_their_cell(world: World, signed_in: Callable[[str], Client]) -> None:
    row, other = item(world, "bhabin-pungut"), item(world, "bhabin-pungut", NEIGHBOUR)
    third = item(world, "bhabin-rawan-tps")
    client = signed_in("kapolsek")
    book = workbook(client)
    sheet = book.worksheets[0]
    wrong, silent = at(sheet, row, "state"), at(sheet, other, "state")
    wrong.value, silent.value = "beres", "terkendala"
    at(sheet, third, "state").value = "siap"
    preview = handed_in(client, book)["Location"]
    page = client.get(preview)
    assert page.context["counts"]["error"] == 2
    cells = {fault.cell for line in page.context["plan"].of("error") for fault in line.faults}
    assert wrong.coordinate in cells
    assert client.post(preview).status_code == 409
    assert fresh(third).revision == 0
    assert client.post(preview, {"only_correct": "yes"}).status_code == 302
    assert fresh(third).standing == "claimed" and fresh(row).revision == 0


def test_what_changed_meanwhile_is_no_longer_overwritten(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    row = item(world, "bhabin-pungut")
    client = signed_in("kapolsek")
    book = workbook(client)
    at(book.worksheets[0], row, "state").value = "siap"
    reported(world, row, by="bhabinkamtibmas", state="in_progress")
    page = client.get(handed_in(client, book)["Location"])
    assert page.context["counts"]["error"] == 1
    assert world.posts["bhabinkamtibmas"].title in page.content.decode()


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04broken"])
def test_any_other_file_is_refused_at_the_field(
    world: World, signed_in: Callable[[str], Client], content: bytes
) -> None:
    item(world)
    file = SimpleUploadedFile("lapor.xlsx", content)
    answer = signed_in("kapolsek").post("/readiness/report/excel/", {"file": file})
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]


def test_a_workbook_is_its_owners_alone(world: World, signed_in: Callable[[str], Client]) -> None:
    item(world)
    client = signed_in("kapolsek")
    preview = handed_in(client, workbook(client))["Location"]
    assert signed_in("danramil").get(preview).status_code == 404


def test_the_export_holds_figures_and_items(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    row = reported(world, item(world), note_text="=HYPERLINK()")
    answer = signed_in("district_head").get("/readiness/excel/?kind=village_office")
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 3
    items = list(book.worksheets[2].iter_rows(values_only=True))
    mine = next(
        line for line in items if line[0] == VILLAGE and line[3] == row.requirement.title_id
    )
    assert mine[10] == "'=HYPERLINK()"
    entry = JournalEntry.objects.get(verb="readiness.exported")
    assert entry.facts["count"] == len(items) - 1
    assert signed_in("village_head").get("/readiness/excel/").status_code == 403
