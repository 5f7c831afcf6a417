"""The open figures: as of a week's end, the same whenever one looks, and of no single report."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.clock import local, now
from sinergi.neutrality.actions import handling
from sinergi.neutrality.models import Case
from sinergi.neutrality.open_figures import last_full_week, open_figures
from sinergi.neutrality.open_tables import Answered, Report, course_of, subject_of
from tests.factories import World
from tests.factories_neutrality import chamber, sealed_case
from tests.neutrality.handlers import without_second_factor

PAGE = "/neutrality/figures/"


@pytest.fixture(autouse=True)
def _keys(world: World) -> None:
    without_second_factor(world)
    chamber(world)


def came(world: World, count: int, *, days_ago: int = 9, **columns: Any) -> list[Case]:
    """So many reports that came on one day; the clock stands at Tuesday 10 September 2024."""
    rows = []
    day = local(now()).date() - timedelta(days=days_ago)
    for _number in range(count):
        row = sealed_case(world, state=columns.get("state", "submitted"))
        changed = {"arrived_on": day, "collected_on": day, **columns}
        Case.objects.filter(pk=row.pk).update(**changed)
        rows.append(row)
    return rows


def table(world: World, code: str) -> dict[str, str] | None:
    found = {one.code: one for one in open_figures(world.operation).tables}[code]
    return None if found.rows is None else {row.cell.code: row.cell.shown for row in found.rows}


def test_a_week_ends_on_the_sunday_before_today() -> None:
    assert last_full_week(date(2024, 9, 10)) == date(2024, 9, 8)
    assert last_full_week(date(2024, 9, 8)) == date(2024, 9, 1)
    assert last_full_week(date(2024, 9, 9)) == date(2024, 9, 8)


def test_what_came_this_week_is_not_told(world: World) -> None:
    came(world, 7)
    came(world, 3, days_ago=0)
    found = open_figures(world.operation)
    assert (found.total, found.until) == (7, date(2024, 9, 1))


def test_fewer_than_five_new_ones_wait_until_they_are_enough(world: World, clock: Any) -> None:
    came(world, 6)
    came(world, 2, days_ago=4)
    assert open_figures(world.operation).total == 6
    came(world, 3, days_ago=-1)
    clock.forward(days=7)
    found = open_figures(world.operation)
    assert (found.total, found.until) == (11, date(2024, 9, 15))


def test_with_a_handful_there_are_no_figures(world: World, client: Client) -> None:
    came(world, 4)
    assert open_figures(world.operation).until is None
    assert "Belum ada angka" in client.get(PAGE).content.decode()


def test_a_published_week_does_not_change_when_work_goes_on(world: World) -> None:
    came(world, 15, state="registered")
    rows = came(world, 6)
    before = table(world, "course")
    handling.begin_review(world.post("bawaslu_handler"), Case.objects.get(pk=rows[0].pk))
    handling.keep_as_information(
        world.post("bawaslu_handler"), Case.objects.get(pk=rows[0].pk), reason="Tidak cukup."
    )
    assert table(world, "course") == before


def test_small_cells_hide_and_one_that_is_not_small_with_them(world: World) -> None:
    came(world, 21, state="registered", subject_kind="asn_pns", breaches=["D08"])
    came(world, 12, state="registered", subject_kind="village_head", breaches=["K01"])
    came(world, 2, subject_kind="tni", breaches=["T01"])
    found = open_figures(world.operation)
    assert found.total == 35
    shown = {row.cell.shown for one in found.tables for row in one.rows or []}
    assert "2" not in shown and "<5" in shown


def test_the_course_of_a_report_is_one_of_all() -> None:
    def report(state: str, decision: str = "", answers: list[Answered] | None = None) -> Report:
        return Report(date(2024, 9, 1), date(2024, 9, 1), state, "", [], decision, None, None,
                      answers or [])  # fmt: skip

    moment = now()
    assert course_of(report("needs_completion")) == "review"
    assert course_of(report("plenary")) == "handling"
    assert course_of(report("expired")) == "ended"
    assert course_of(report("closed", "not_proven")) == "not_proven"
    assert course_of(report("decided", "proven")) == "proven"
    waiting = Answered(moment, None, "")
    assert course_of(report("forwarded", "proven", [waiting])) == "waiting"
    answers = [waiting, Answered(moment, moment, "sanctioned")]
    assert course_of(report("forwarded", "proven", answers)) == "sanctioned"
    assert subject_of(report("closed"), {}) == "other"


def test_the_page_is_public_and_says_the_same_as_csv_and_json(world: World, client: Client) -> None:
    came(world, 9, state="registered")
    came(world, 8)
    answer = client.get(PAGE)
    assert answer.status_code == 200 and "sessionid" not in answer.cookies
    found = client.get(PAGE + "figures.json").json()
    assert found["total"] == 17 and found["exercise"]
    rows = list(csv.reader(io.StringIO(client.get(PAGE + "figures.csv").content.decode())))
    told = {row[1]: row[4] for row in rows if row[0] == "course"}
    assert told == {row["code"]: str(row["reports"]) for row in found["tables"]["course"] or []}
    assert client.get(PAGE + "?operation=nirgendwo").status_code == 404


def test_handlers_see_the_exact_numbers_and_nobody_else_does(world: World, signed_in: Any) -> None:
    came(world, 9, state="registered")
    came(world, 1, state="plenary")
    told = signed_in("bawaslu_handler").get(PAGE)
    assert "Angka persis" in told.content.decode() and told["Cache-Control"] == "no-store"
    for role in ("regent", "administrator", "identity_keeper"):
        assert "Angka persis" not in signed_in(role).get(PAGE).content.decode()


def test_the_page_costs_the_same_for_many_reports(world: World, client: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    came(world, 10)
    few = statements()
    came(world, 60, state="registered")
    assert statements() == few <= 8
