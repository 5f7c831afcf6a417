"""The list leaves redacted: what is sealed is not in it, and could not be."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sinergi.kernel.models import JournalEntry
from sinergi.neutrality import exports
from sinergi.neutrality.models import Export
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, chamber, sealed_case
from tests.neutrality.handlers import without_second_factor

ADDRESS = "/neutrality/export/"


@pytest.fixture
def handler(world: World, signed_in: Any) -> Client:
    without_second_factor(world)
    chamber(world)
    browser: Client = signed_in("bawaslu_handler")
    return browser


def typed() -> list[str]:
    """Every word that a reporter typed."""
    texts = [str(value) for value in (*REPORT.values(), *IDENTITY.values()) if value]
    return [word for text in texts for word in text.split() if len(word) > 4 and "-" not in word]


def content(answer: Any) -> str:
    if "csv" in answer["Content-Type"]:
        return str(answer.content.decode("utf-8-sig"))
    book = load_workbook(io.BytesIO(answer.content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.rows for cell in row)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_word_of_a_report_is_in_it(world: World, handler: Client, form: str) -> None:
    case = sealed_case(world, identity=IDENTITY)
    told = content(handler.post(ADDRESS, {"format": form}))
    assert case.number in told
    for word in typed():
        assert word not in told, word


def test_who_took_it_is_journaled_for_bawaslu_alone(world: World, handler: Client) -> None:
    sealed_case(world)
    handler.post(ADDRESS, {"format": "csv"})
    row = Export.objects.get()
    entry = JournalEntry.objects.get(verb="neutrality_case.exported")
    assert (row.count, row.format) == (1, "csv")
    assert entry.audience == [world.agencies["bawaslu"].pk]


def test_looking_at_the_page_takes_nothing(world: World, handler: Client) -> None:
    assert handler.get(ADDRESS).status_code == 200
    assert handler.post(ADDRESS, {"format": "pdf"}).status_code == 200
    assert not Export.objects.exists()


def test_each_row_has_its_columns(world: World, handler: Client) -> None:
    sealed_case(world)
    rows = list(csv.reader(io.StringIO(content(handler.post(ADDRESS, {"format": "csv"}))),
                           delimiter=";"))  # fmt: skip
    assert {len(row) for row in rows} == {len(exports.head())}


def test_a_number_that_looks_like_a_formula_is_text() -> None:
    assert exports.harmless("=1+1") == "'=1+1"


def test_it_costs_the_same_for_many_cases(world: World, handler: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            handler.post(ADDRESS, {"format": "csv"})
        return len(asked)

    for _number in range(3):
        sealed_case(world)
    few = statements()
    for _number in range(40):
        sealed_case(world)
    assert statements() == few
