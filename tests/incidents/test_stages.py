"""In which stage a case happened: asked by its day, in the region's zone."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.incidents.filter_words import names_of, parts_of, sentence
from sinergi.incidents.filters import IncidentFilter, read_filter
from sinergi.incidents.models import Incident
from sinergi.incidents.queries.situation import meant
from sinergi.incidents.stages import codes_of
from sinergi.stages.actions import move_stage
from sinergi.stages.models import Stage
from tests import factories
from tests.factories import World
from tests.factories_stages import calendar

Enter = Callable[[str], Client]
# 27 August 2024, 00.00 WIB: the examination of candidates' papers (S04) begins.
BEGINS = datetime(2024, 8, 26, 17, 0, tzinfo=UTC)


@pytest.fixture
def stages(world: World) -> dict[str, Stage]:
    return calendar(world)


def case_at(world: World, moment: datetime) -> Incident:
    (row,) = factories.many_incidents(world, 1, at=moment)
    return row


def found(world: World, code: str) -> set[Incident]:
    return set(meant(world.post("regent"), IncidentFilter(stage=code)))


def test_days_begin_at_midnight_of_the_region(world: World, stages: dict[str, Stage]) -> None:
    before = case_at(world, BEGINS - timedelta(seconds=1))
    first = case_at(world, BEGINS)
    last = case_at(world, datetime(2024, 9, 21, 16, 59, 59, tzinfo=UTC))
    after = case_at(world, datetime(2024, 9, 21, 17, 0, tzinfo=UTC))
    assert found(world, "S04") == {first, last}
    assert found(world, "S05") == {after}
    assert before in found(world, "P08")


def test_an_open_start_holds_all_before_its_end(world: World, stages: dict[str, Stage]) -> None:
    row = case_at(world, datetime(2024, 1, 5, 3, 0, tzinfo=UTC))
    assert found(world, "P01") == {row}


@pytest.mark.parametrize("code", ["S11", "P08g", "S99"])
def test_a_stage_without_its_days_has_no_cases(
    world: World, stages: dict[str, Stage], code: str
) -> None:
    case_at(world, BEGINS)
    assert found(world, code) == set()


def test_a_stage_that_moves_has_other_cases(world: World, stages: dict[str, Stage]) -> None:
    row = case_at(world, BEGINS)
    assert found(world, "S04") == {row}
    move_stage(world.post("kpu_liaison"), stages["S04"], starts_on=BEGINS.date() + timedelta(2),
               ends_on=stages["S04"].ends_on, reason="Keputusan KPU.")  # fmt: skip
    assert found(world, "S04") == set()


def test_the_stages_of_another_operation_do_not_count(
    world: World, other_world: World, stages: dict[str, Stage]
) -> None:
    other = calendar(other_world)["S04"]
    Stage.objects.filter(pk=other.pk).update(starts_on="2024-01-01")
    case_at(world, BEGINS - timedelta(days=9))
    assert found(world, "S04") == set()


def test_an_address_and_its_words(world: World, stages: dict[str, Stage]) -> None:
    wanted, errors = read_filter({"stage": "S07"})
    assert not errors and wanted.stage == "S07" and wanted.query() == "stage=S07"
    parts = parts_of(wanted, names_of(wanted, world.post("regent")))
    assert sentence(parts) == "Pada tahapan pelaksanaan kampanye"
    assert "stage" in read_filter({"stage": "no such; stage"})[1]


def test_list_map_and_filter(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    inside, outside = case_at(world, BEGINS), case_at(world, BEGINS - timedelta(days=2))
    client = signed_in("regent")
    page = client.get("/incidents/?stage=S04&state=all").content.decode()
    assert str(inside.pk) in page and str(outside.pk) not in page
    assert 'value="S04" selected' in page
    api = client.get("/api/v1/incidents?stage=S04").json()
    assert [row["id"] for row in api["items"]] == [str(inside.pk)]
    assert set(api["items"][0]["stages"]) >= {"S03", "S04", "P08"}


def test_the_page_of_a_case_names_its_stages(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    page = signed_in("regent").get(case_at(world, BEGINS).get_absolute_url()).content.decode()
    assert 'href="/stages/S04/"' in page and 'href="/stages/S03/"' in page
    assert 'href="/stages/S05/"' not in page


def test_an_answer_to_a_report_names_them_without_asking_each_time(
    world: World, stages: dict[str, Stage], django_assert_num_queries: Any
) -> None:
    rows = [case_at(world, BEGINS), case_at(world, BEGINS + timedelta(days=30))]
    assert codes_of(rows[0])[-2:] == ["S03", "S04"]
    with django_assert_num_queries(0):
        assert "S07" in codes_of(rows[1])


def test_figures_by_stage_are_the_lengths_of_lists(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    for hours in range(3):
        case_at(world, BEGINS + timedelta(hours=hours))
    case_at(world, BEGINS - timedelta(days=2))
    client = signed_in("regent")
    counted = client.get("/api/v1/figures").json()["stages"]
    for code, count in counted.items():
        total = client.get(f"/api/v1/incidents?stage={code}").json()["total"]
        assert total == count, code
    assert counted["S04"] == 3 and counted["P08"] == 4
    assert "Menurut tahapan" in client.get("/figures/").content.decode()
    assert "Menurut tahapan" not in client.get("/figures/?stage=S04").content.decode()


def test_files_have_the_codes(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    case_at(world, BEGINS)
    answer = signed_in("regional_secretary").get("/incidents/export/csv/?state=all")
    if answer.status_code == 405:
        answer = signed_in("regional_secretary").post("/incidents/export/csv/?state=all")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, row = list(csv.reader(StringIO(text), delimiter=";"))[:2]
    assert row[head.index("Tahapan")] == "P02, P03, P04, P06, P08, P08h, S03, S04"


def test_it_costs_no_more_statements_for_more_cases(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client, counts = signed_in("regent"), []
    for _ in range(2):
        factories.many_incidents(world, 15, at=BEGINS + timedelta(days=1))
        client.get("/api/v1/incidents?stage=S04")
        with CaptureQueriesContext(connection) as caught:
            client.get("/api/v1/incidents?stage=S04")
        counts.append(len(caught))
    assert counts[0] == counts[1]
