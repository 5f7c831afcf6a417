"""The pages of the calendar: what the regent sees, what a keeper can do, what they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.stages.models import Anchor, Stage
from sinergi.stages.queries import main_stage, next_stages, stages_on, timeline
from tests.factories import World
from tests.factories_stages import calendar

DAY = date(2024, 9, 10)
Enter = Callable[[str], Client]


@pytest.fixture
def stages(world: World) -> dict[str, Stage]:
    return calendar(world)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_on_and_what_comes(world: World, stages: dict[str, Stage]) -> None:
    assert main_stage(world.operation, DAY) == stages["S04"]
    on = [row.code for row in stages_on(world.operation, DAY)]
    assert set(on) == {"P02", "P03", "P04", "P06", "P08", "P08h", "S04"}
    assert on[:3] == ["S04", "P08h", "P08"]
    assert [row.code for row in next_stages(world.operation, DAY, 3)] == ["S05", "S06", "S07"]
    assert main_stage(world.operation, date(2024, 11, 27)) == stages["S09"]


def test_days_are_counted(world: World, stages: dict[str, Stage]) -> None:
    lines = {line.stage.code: line for line in timeline(world.operation, DAY)}
    assert (lines["S04"].number, lines["S04"].length, lines["S04"].days_left) == (15, 26, 11)
    assert (lines["S05"].state, lines["S05"].days_left) == ("ahead", 12)
    assert lines["P01"].state == "past" and lines["S11"].state == "undated"
    assert len(lines["P08"].parts) == 10


@pytest.mark.parametrize("role", ["regent", "babinsa", "kpu_liaison"])
def test_the_calendar_is_seen_by_all(
    world: World, stages: dict[str, Stage], signed_in: Enter, role: str
) -> None:
    page = text(signed_in(role).get("/stages/"))
    assert "Penelitian persyaratan calon" in page
    assert "hari ke-15 dari 26" in page and "sisa 11 hari" in page
    assert "12 hari lagi" in page
    assert page.count('class="tahap-fill') == 17
    assert ("/stages/anchors/brpk_notice/" in page) == (role == "kpu_liaison")


def test_a_stage_says_why_it_is_tense_and_leads_to_its_cases(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    page = text(signed_in("regent").get("/stages/S07/"))
    assert "Bentrok pendukung" in page
    assert "/incidents/?stage=S07&amp;kind=clash&amp;state=all" in page
    assert "Iklan kampanye di media massa" in page
    assert "Belum diverifikasi" in text(signed_in("regent").get("/stages/S11/"))


def test_what_does_not_exist_is_not_found(
    world: World, other_world: World, signed_in: Enter
) -> None:
    calendar(other_world)
    client = signed_in("kpu_liaison")
    for path in ("S07/", "S07/move/", "anchors/voting_day/", "nowhere/"):
        assert client.get(f"/stages/{path}").status_code == 404, path


def test_a_keeper_moves_a_stage_and_its_story_tells(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client = signed_in("regional_secretary")
    told = {"starts_on": "2024-09-24", "ends_on": "2024-09-24", "reason": "Keputusan KPU."}
    answer = client.post("/stages/S05/move/", told, follow=True)
    page = text(answer)
    assert "Keputusan KPU." in page and "22 Sep 2024" in page and "24 Sep 2024" in page


def test_an_error_stands_at_its_field(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client = signed_in("regional_secretary")
    told = {"starts_on": "2024-09-24", "ends_on": "2024-09-23", "reason": "Keputusan KPU."}
    answer = client.post("/stages/S05/move/", told)
    assert answer.status_code == 422
    assert "Berakhir sebelum dimulai." in text(answer)
    assert "Keputusan KPU." in text(answer)


def test_who_does_not_keep_it_is_told_who_does(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    answer = signed_in("regent").get("/stages/S05/move/")
    assert answer.status_code == 403
    assert "Sekretaris daerah" in text(answer)


def test_an_anchor_gets_its_day(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    told = {"day": "06/01/2025", "reason": "Surat Mahkamah Konstitusi."}
    answer = signed_in("kpu_liaison").post("/stages/anchors/brpk_notice/", told)
    assert answer.status_code == 302
    assert Anchor.objects.get(pk=stages["S11"].anchor_id).day == date(2025, 1, 6)


def test_a_change_of_tension(world: World, stages: dict[str, Stage], signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    assert "Bentrok" in text(client.get("/stages/S07/change/"))
    told = {"leader": "kpu", "tension": "2", "kinds": ["clash"],
            "why_id": "Ramai.", "reason": "Rakor."}  # fmt: skip
    assert client.post("/stages/S07/change/", told).status_code == 302
    assert Stage.objects.get(pk=stages["S07"].pk).tense_kinds == ["clash"]


def test_a_page_costs_the_same_whatever_the_calendar(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client = signed_in("regent")
    counts = []
    for path in ("/stages/", "/stages/P08/"):
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        counts.append(len(caught))
    Stage.objects.filter(operation=world.operation, code__startswith="P08").exclude(
        code="P08"
    ).delete()
    for path, before in zip(("/stages/", "/stages/P08/"), counts, strict=True):
        with CaptureQueriesContext(connection) as caught:
            client.get(path)
        assert len(caught) == before
    assert counts[0] <= 8
