"""The numbers of a report: as of its cut-off, each with the records that it counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.actions import confirm_day
from sinergi.briefing import actions
from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import ReportRecords, SituationReport
from sinergi.briefing.queries.as_of import since
from sinergi.briefing.queries.report_records import records_shown, restricted_for
from sinergi.briefing.report_annex import annex_of
from sinergi.briefing.report_display import numbers_of
from sinergi.briefing.report_machine import machine_of
from sinergi.briefing.report_text import LONGEST, short_text
from sinergi.incidents import actions as cases
from sinergi.incidents.models import Incident
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now, stopped_at
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import NotFound
from tests.factories import DISTRICT, ELSEWHERE, REGENCY, VILLAGE, World, many_incidents, report
from tests.factories_briefing import (
    HOUR,
    TEXTS,
    completed,
    frozen,
    issuer,
    later,
    opened,
    part_of,
    published,
)
from tests.factories_meetings import refused

pytestmark = pytest.mark.django_db


def value(row: SituationReport, key: str) -> int:
    """A number of the report."""
    found: int = row.figures["numbers"][key]["value"]
    return found


def told(world: World, *, hours: float = 1, by: str = "babinsa", **more: Any) -> Any:
    """A case that was reported so many hours ago."""
    with stopped_at(now() - timedelta(hours=hours)):
        return report(world, by, **more)


def test_what_happened_after_the_cut_off_is_taken_back(world: World) -> None:
    """Frozen late, it tells what stood at the cut-off and not what stands now."""
    row, case = opened(world), told(world)
    head = world.post("village_head")
    with later(minutes=20):
        case = cases.start_handling(head, cases.verify(head, case), steps="Mendatangi lokasi.")
        cases.settle(head, case, outcome="Damai.")
        report(world)
    with later(minutes=40):
        row = actions.freeze_report(SYSTEM, row)
    assert value(row, "incidents_reported") == 1
    assert value(row, "incidents_open") == 1
    assert value(row, "incidents_settled") == 0
    with later(hours=24):
        after = frozen(world)
    assert value(after, "incidents_settled") == 1
    assert value(after, "settled_in_village") == 1
    assert value(after, "incidents_open") == 1, "the one reported after the first cut-off"


def test_a_case_whose_entry_came_after_the_cut_off_was_not_there(world: World) -> None:
    """Its own moment lies a little before that of its entry, and the cut-off between them."""
    case = told(world, hours=0)
    key, entries = str(case.pk), JournalEntry.objects.filter(subject_id=str(case.pk))
    assert entries.count() == 1
    past = since(world.operation, now() - timedelta(microseconds=1))
    assert past.keys(Incident) == [key]
    rows: list[dict[str, Any]] = [{"pk": case.pk, "state": case.state}]
    assert past.put_back(Incident, rows) == []


def test_a_rejected_report_is_no_case(world: World) -> None:
    case = told(world)
    with stopped_at(now() - timedelta(minutes=5)):
        cases.reject(world.post("village_head"), case, reason="Tidak benar.")
    assert value(frozen(world), "incidents_reported") == 0


def test_a_restricted_case_is_in_no_number_and_its_count_for_those_who_may_see_it(
    world: World,
) -> None:
    told(world)
    case = told(world, kind="neutrality_breach", severity="critical")
    with stopped_at(now() - timedelta(minutes=5)):
        cases.restrict(world.post("desk_coordinator"), case, agencies=[world.agencies["bawaslu"]])
    row = published(world)
    assert value(row, "incidents_reported") == 1 and value(row, "incidents_critical") == 0
    assert str(case.pk) not in str(row.figures) and case.number not in str(row.figures)
    assert row.document is not None and case.number not in str(row.document.data)
    assert restricted_for(row, world.post("bawaslu_liaison")) == 1
    assert restricted_for(row, world.post("army_officer")) == 0
    assert records_shown(row, "restricted", world.post("army_officer")).rows == []


def test_what_was_restricted_since_is_not_told_either(world: World) -> None:
    row, case = opened(world), told(world)
    with later(minutes=5):
        cases.restrict(world.post("desk_coordinator"), case, agencies=[world.agencies["bawaslu"]])
        row = actions.freeze_report(SYSTEM, row)
    assert value(row, "incidents_reported") == 0


def test_a_case_that_is_restricted_later_is_named_no_longer(world: World) -> None:
    """The paper is out; page and API do not go on telling its number."""
    case = told(world, severity="critical", kind="clash")
    row = frozen(world)
    assert case.number in str(machine_of(row, world.post("army_officer")))
    with later(minutes=5):
        cases.restrict(world.post("desk_coordinator"), case, agencies=[world.agencies["bawaslu"]])
    assert case.number not in str(machine_of(row, world.post("army_officer")))
    assert case.number in str(machine_of(row, world.post("bawaslu_liaison")))


def test_a_period_that_ends_at_midnight_ends_on_the_day_before(world: World) -> None:
    until = now().replace(hour=17)  # midnight in Jakarta
    row = opened(world, until_at=until)
    assert str(row.day) == "2024-09-10"


def test_every_number_opens_as_many_records_as_it_says(world: World) -> None:
    told(world)
    told(world, by="elsewhere:babinsa", severity="critical", kind="clash")
    confirm_day(world.post("village_head"), world.desk(), nil=True)
    row, reader = frozen(world), world.post("army_officer")
    for one in numbers_of(row):
        if one.key in ("readiness", "injured", "people_reached", "neutrality_reports"):
            continue
        shown = records_shown(row, one.key, reader)
        assert shown.counted == one.value, one.key
        assert len(shown.rows) + shown.hidden == one.value, one.key
    for split, rows in row.figures["splits"].items():
        assert sum(part["value"] for part in rows) == 2, split
        for part in rows:
            shown = records_shown(row, f"{split}:{part['code']}", reader)
            assert shown.counted == part["value"]
    with refused(NotFound):
        records_shown(row, "nonsense", reader)


def test_what_lies_outside_the_readers_places_is_counted_but_not_opened(world: World) -> None:
    """Polres answers for one district only: of the other it learns the number."""
    told(world, by="elsewhere:babinsa", code=ELSEWHERE)
    shown = records_shown(frozen(world), "incidents_reported", world.post("police_officer"))
    assert (shown.counted, shown.rows, shown.hidden) == (1, [], 1)


def test_a_report_of_a_district_counts_its_own_places(world: World) -> None:
    told(world)
    told(world, by="elsewhere:babinsa", code=ELSEWHERE)
    row = frozen(world, DISTRICT)
    assert value(row, "incidents_reported") == 1
    assert [part["code"] for part in row.figures["splits"]["incidents_by_area"]] == [VILLAGE]
    assert value(frozen(world, REGENCY), "incidents_reported") == 2


def test_numbers_stand_beside_those_of_the_report_before(world: World) -> None:
    told(world)
    frozen(world)
    with later(hours=24):
        row = frozen(world)
    first = row.figures["numbers"]["incidents_reported"]
    assert (first["value"], first["before"], first["change"]) == (0, 1, "down")
    assert "before" not in frozen(world, kind="special", subject="Banjir").figures["numbers"][
        "incidents_reported"
    ]  # fmt: skip


def test_a_silent_desk_is_no_peace(world: World) -> None:
    confirm_day(world.post("village_head"), world.desk(), nil=True)
    numbers = frozen(world).figures["numbers"]
    assert numbers["desks_confirmed"] == {"value": 1, "of": 7}
    assert numbers["desks_nil"]["value"] == 1 and numbers["desks_silent"]["value"] == 6


def test_the_statements_do_not_grow_with_the_rows(world: World) -> None:
    with stopped_at(now() - HOUR):
        many_incidents(world, 5)
    with CaptureQueriesContext(connection) as few:
        frozen(world)
    with stopped_at(now() - HOUR):
        many_incidents(world, 60)
    with later(hours=1), CaptureQueriesContext(connection) as many:
        row = frozen(world)
    assert value(row, "incidents_reported") == 65
    assert len(many) <= len(few) + 1, "the report before is one more"


def test_the_short_text_is_short_and_restricted_words_stay_out(world: World) -> None:
    told(world, what="Nama Rahasia bertengkar.")
    row = completed(world)
    row.texts = {"general": "Sangat rinci. " * 200, "prediction": "Pawai. " * 200}
    for classification in ("ordinary", "restricted"):
        row.classification = classification
        text = short_text(row)
        assert len(text) < LONGEST and row.get_absolute_url() in text
        assert ("Sangat rinci" in text) is (classification == "ordinary")
        assert "Rahasia" not in text and "LATIHAN" in text and "Kejadian: 1" in text


def test_the_papers_come_out(world: World) -> None:
    told(world, severity="critical", kind="clash")
    row = opened(world)
    army = world.post("army_officer")
    part = actions.write_part(army, part_of(row, "kodim"), texts={"security": "=1+1"})
    actions.sign_part(army, part)
    row = actions.freeze_report(SYSTEM, row)
    by = issuer(world)
    actions.complete_report(by, row, situation="calm", texts=TEXTS, copies_to="Gubernur\nArsip")
    row = actions.publish_report(by, actions.approve_report(by, row))
    assert row.document is not None and row.document.size > 10_000
    assert "polres polres" in row.document.data["missing"]
    assert annex_of(row, army)[:2] == b"PK"
    data = machine_of(row, army)
    assert data["schema"] == "sinergi.situation-report/1" and data["number"] == row.number
    told_of = data["figures"]["numbers"]["incidents_reported"]
    assert told_of["records"].endswith(f"/reports/{row.pk}/records/incidents_reported/")


def test_unsigned_words_are_nobody_elses(world: World) -> None:
    row = opened(world)
    actions.write_part(
        world.post("army_officer"), part_of(row, "kodim"), texts={"security": "Belum final."}
    )
    assert "Belum final." not in str(machine_of(row, world.post("regent")))
    assert "Belum final." in str(machine_of(row, world.post("army_officer")))


def test_a_monthly_report_of_the_forum(world: World) -> None:
    """From the same source, in the fields of PP 12/2022 art. 27-28."""
    told(world)
    row = frozen(world, kind="monthly", from_at=now() - timedelta(days=31))
    assert value(row, "incidents_reported") == 1
    by = issuer(world)
    actions.complete_report(by, row, situation="calm", texts=TEXTS)
    row = actions.publish_report(by, actions.approve_report(by, row))
    assert row.number.startswith("LBF/35.19/2024/")
    assert set(row.texts) == {"general", "solution"}


def test_pages_answer_each_with_what_is_hers(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    told(world)
    row = frozen(world)
    page = signed_in("army_officer").get(row.get_absolute_url())
    assert page.status_code == 200
    body = page.content.decode()
    assert f"/reports/parts/{part_of(row, 'kodim').pk}/nil/" in body
    assert f"/reports/{row.pk}/approve/" not in body and "style=" not in body
    assert f"/reports/{row.pk}/complete/" in signed_in("regional_secretary").get(
        row.get_absolute_url()
    ).content.decode()  # fmt: skip
    assert signed_in("village_head").get(row.get_absolute_url()).status_code == 404
    assert signed_in("regent").get("/reports/").status_code == 200
    assert signed_in("regent").get("/reports/new/").status_code == 403
    assert signed_in("regent").get(row.records_url("incidents_reported")).status_code == 200
    assert signed_in("regent").get(row.records_url("nonsense")).status_code == 404


def test_one_form_writes_and_signs(world: World, signed_in: Callable[[str], Client]) -> None:
    row = opened(world)
    part = part_of(row, "kodim")
    client = signed_in("army_officer")
    address = f"/reports/parts/{part.pk}/write/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"text_security": " ", "signed": "on"}).status_code == 422
    answer = client.post(address, {"text_security": "Aman.", "signed": "on"})
    assert answer.status_code == 302
    part.refresh_from_db()
    assert (part.state, part.texts) == ("signed", {"security": "Aman."})


def test_a_report_is_opened_completed_and_published_by_its_forms(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("regional_secretary")
    assert client.get("/reports/schedule/").status_code == 200
    sent = {"kind": "special", "subject": "Banjir", "from_at": "2024-09-09T08:00",
            "until_at": "2024-09-10T08:00", "parts_due_at": "2024-09-10T09:00"}  # fmt: skip
    assert client.post("/reports/new/", {**sent, "subject": ""}).status_code == 422
    assert client.post("/reports/new/", sent).status_code == 302
    row = SituationReport.objects.get()
    here = row.get_absolute_url()
    assert client.post(f"{here}freeze/").status_code == 302
    told = {"situation": "alert", "classification": "ordinary", "text_general": "Banjir.",
            "text_steps": "Evakuasi."}  # fmt: skip
    assert client.post(f"{here}complete/", told).status_code == 302
    assert client.post(f"{here}approve/").status_code == 302
    assert client.post(f"{here}publish/").status_code == 302
    row.refresh_from_db()
    assert row.state == "published" and row.classification == "ordinary"
    assert client.get(f"{here}document/")["Content-Type"] == "application/pdf"
    for name in ("annex/", "data/"):
        assert client.get(here + name).status_code == 200
    assert ReportRecords.objects.filter(report=row, key="desks_silent").exists()


@pytest.mark.parametrize("before", [None, 0, 3, 9])
def test_the_arrow_goes_the_way_of_the_number(before: int | None) -> None:
    """With nothing before there is no arrow."""
    for number in range(12):
        way = rules.change(number, before)
        assert (way == "") is (before is None)
        if before is not None:
            assert {"up": 1, "same": 0, "down": -1}[way] == (number > before) - (number < before)
