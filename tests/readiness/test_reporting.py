"""Reporting, checking and asking for help: who may, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from sinergi.followups import actions as followup_actions
from sinergi.followups.waiting import sections_for
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Problem
from sinergi.readiness import actions
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.problems import ChangedMeanwhile
from sinergi.stages import actions as stage_actions
from sinergi.stages.models import Stage
from tests.factories import DISTRICT, ELSEWHERE, REGENCY, VILLAGE, World
from tests.factories_readiness import item, refused, reported, told_of

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_a_report_is_a_claim_until_the_desk_above_confirms_it(world: World) -> None:
    row = reported(world, item(world), note_text="Delapan orang.")
    assert (row.standing, row.reported_by) == ("claimed", world.posts["village_head"].title)
    row = actions.check_readiness(world.post("district_head"), row, confirmed=True)
    assert row.standing == "confirmed"
    row = reported(world, row, state="in_progress")
    assert (row.standing, row.check_state, row.checked_at) == ("in_progress", "unchecked", None)


def test_a_returned_report_says_why(world: World) -> None:
    row = reported(world, item(world))
    with refused(Invalid) as raised:
        actions.check_readiness(world.post("district_head"), row, confirmed=False, remark=" ")
    assert raised.value.field == "remark"
    row = actions.check_readiness(
        world.post("district_head"), row, confirmed=False, remark="Daftar nama belum ada."
    )
    assert (row.standing, row.remark) == ("returned", "Daftar nama belum ada.")


def test_blocked_says_what_is_missing(world: World) -> None:
    row = item(world)
    with refused(Invalid) as raised:
        reported(world, row, state="blocked")
    assert raised.value.field == "missing"
    helper = world.agencies["satpol_pp"]
    row = reported(world, row, state="blocked", missing="Kurang enam orang.", helper=helper)
    assert row.helper == helper
    row = reported(world, row, state="ready", missing="Kurang enam orang.", helper=helper)
    assert (row.missing, row.helper) == ("", None)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "blocked", "reported_at": "now"},
        {"state": "ready"},
        {"check_state": "confirmed", "checked_at": "now"},
        {"state": "ready", "reported_at": "now", "checked_at": "now", "check_state": "returned"},
    ],
)
def test_the_database_refuses_what_cannot_be(world: World, columns: dict[str, str]) -> None:
    row = item(world)
    told = {name: now() if value == "now" else value for name, value in columns.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReadinessItem.objects.filter(pk=row.pk).update(**told)


@pytest.mark.parametrize("role", ["babinsa", "bhabinkamtibmas", "district_head", "kapolsek"])
def test_only_its_own_agency_reports(world: World, role: str) -> None:
    with refused(Forbidden) as raised:
        reported(world, item(world), by=role)
    assert "village_office" in str(raised.value)


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("bhabin-pungut", "bhabinkamtibmas"),
        ("bhabin-pungut", "kapolsek"),
        ("babinsa-netral", "babinsa"),
        ("pps-kpps", "village_committee"),
        ("pkd-awasi", "village_supervisor"),
    ],
)
def test_each_pillar_and_committee_reports_its_own(world: World, code: str, role: str) -> None:
    assert reported(world, item(world, code), by=role).standing == "claimed"


def test_an_officer_of_the_village_answers_only_there(world: World) -> None:
    with refused(Forbidden):
        reported(world, item(world, "bhabin-pungut", "35.19.04.2011"), by="bhabinkamtibmas")
    with refused(Forbidden):
        reported(world, item(world, "polsek-silat", DISTRICT), by="bhabinkamtibmas")


def test_a_police_resort_of_some_districts_reports_at_the_regency(world: World) -> None:
    row = ReadinessItem.objects.whole().get(
        requirement=item(world, "polres-renpam", REGENCY).requirement,
        agency=world.agencies["polres"],
    )
    assert reported(world, row, by="police_officer").standing == "claimed"


def test_what_lies_elsewhere_does_not_exist(world: World) -> None:
    with refused(NotFound):
        reported(world, item(world, place=ELSEWHERE))


def test_the_desk_above_checks_and_nobody_checks_herself(world: World) -> None:
    village = reported(world, item(world))
    for role in ("babinsa", "village_head"):
        with refused(Forbidden):
            actions.check_readiness(world.post(role), village, confirmed=True)
    police = reported(world, item(world, "bhabin-pungut"), by="bhabinkamtibmas")
    with refused(Forbidden):
        actions.check_readiness(world.post("kapolsek"), police, confirmed=True)
    assert actions.check_readiness(world.post("danramil"), police, confirmed=True)
    district = reported(world, item(world, "camat-gudang", DISTRICT), by="district_head")
    with refused(Forbidden):
        actions.check_readiness(world.post("kapolsek"), district, confirmed=True)
    assert actions.check_readiness(world.post("duty_officer"), district, confirmed=True)
    own = reported(world, item(world, "kesbang-desk", REGENCY), by="desk_coordinator")
    with refused(Forbidden):
        actions.check_readiness(world.post("duty_officer"), own, confirmed=True)
    assert actions.check_readiness(world.post("regional_secretary"), own, confirmed=True)


def test_only_what_is_reported_ready_is_checked(world: World) -> None:
    row = reported(world, item(world), state="in_progress")
    with refused(Conflict):
        actions.check_readiness(world.post("district_head"), row, confirmed=True)


def test_who_was_slower_is_told(world: World) -> None:
    row = item(world)
    reported(world, row, revision=0)
    with refused(ChangedMeanwhile):
        reported(world, row, state="in_progress", revision=0)


def test_evidence_is_kept_with_the_report(world: World) -> None:
    row = reported(world, item(world), files=[SimpleUploadedFile("linmas.pdf", PDF)])
    piece = row.evidence.get()
    assert piece.blob.name == "linmas.pdf"
    assert actions.open_readiness_evidence(world.post("district_head"), piece) == piece
    with refused(NotFound):
        actions.open_readiness_evidence(world.post("elsewhere:district_head"), piece)


def test_a_gap_becomes_a_followup_once(world: World) -> None:
    row = reported(world, item(world), state="blocked", missing="Kurang enam orang.")
    head = world.post("village_head")
    told = {"to": world.agencies["satpol_pp"], "due_at": now() + timedelta(days=3)}
    row = actions.make_gap_followup(head, row, **told)
    asked = row.followup
    assert asked is not None
    assert (asked.kind, asked.to_agency, asked.from_desk) == (
        "readiness", world.agencies["satpol_pp"], world.desk(VILLAGE),
    )  # fmt: skip
    assert asked.origin_url == row.get_absolute_url()
    assert asked.detail == "Kurang enam orang."
    with refused(Conflict):
        actions.make_gap_followup(head, row, **told)
    officer = world.posts["duty_officer"]
    officer.agency = world.agencies["satpol_pp"]
    officer.save()
    followup_actions.refuse(world.post("duty_officer"), asked, reason="Tidak ada orang.")
    row.refresh_from_db()
    assert actions.make_gap_followup(head, row, **told).followup != asked


def test_nothing_is_asked_where_there_is_no_gap(world: World) -> None:
    row = reported(world, item(world))
    row = actions.check_readiness(world.post("district_head"), row, confirmed=True)
    with refused(Conflict):
        actions.make_gap_followup(
            world.post("district_head"), row, to=world.agencies["satpol_pp"],
            due_at=now() + timedelta(days=1),
        )  # fmt: skip


@pytest.mark.parametrize("change", [{"level": "province"}, {"title_id": " "}, {"lead_days": 400}])
def test_a_requirement_that_cannot_be_is_refused_at_its_field(
    world: World, change: dict[str, object]
) -> None:
    known = item(world).requirement
    with pytest.raises(Problem) as raised:
        actions.add_requirement(
            world.post("desk_coordinator"), world.operation, code="baru",
            told=told_of(known, **change),
        )  # fmt: skip
    assert raised.value.field == next(iter(change))


def test_a_requirement_of_our_own_has_its_items_at_once(world: World) -> None:
    known = item(world).requirement
    row = actions.add_requirement(
        world.post("desk_coordinator"), world.operation, code="desa-genset",
        told=told_of(known, title_id="Genset siap"),
    )  # fmt: skip
    assert row.items.count() == known.items.count() > 0


def test_the_heaps_on_my_desk(world: World) -> None:
    row = item(world)
    ReadinessItem.objects.filter(pk=row.pk).update(due_on=now().date() + timedelta(days=3))
    heaps = {section.key: section for section in sections_for(world.post("village_head"))}
    titles = [entry.title for entry in heaps["readiness-report"].items]
    assert row.requirement.title in titles
    reported(world, row)
    heaps = {section.key: section for section in sections_for(world.post("village_head"))}
    assert row.requirement.title not in [e.title for e in heaps["readiness-report"].items]
    above = {section.key: section for section in sections_for(world.post("district_head"))}
    assert [entry.url for entry in above["readiness-check"].items] == [row.get_absolute_url()]
    for role in ("kapolsek", "elsewhere:district_head", "duty_officer", "village_head"):
        heap = {section.key: section for section in sections_for(world.post(role))}
        assert (heap["readiness-check"].count == 1) == (role == "kapolsek")


def test_a_stage_that_moves_takes_its_due_days_along(world: World) -> None:
    row = item(world, "kesbang-damai", REGENCY)
    stage = Stage.objects.get(operation=world.operation, code="S07")
    before = row.due_on
    assert before is not None and stage.starts_on is not None
    stage_actions.move_stage(
        world.post("desk_coordinator"), stage, starts_on=stage.starts_on + timedelta(days=2),
        ends_on=stage.ends_on, reason="Perubahan jadwal.",
    )  # fmt: skip
    row.refresh_from_db()
    assert row.due_on == before + timedelta(days=2)
