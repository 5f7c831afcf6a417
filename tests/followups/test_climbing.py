"""What is overdue climbs to its owner's superior, by the operation's own clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from sinergi.alerts.rules import concerns_of
from sinergi.alerts.subjects import followup_event
from sinergi.followups import actions, rules
from sinergi.followups.models import Followup
from sinergi.followups.queries import whole
from sinergi.followups.ticking import tick
from sinergi.followups.waiting import sections_for
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests.factories import DISTRICT, REGENCY


@pytest.fixture
def directive(world):
    """`directive(to)`: the desk of the regency asks something that climbs, due in a day."""

    def ask(to, **told):
        given = {"kind": "directive", "title": "Data kerawanan", "due_at": now() + DAY, **told}
        return actions.assign(world.post("desk_coordinator"), world.desk(REGENCY), to=to, **given)

    return ask


DAY = timedelta(days=1)


def fresh(row):
    return Followup.objects.get(pk=row.pk)


def test_a_desk_climbs_to_the_desk_above_step_by_step(world, directive, clock):
    row = directive(world.desk())
    assert tick(world.operation) == 0
    clock.forward(days=1)
    assert tick(world.operation) == 1
    assert tick(world.operation) == 0
    assert fresh(row).superior == world.desk(DISTRICT)
    clock.forward(days=2)
    assert tick(world.operation) == 1
    assert fresh(row).superior == world.desk(REGENCY)
    clock.forward(days=2)
    assert tick(world.operation) == 1
    row = fresh(row)
    assert row.superior == world.agencies["local_government"]
    assert (row.climbs, row.next_climb, row.owner_label) == (3, None, str(world.desk()))
    clock.forward(days=30)
    assert tick(world.operation) == 0


def test_an_agency_climbs_to_its_parent_then_to_the_chair_of_the_forum(world, directive, clock):
    polsek, polres = world.agencies["polsek"], world.agencies["polres"]
    polsek.parent = polres
    polsek.save()
    row = directive(polsek)
    clock.forward(days=1)
    tick(world.operation)
    assert fresh(row).superior == polres
    clock.forward(days=2)
    tick(world.operation)
    assert fresh(row).superior == world.agencies["local_government"]
    entry = JournalEntry.objects.for_subject(row).last()
    assert entry.facts == {"from": str(polres), "to": str(world.agencies["local_government"])}


def test_nobody_stands_above_the_chair(world, directive, clock):
    row = directive(world.agencies["local_government"])
    clock.forward(days=1)
    assert tick(world.operation) == 0
    row = fresh(row)
    assert (row.climbs, row.next_climb, row.is_overdue) == (0, None, True)


def test_what_is_kept_to_named_agencies_does_not_climb(world, directive, clock):
    audience = [world.agencies["polsek"].pk, world.agencies["kesbangpol"].pk]
    row = directive(world.agencies["polsek"], audience=audience)
    clock.forward(days=1)
    assert tick(world.operation) == 0
    assert fresh(row).superior is None


@pytest.mark.parametrize("kind", sorted(set(rules.KINDS) - set(rules.CLIMBING)))
def test_other_kinds_do_not_climb(world, directive, clock, kind):
    directive(world.desk(), kind=kind)
    clock.forward(days=9)
    assert tick(world.operation) == 0


def test_what_is_reported_is_not_overdue_and_does_not_climb(world, directive, clock):
    row = actions.report_done(
        world.post("village_head"), directive(world.desk()), answer="Data dikirim"
    )
    clock.forward(days=3)
    assert tick(world.operation) == 0
    assert not fresh(row).is_overdue


def test_returned_after_its_time_there_is_time_to_mend(world, directive, clock):
    row = actions.report_done(world.post("village_head"), directive(world.desk()), answer="Dikirim")
    clock.forward(days=3)
    row = actions.send_back(world.post("desk_coordinator"), row, reason="Belum lengkap")
    assert row.next_climb == now() + rules.CLIMB_EVERY
    assert tick(world.operation) == 0
    clock.forward(days=2)
    assert tick(world.operation) == 1


def test_more_time_begins_climbing_anew(world, directive, clock):
    row = directive(world.desk())
    clock.forward(days=1)
    tick(world.operation)
    coordinator = world.post("desk_coordinator")
    due = now() + timedelta(days=4)
    row = actions.postpone(coordinator, row, due_at=due, reason="Menunggu KPU")
    assert (row.climbs, row.superior, row.next_climb) == (0, None, due)
    row = actions.report_done(world.post("village_head"), row, answer="Selesai")
    later = due + timedelta(days=1)
    row = actions.send_back(coordinator, row, reason="Kurang foto", due_at=later)
    assert (row.due_at, row.next_climb) == (later, later)


@pytest.mark.parametrize("verb", ["close", "withdraw", "refuse", "conclude"])
def test_what_has_ended_climbs_no_more(world, directive, clock, verb):
    row, head = directive(world.desk()), world.post("village_head")
    asker = world.post("desk_coordinator")
    if verb == "close":
        row = actions.close(asker, actions.report_done(head, row, answer="Selesai"))
    elif verb == "withdraw":
        row = actions.withdraw(asker, row, reason="Tidak perlu lagi")
    elif verb == "refuse":
        row = actions.refuse(head, row, reason="Bukan wewenang desa")
    else:
        row = actions.conclude(head, row, answer="Selesai")
    clock.forward(days=9)
    assert row.next_climb is None
    assert tick(world.operation) == 0


def test_one_that_ends_while_it_waits_for_the_lock_stays(world, directive, clock):
    row = directive(world.desk())
    clock.forward(days=1)
    actions.refuse(world.post("village_head"), row, reason="Sudah dikerjakan kecamatan")
    with pytest.raises(Problem) as problem:
        actions.climb_followup(SYSTEM, row)
    assert problem.value.status == 409


def test_only_the_clock_lets_climb(world, directive, clock):
    row = directive(world.desk())
    clock.forward(days=1)
    with pytest.raises(Problem) as problem:
        actions.climb_followup(world.post("desk_coordinator"), row)
    assert problem.value.status == 403


def test_two_agencies_above_each_other_end_somewhere(world, directive, clock):
    owner, one, other = (world.agencies[key] for key in ("polsek", "koramil", "kodim"))
    owner.parent, one.parent, other.parent = one, other, one
    for agency in (owner, one, other):
        agency.save()
    directive(owner)
    for _step in range(12):
        clock.forward(days=2)
        tick(world.operation)
    assert Followup.objects.get().climbs == rules.MOST_CLIMBS


def test_the_superior_sees_it_and_may_add_a_word(world, directive, clock, signed_in):
    polsek = world.agencies["polsek"]
    polsek.parent = world.agencies["polres_kota"]
    polsek.save()
    row = directive(polsek)
    officer = "elsewhere:police_officer"  # who reads nothing in that district
    row.region_id = row.region_id + ".04"
    row.save()
    assert signed_in(officer).get(row.get_absolute_url()).status_code == 404
    clock.forward(days=1)
    tick(world.operation)
    page = signed_in(officer).get(row.get_absolute_url())
    assert page.status_code == 200
    assert page.context["contacts"]
    assert str(world.agencies["polres_kota"]) in page.text
    heap = next(s for s in sections_for(world.post(officer)) if s.key == "followups-climbed")
    assert (heap.count, heap.urgent) == (1, True)
    listed = signed_in(officer).get(reverse("followups:followups"), {"side": "climbed"})
    assert [found.pk for found in listed.context["page"]] == [row.pk]
    actions.add_word(world.post(officer), row, text="Segera selesaikan hari ini.")
    with pytest.raises(Problem):
        actions.report_done(world.post(officer), row, answer="Sudah")
    page = signed_in("kapolsek").get(row.get_absolute_url())
    assert "Segera selesaikan hari ini." in page.text


def test_the_superior_and_the_owner_are_told(world, directive, clock):
    row = directive(world.desk())
    clock.forward(days=1)
    tick(world.operation)
    event = followup_event("followup.climbed", whole().get(pk=row.pk))
    told = {(concern.whom, concern.key) for concern in concerns_of(event)}
    assert told == {("duty", DISTRICT), ("duty", world.desk().region_id)}
