"""A report from its opening to its paper: who does what, in which order, and what is refused."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from sinergi.briefing import actions
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.queries.reports import waiting_sections
from sinergi.briefing.report_ticking import tick
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now, stopped_at
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.factories import DISTRICT, REGENCY, VILLAGE, World, report
from tests.factories_briefing import (
    HOUR,
    TEXTS,
    approved,
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


def test_every_agency_of_the_level_for_which_somebody_answers_owes_its_part(world: World) -> None:
    """Not those of the districts, nor an agency in which nobody answers."""
    row = opened(world)
    kinds = set(row.parts.values_list("agency__kind", flat=True))
    assert kinds == {"kesbangpol", "polres", "kodim", "kpu", "bawaslu", "kejari",
                     "regional_agency"}  # fmt: skip
    assert set(row.parts.values_list("state", flat=True)) == {"owed"}
    below = opened(world, DISTRICT)
    kinds = set(below.parts.values_list("agency__kind", flat=True))
    assert kinds == {"district_office", "polsek", "koramil", "district_supervisor",
                     "district_election_committee"}  # fmt: skip


def test_one_daily_report_a_period(world: World) -> None:
    opened(world)
    with refused(Conflict):
        opened(world)


def test_a_special_report_says_what_it_is_about(world: World) -> None:
    with pytest.raises(Problem) as problem:
        opened(world, kind="special")
    assert problem.value.field == "subject"
    assert opened(world, kind="special", subject="Banjir di Dagangan").subject


def test_a_period_ends_after_it_begins(world: World) -> None:
    with refused(Invalid):
        opened(world, from_at=now() + HOUR)


def test_who_may_open_one(world: World) -> None:
    """The secretariat and its chair; the Camat for her district; nobody for a village."""
    told = {"kind": "daily", "from_at": now() - HOUR, "until_at": now()}
    for role in ("regent", "police_officer", "duty_officer", "district_head"):
        with pytest.raises(Problem):
            actions.open_report(world.post(role), world.desk(REGENCY), **told)
    with refused(Forbidden):
        actions.open_report(world.post("regional_secretary"), world.desk(VILLAGE), **told)
    assert actions.open_report(world.post("regional_secretary"), world.desk(REGENCY), **told)


def test_an_agency_writes_and_signs_its_own_part_alone(world: World) -> None:
    row = opened(world)
    part, police = part_of(row, "kodim"), world.post("police_officer")
    with refused(Forbidden):
        actions.write_part(police, part, texts={"security": "Aman."})
    army = world.post("army_officer")
    written = actions.write_part(army, part, texts={"security": " Aman. ", "economy": "x"})
    assert written.texts == {"security": "Aman."}, "only what it is asked"
    assert written.state == "written"
    signed = actions.sign_part(army, written)
    assert (signed.state, signed.signed_by) == ("signed", army.title)
    assert len(signed.digest) == 64
    again = actions.write_part(army, signed, texts={"security": "Ada kerumunan."})
    assert (again.state, again.signed_at, again.digest) == ("written", None, "")


def test_nothing_written_is_no_part_and_nil_is_one_tap(world: World) -> None:
    part, kpu = part_of(opened(world), "kpu"), world.post("kpu_liaison")
    with refused(Invalid):
        actions.write_part(kpu, part, texts={"logistics": "  "})
    with refused(Conflict):
        actions.sign_part(kpu, part)
    assert actions.say_nil(kpu, part).state == "nil"


def test_a_part_after_its_deadline_is_late_and_after_approval_refused(world: World) -> None:
    row = completed(world)
    part, kpu = part_of(row, "kpu"), world.post("kpu_liaison")
    with later(hours=2):
        assert actions.say_nil(kpu, part).is_late
        actions.approve_report(issuer(world), row)
        with refused(Conflict):
            actions.say_nil(world.post("army_officer"), part_of(row, "kodim"))


def test_it_is_approved_only_when_complete_and_published_only_when_approved(world: World) -> None:
    row, by = frozen(world), issuer(world)
    with refused(Conflict):
        actions.approve_report(by, row)
    with refused(Conflict):
        actions.publish_report(by, row)
    row = actions.complete_report(by, row, situation="alert", texts={"general": "Waspada."})
    with refused(Conflict):
        actions.approve_report(by, row)
    row = actions.complete_report(by, row, situation="alert", texts=TEXTS)
    row = actions.return_report(by, actions.approve_report(by, row), reason="Tambah angka.")
    assert (row.state, row.approved_by) == ("frozen", "")
    row = actions.publish_report(by, actions.approve_report(by, row))
    assert row.state == "published"
    assert row.number.startswith("LAPSIT/35.19/2024/")
    assert row.document is not None and row.document.region_code == REGENCY
    with refused(Conflict):
        actions.complete_report(by, row, situation="calm", texts=TEXTS)
    entry = JournalEntry.objects.get(verb="report.published")
    assert entry.facts["sha256"] == row.document.sha256


def test_nil_is_refused_where_cases_were_reported(world: World) -> None:
    with stopped_at(now() - HOUR):
        report(world)
    row, by = frozen(world), issuer(world)
    with pytest.raises(Problem) as problem:
        actions.complete_report(by, row, situation="calm", texts=TEXTS, nil=True)
    assert problem.value.field == "nil"


def test_a_nil_report_needs_no_words(world: World) -> None:
    row, by = frozen(world), issuer(world)
    row = actions.complete_report(by, row, situation="calm", texts={}, nil=True)
    assert actions.approve_report(by, row).kind == "nil"


def test_numbers_are_not_frozen_before_the_cut_off(world: World) -> None:
    row = opened(world, until_at=now() + HOUR)
    with refused(Conflict):
        actions.freeze_report(SYSTEM, row)


def test_a_correction_goes_into_the_next_report_of_that_place(world: World) -> None:
    first, by = published(world), issuer(world)
    note = actions.note_correction(by, first, what="Korban luka 2, bukan 1.")
    with later(hours=24):
        published(world, DISTRICT)
        note.refresh_from_db()
        assert note.printed_in is None, "another place"
        second = published(world)
    note.refresh_from_db()
    assert note.printed_in == second
    assert second.document is not None
    assert second.document.data["corrections"] == [{"number": first.number, "what": note.what}]
    assert SituationReport.objects.get(pk=first.pk).document == first.document


def test_the_clock_opens_and_freezes_once(world: World) -> None:
    """Opened at its hour, frozen at its cut-off; twice the tick changes nothing."""
    by = issuer(world)
    actions.set_report_schedule(
        by, world.desk(REGENCY), opens=time(9), cut_off=time(20), minutes_for_parts=30
    )
    assert tick(world.operation) == 0, "08.00: not yet"
    with later(hours=1):
        assert tick(world.operation) == 1
        assert tick(world.operation) == 0
    row = SituationReport.objects.get()
    assert local(row.until_at).hour == 20 and row.parts_due_at == row.until_at + timedelta(
        minutes=30
    )
    with later(hours=12, minutes=1):
        assert tick(world.operation) == 1
        assert tick(world.operation) == 0
    row.refresh_from_db()
    assert row.state == "frozen" and row.figures["as_of"] == row.until_at.isoformat()
    with later(hours=49):
        tick(world.operation)
    last = SituationReport.objects.get(state="collecting")
    assert last.from_at == row.until_at, "a day on which nothing ran is not left out"


def test_a_report_opens_before_its_cut_off(world: World) -> None:
    with refused(Invalid):
        actions.set_report_schedule(
            issuer(world), world.desk(REGENCY), opens=time(20), cut_off=time(9),
            minutes_for_parts=5,
        )  # fmt: skip


def test_what_is_owed_waits_on_the_desk_of_each(world: World) -> None:
    row = opened(world)
    keys = {s.key for role in ("army_officer", "regional_secretary")
            for s in waiting_sections(world.post(role))}  # fmt: skip
    assert keys == {"report-parts", "reports-to-issue"}
    actions.say_nil(world.post("army_officer"), part_of(row, "kodim"))
    assert waiting_sections(world.post("army_officer")) == []
    assert waiting_sections(world.post("babinsa")) == []


def test_who_sees_it(world: World) -> None:
    """Who reads the regency, and the agencies that have a part; a village does not."""
    row = opened(world)

    def sees(role: str) -> bool:
        rows = SituationReport.objects.visible_to(world.post(role))
        return rows.filter(pk=row.pk).exists()

    assert all(
        sees(role) for role in ("regent", "army_officer", "police_officer", "council_member")
    )
    assert not any(sees(r) for r in ("village_head", "district_head", "bawaslu_handler"))


def test_another_operation_is_not_there(world: World, other_world: World) -> None:
    row = opened(other_world)
    assert not SituationReport.objects.visible_to(world.post("regent")).exists()
    with refused(NotFound):
        actions.approve_report(issuer(world), row)


def test_completing_says_who_made_it(world: World) -> None:
    row = approved(world)
    assert row.completed_by == row.approved_by == issuer(world).title
    assert ReportPart.objects.filter(report=row, state="owed").exists()
