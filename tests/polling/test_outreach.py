"""Outreach: activities from plan to report, targets, coverage, calendars, and who may what."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from PIL import Image

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.kernel.evidence import open_shown
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.polling.actions import (
    Plan,
    Report,
    cancel_activity,
    change_activity,
    correct_activity,
    note_last_turnout,
    plan_activity,
    report_activity,
    set_turnout_targets,
)
from sinergi.polling.models import Activity, ActivityPhoto, TurnoutTarget
from sinergi.polling.queries.activities import calendar_entries, waiting_sections
from sinergi.polling.queries.outreach import VillageRow, coverage_of
from sinergi.polling.queries.scope import scope_of
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, START, VILLAGE, World
from tests.factories_polling import stations
from tests.fixtures import Clock

Enter = Callable[[str], Client]
Programs = Callable[..., Program]
PPS, OFFICE = "village_committee", "village_head"
LIST, HOME = "/polling/outreach/activities/", "/polling/outreach/"


def planned(world: World, role: str = PPS, code: str = VILLAGE, **told: Any) -> Activity:
    told.setdefault("title", "Sosialisasi pemilih pemula di SMA")
    told.setdefault("groups", ["first"])
    told.setdefault("starts_at", now() + timedelta(hours=2))
    return plan_activity(world.post(role), world.region(code), Plan(**told))


def held(world: World, count: int, **told: Any) -> Activity:
    row = planned(world, starts_at=now(), **told)
    by = world.post(told.get("role", PPS))
    return report_activity(by, row, Report(now(), count))


def photo(name: str = "foto.jpg") -> SimpleUploadedFile:
    """A photo whose camera says where and when."""
    image, target = Image.new("RGB", (64, 48), "navy"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Kamera Rahasia"
    image.save(target, "JPEG", exif=exif)
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def refused(call: Callable[..., Any], *given: Any, **also: Any) -> tuple[int, str | None]:
    with pytest.raises(Problem) as raised:
        call(*given, **also)
    return raised.value.status, raised.value.field


def village(world: World, post: Post, code: str = VILLAGE) -> VillageRow:
    return next(row for row in coverage_of(scope_of(post)).rows if row.region.pk == code)


def test_an_activity_is_planned_held_and_corrected(world: World, clock: Clock) -> None:
    by, row = world.post(PPS), planned(world, expected=50)
    assert (row.agency_id, row.state) == (by.agency_id, "planned")
    clock.forward(hours=3)
    row = report_activity(by, row, Report(now(), 42, 20, "Banyak bertanya DPTb"), [photo()])
    assert (row.state, row.reached, row.reached_women) == ("held", 42, 20)
    assert correct_activity(by, row, Report(now(), 45, 20)).reached == 45
    verbs = JournalEntry.objects.for_subject(row).values_list("verb", flat=True).order_by("id")
    assert list(verbs) == ["activity.planned", "activity.held", "activity.corrected"]


def test_photos_are_shown_without_what_the_camera_wrote(world: World, signed_in: Enter) -> None:
    row = report_activity(
        world.post(PPS), planned(world, starts_at=now()), Report(now(), 10), [photo()]
    )
    kept = ActivityPhoto.objects.get(activity=row)
    with open_shown(kept.blob) as shown:
        assert b"Kamera Rahasia" not in shown.read()
    address = f"/polling/outreach/photos/{kept.pk}/"
    assert signed_in(PPS).get(address).status_code == 200
    assert signed_in("elsewhere:village_head").get(address).status_code == 404
    text = SimpleUploadedFile("a.pdf", b"%PDF-1.4 nothing", "application/pdf")
    by = world.post(PPS)
    assert refused(correct_activity, by, row, Report(now(), 1), [text]) == (422, "files")


def test_what_cannot_be_is_told_at_its_field(world: World, clock: Clock) -> None:
    by, op = world.post(PPS), world.operation
    assert refused(planned, world, title=" ") == (422, "title")
    assert refused(planned, world, groups=[]) == (422, "groups")
    assert refused(planned, world, groups=["party"]) == (422, "groups")
    assert refused(planned, world, starts_at=START - timedelta(days=3)) == (422, "starts_at")
    assert refused(planned, world, expected=-1) == (422, "expected")
    assert refused(planned, world, code=ELSEWHERE)[0] == 404
    assert refused(planned, world, "district_head", DISTRICT) == (422, "region")
    row = planned(world)
    assert refused(report_activity, by, row, Report(now() + timedelta(hours=1), 1))[1] == "held_at"
    assert refused(report_activity, by, row, Report(now(), 5, 6)) == (422, "reached_women")
    assert refused(cancel_activity, by, row, reason="") == (422, "reason")
    kpu = world.post("kpu_liaison")
    assert refused(set_turnout_targets, kpu, op, [VILLAGE], Decimal(101)) == (422, "percent")
    assert refused(set_turnout_targets, kpu, op, ["35.20.01.2001"], Decimal(80))[1] == "villages"
    assert refused(note_last_turnout, kpu, op, world.region(), Decimal(70), " ")[1] == "source"


def test_only_its_own_agency_runs_it(world: World, clock: Clock) -> None:
    row = planned(world)
    plan = Plan("Lain", ["women"], now() + timedelta(days=1))
    assert refused(change_activity, world.post(OFFICE), row, plan)[0] == 403
    assert refused(change_activity, world.post("babinsa"), row, plan)[0] == 403
    assert refused(change_activity, world.post("elsewhere:village_head"), row, plan)[0] == 404
    assert change_activity(world.post(PPS), row, plan).groups == ["women"]
    assert refused(planned, world, role="babinsa")[0] == 403
    assert refused(planned, world, role="station_officer")[0] == 403
    assert cancel_activity(world.post(PPS), row, reason="Hujan lebat").note == "Hujan lebat"
    assert refused(report_activity, world.post(PPS), row, Report(now(), 1))[0] in (403, 409)
    assert refused(correct_activity, world.post(PPS), row, Report(now(), 1))[0] in (403, 409)


def test_several_villages_at_once_by_the_form(world: World, signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    page = client.get(f"{HOME}plan/?regions={NEIGHBOUR}&groups=elderly").content.decode()
    assert page.count('value="35.19.') == 4 and page.count("checked") == 2
    sent = {
        "title": "Sosialisasi lansia", "regions": [VILLAGE, NEIGHBOUR], "groups": ["elderly"],
        "starts_at": "2024-09-12T09:00", "place": "Balai desa",
    }  # fmt: skip
    assert client.post(f"{HOME}plan/", sent).status_code == 302
    assert Activity.objects.count() == 2
    wrong = client.post(f"{HOME}plan/", {**sent, "regions": [], "title": "Tetap ada"})
    assert wrong.status_code == 422 and "Tetap ada" in wrong.content.decode()
    late = client.post(f"{HOME}plan/", {**sent, "starts_at": "2023-09-12T09:00"})
    assert late.status_code == 422 and Activity.objects.count() == 2


def test_the_page_of_an_activity_reports_it(world: World, signed_in: Enter) -> None:
    row, client = planned(world, starts_at=now()), signed_in(PPS)
    address = row.get_absolute_url()
    assert f"{address}report/" in client.get(address).content.decode()
    sent = {"held_at": "2024-09-10T07:30", "reached": "31", "files": [photo()]}
    assert client.post(f"{address}report/", sent).status_code == 302
    page = client.get(address).content.decode()
    assert "Terlaksana" in page and "31" in page and "/polling/outreach/photos/" in page
    assert signed_in("elsewhere:village_head").get(address).status_code == 404
    assert signed_in("station_officer").get(address).status_code == 403


def test_coverage_counts_what_was_held(world: World, clock: Clock) -> None:
    stations(world, 4, [VILLAGE])
    held(world, 150, groups=["first", "women"])
    held(world, 50, groups=["first"])
    cancel_activity(world.post(PPS), planned(world), reason="Batal")
    planned(world, groups=["elderly"])
    clock.forward(days=3, hours=1)
    row = village(world, world.post(PPS))
    assert (row.figures.voters, row.work.held, row.work.planned) == (2_000, 2, 1)
    assert (row.scored.coverage, row.days, row.estimated) == (0.1, 3, False)
    assert row.missing == ["disabled", "remote"]
    assert {str(label): held for label, held, _planned in row.groups}["Pemilih pemula"] == 2
    assert row.figures.last is not None and "2019" in row.source


def test_a_target_and_a_better_source_change_the_score(world: World) -> None:
    kpu = world.post("kpu_liaison")
    before = village(world, kpu)
    set_turnout_targets(kpu, world.operation, [VILLAGE, NEIGHBOUR], Decimal("95"))
    after = village(world, kpu)
    assert (after.scored.goal, after.scored.own_goal) == (0.95, True)
    assert (after.scored.score or 0) > (before.scored.score or 0)
    note_last_turnout(kpu, world.operation, world.region(), Decimal("40.0"), "KPU, Pilkada 2018")
    again = village(world, kpu)
    assert (again.figures.last, again.source) == (0.4, "KPU, Pilkada 2018")
    assert TurnoutTarget.objects.get(region=VILLAGE).percent == 95
    assert "95,0 %" in again.sentence and "40,0 %" in again.sentence
    set_turnout_targets(kpu, world.operation, [VILLAGE], None)
    assert village(world, kpu).figures.target is None
    assert refused(set_turnout_targets, world.post(PPS), world.operation, [VILLAGE], None)[0] == 403
    entry = JournalEntry.objects.filter(verb="turnout_targets.set").order_by("id")[0]
    assert (entry.facts["percent"], len(entry.facts["villages"])) == ("95", 2)


def test_a_village_without_a_fact_says_so(
    world: World, signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.polling.queries.outreach.last_turnout", lambda code: {})
    row = village(world, world.post(PPS))
    assert (row.figures.last, row.source, row.scored.score) == (None, "", None)
    assert "tidak diketahui" in signed_in(PPS).get(HOME).content.decode()


def test_pages_tell_of_ones_own_places(world: World, signed_in: Enter) -> None:
    planned(world)
    client = signed_in("kpu_liaison")
    for address in (HOME, f"{HOME}?region={DISTRICT}", f"{HOME}?region={VILLAGE}", LIST,
                    f"{LIST}?month=2024-09", f"{HOME}targets/", f"{HOME}targets/targets/",
                    f"{HOME}targets/last/"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.get(f"{HOME}?region=35.20").status_code == 404
    page = signed_in(PPS).get(HOME).content.decode()
    assert "Dagangan" in page and "Grobogan" not in page
    assert signed_in(PPS).get(f"{HOME}?region={ELSEWHERE}").status_code == 404
    assert signed_in("station_officer").get(HOME).status_code == 403


def test_targets_of_a_district_at_once(world: World, signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    sent = {"place": DISTRICT, "percent": "82,5"}
    assert client.post(f"{HOME}targets/targets/", sent).status_code == 302
    rows = TurnoutTarget.objects.values_list("region_id", "percent").order_by("region_id")
    assert list(rows) == [(VILLAGE, Decimal("82.5")), (NEIGHBOUR, Decimal("82.5"))]
    assert "82,5 %" in client.get(f"{HOME}targets/").content.decode()
    assert signed_in(PPS).get(f"{HOME}targets/targets/").status_code == 403


def test_the_list_narrows(world: World, signed_in: Enter) -> None:
    planned(world, groups=["elderly"])
    planned(world, OFFICE, title="Rapat warga", groups=["general"])
    held(world, 9)
    client = signed_in(PPS)
    asked = {"": 3, "agency=mine": 2, "group=elderly": 1, "state=held": 1, "state=nonsense": 3,
             f"place={ELSEWHERE}": 0, "agency=' OR 1=1": 3, "month=2024-99": 3}  # fmt: skip
    for query, count in asked.items():
        page = client.get(f"{LIST}?{query}").content.decode()
        assert page.count('class="row-item"') == count, query
    assert client.get(f"{LIST}?month=2024-09&group=elderly").content.decode().count("di SMA") == 1


def test_workbooks(world: World, signed_in: Enter) -> None:
    planned(world, title="=1+1")
    client = signed_in("kpu_liaison")
    book = load_workbook(io.BytesIO(client.get(f"{LIST}export/").content))
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == ["'=1+1"]
    found = load_workbook(io.BytesIO(client.get(f"{HOME}export/").content)).active
    assert found.max_row == 5 and found["O1"].value


def test_my_desk_reminds(world: World, clock: Clock) -> None:
    planned(world)
    late, today = waiting_sections(world.post(PPS))
    assert (late.count, today.count, today.urgent) == (0, 1, False)
    clock.forward(days=1)
    late, today = waiting_sections(world.post(PPS))
    assert (late.count, today.count, late.urgent) == (1, 0, True)
    assert waiting_sections(world.post("babinsa")) == []
    assert [one.count for one in waiting_sections(world.post(OFFICE))] == [0, 0]


def test_calendars(world: World) -> None:
    row = planned(world, place="SMA 1")
    cancel_activity(world.post(PPS), row, reason="Hujan")
    entry = next(iter(calendar_entries(world.post(PPS), "person")))
    assert (entry.cancelled, entry.sequence, entry.path) == (True, 1, row.get_absolute_url())
    assert "SMA 1" in entry.location
    assert list(calendar_entries(world.post(OFFICE), "agency")) == []


@pytest.mark.parametrize("address", [HOME, LIST, f"{LIST}?month=2024-09", f"{HOME}targets/"])
def test_statements_do_not_grow(world: World, signed_in: Enter, address: str) -> None:
    client, counts = signed_in("kpu_liaison"), []
    client.get(address)
    for size in (10, 290):
        rows = [
            Activity(
                operation=world.operation, agency=world.agencies["kpu"],
                region=world.region((VILLAGE, NEIGHBOUR, ELSEWHERE)[at % 3]), title="Kegiatan",
                groups=["first"], starts_at=START + timedelta(minutes=at), planned_by="KPU",
                planned_at=START,
            )
            for at in range(size)
        ]  # fmt: skip
        Activity.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        counts.append(len(told))
    assert counts[0] == counts[1]


def put(asking: Program, path: str, body: Any) -> Any:
    return asking.client.put(
        asking.at(path), body, content_type="application/json", headers=asking._headers({})
    )


def test_the_api_does_the_same(program: Programs, world: World, clock: Clock) -> None:  # noqa: F811
    asking = program(PPS)
    body = {"region": VILLAGE, "title": "Lewat API", "groups": ["women"],
            "starts_at": "2024-09-10T09:00:00+07:00"}  # fmt: skip
    made = asking.post("/polling/activities", body)
    assert made.status_code == 200, made.content
    address = f"/polling/activities/{made.json()['id']}"
    assert asking.post("/polling/activities", {**body, "region": ELSEWHERE}).status_code == 422
    clock.forward(hours=2)
    told = {"held_at": "2024-09-10T09:00:00+07:00", "reached": 25}
    assert asking.post(f"{address}/report", told).json()["state"] == "held"
    assert asking.post(f"{address}/correct", {**told, "reached": 26}).json()["reached"] == 26
    assert asking.post(f"{address}/cancel", {"reason": "x"}).status_code in (403, 409)
    assert asking.get("/polling/activities?state=held").json()["total"] == 1
    found = asking.get("/polling/outreach").json()
    assert (found["reached"], found["villages"][0]["region"]) == (26, VILLAGE)
    kpu = program("kpu_liaison")
    sent = {"villages": [VILLAGE], "percent": 82.5}
    rows = put(kpu, "/polling/outreach/targets", sent).json()["villages"]
    assert next(row for row in rows if row["region"] == VILLAGE)["target"] == 82.5
    assert put(asking, "/polling/outreach/targets", sent).status_code == 403
    wrong = put(kpu, "/polling/outreach/targets", {**sent, "percent": 101})
    assert wrong.status_code == 422
