"""Whatever the order of actions: one desk, no clock on what is closed, a journal that rebuilds."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from sinergi.incidents import actions, rules
from sinergi.incidents.actions import Report
from sinergi.incidents.kinds import BODIES, KINDS
from sinergi.incidents.models import AgreementCheck, Incident, Movement
from sinergi.incidents.ticking import tick
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.kernel.state import state_of
from tests import factories

pytestmark = pytest.mark.django_db

PLACES = [factories.VILLAGE, factories.ELSEWHERE, factories.DISTRICT, factories.REGENCY]
KINDS_USED = ["neighbour_dispute", "clash", "vote_buying", "officer_violence"]
REPORTERS = ["babinsa", "village_head", "elsewhere:babinsa", "kapolsek", "duty_officer"]
WORKERS = [*REPORTERS, "elsewhere:village_head", "district_head", "desk_coordinator"]

workers = st.sampled_from(WORKERS)
severities = st.sampled_from(["", *rules.SEVERITIES])
WORDS = "Sudah dibicarakan bersama."


class LifeOfCases(RuleBasedStateMachine):
    """Cases, and people who do to them whatever they try; what is refused changes nothing."""

    world: Any
    clock: Any
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.clock.moment = factories.START
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def teardown(self) -> None:
        """Nothing of one example is left for the next."""
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, act: Any) -> Any:
        """What the house refuses is rolled back whole; anything else is a failure."""
        try:
            with transaction.atomic():
                return act()
        except Problem:
            return None

    def do(self, name: str, role: str, pk: Any, **given: Any) -> Any:
        """One action by the post of `role` on a case."""
        case = Incident.objects.get(pk=pk)
        return self.attempt(lambda: getattr(actions, name)(self.world.post(role), case, **given))

    @rule(
        target=cases,
        by=st.sampled_from(REPORTERS),
        place=st.sampled_from(PLACES),
        kind=st.sampled_from(KINDS_USED),
        severity=severities,
        injured=st.sampled_from([0, 0, 2]),
    )
    def report(self, by: str, place: str, kind: str, severity: str, injured: int) -> Any:
        """A new case, or a refusal for a place that is not one's own."""
        told = Report(
            region=self.world.region(place),
            kind=kind,
            severity=severity,
            what="Dua kelompok warga berselisih di lapangan.",
            injured=injured,
        )
        made = self.attempt(lambda: actions.report_incident(self.world.post(by), told))
        return made.pk if made else multiple()

    @rule(pk=cases, by=workers)
    def acknowledge(self, pk: Any, by: str) -> None:
        """Take notice."""
        self.do("acknowledge", by, pk)

    @rule(pk=cases, by=workers)
    def verify(self, pk: Any, by: str) -> None:
        """It happened."""
        self.do("verify", by, pk)

    @rule(pk=cases, by=workers)
    def reject(self, pk: Any, by: str) -> None:
        """It did not."""
        self.do("reject", by, pk, reason=WORDS)

    @rule(pk=cases, by=workers)
    def handle(self, pk: Any, by: str) -> None:
        """Act on it."""
        self.do("start_handling", by, pk, steps=WORDS)

    @rule(pk=cases, by=workers)
    def settle(self, pk: Any, by: str) -> None:
        """Close it."""
        self.do("settle", by, pk, outcome=WORDS)

    @rule(pk=cases, by=workers)
    def reopen(self, pk: Any, by: str) -> None:
        """It flared up again."""
        self.do("reopen", by, pk, reason=WORDS)

    @rule(pk=cases, by=workers)
    def escalate(self, pk: Any, by: str) -> None:
        """Move up."""
        self.do("escalate", by, pk, reason=WORDS)

    @rule(pk=cases, by=workers)
    def hand_down(self, pk: Any, by: str) -> None:
        """Hand down."""
        self.do("hand_down", by, pk, reason=WORDS)

    @rule(pk=consumes(cases), into=cases, by=workers)
    def merge(self, pk: Any, into: Any, by: str) -> None:
        """Two tell of one event."""
        if pk != into:
            self.do("merge", by, pk, into=Incident.objects.get(pk=into))

    @rule(
        pk=cases, by=workers, kind=st.sampled_from(KINDS_USED), severity=severities,
        place=st.sampled_from(PLACES),
    )  # fmt: skip
    def correct(self, pk: Any, by: str, kind: str, severity: str, place: str) -> None:
        """What was reported was not quite so."""
        told = Report(
            region=self.world.region(place),
            kind=kind,
            severity=severity,
            what="Setelah dicek, jumlahnya lebih sedikit.",
        )
        self.do("correct", by, pk, report=told, reason=WORDS)

    @rule(pk=cases, by=workers, agreed=st.booleans())
    def mediate(self, pk: Any, by: str, agreed: bool) -> None:
        """Bring the parties together."""
        self.do(
            "record_mediation", by, pk,
            held_at=self.clock.moment, place="Balai desa", parties=["Warga", "Pemuda"],
            attendance={"village_head": True}, matter=WORDS,
            outcome="agreed" if agreed else "not_agreed", agreement=WORDS,
        )  # fmt: skip

    @rule(by=workers, held=st.booleans())
    def check_agreement(self, by: str, held: bool) -> None:
        """Does it still hold?"""
        check = AgreementCheck.objects.filter(result="waiting").first()
        if check is not None:
            self.attempt(
                lambda: actions.check_agreement(self.world.post(by), check, held=held, remark=WORDS)
            )

    @rule(pk=cases, by=workers, body=st.sampled_from(["bawaslu", "polres"]))
    def refer(self, pk: Any, by: str, body: str) -> None:
        """Pass it on."""
        self.do("refer", by, pk, body=body, reason=WORDS)

    @rule(pk=cases, by=workers, agency=st.sampled_from(["polres", "bawaslu"]))
    def ask(self, pk: Any, by: str, agency: str) -> None:
        """Ask another agency."""
        self.do(
            "ask_agency", by, pk,
            agency=self.world.agencies[agency], kind="assistance", title=WORDS,
        )  # fmt: skip

    @rule(minutes=st.sampled_from([1, 31, 61, 721, 1441, 2881]))
    def time_passes(self, minutes: int) -> None:
        """And whatever is late climbs, as far as it is late."""
        self.clock.forward(minutes=minutes)
        tick(self.world.operation)

    # -- what must always hold

    @invariant()
    def every_case_lies_on_exactly_one_desk(self) -> None:
        """On that to which it moved last, in whose place it happened, at the level it says."""
        for case in Incident.objects.select_related("desk"):
            last = Movement.objects.filter(incident=case).latest("pk")
            assert case.desk_id == last.to_desk_id
            assert case.level == case.desk.level
            assert (case.region_id + ".").startswith(case.desk.region_id + ".")

    @invariant()
    def only_open_cases_have_a_running_clock(self) -> None:
        """And what is open always has one, in the future or just missed."""
        for case in Incident.objects.all():
            assert (case.next_deadline is not None) == (case.state in rules.OPEN)
            assert (case.closed_at is not None) == (case.state in rules.CLOSED)
            if case.state not in rules.OPEN:
                assert case.settle_due is None

    @invariant()
    def what_the_law_wants_passed_on_is_not_settled_before(self) -> None:
        """Unless the kind was what the desk corrected it to, before it was settled."""
        for case in Incident.objects.filter(state="settled"):
            assert not case.bodies or case.passed_on_at is not None

    @invariant()
    def numbers_are_unique_and_without_gaps(self) -> None:
        """From one upwards, as many as there are cases."""
        numbers = sorted(int(n.rsplit("/", 1)[1]) for n in _column("number"))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def the_journal_rebuilds_every_case(self) -> None:
        """Replaying what changed, from nothing, gives the row as it stands."""
        for case in Incident.objects.all():
            assert rebuilt(case) == state_of(case)


def rebuilt(case: Incident) -> dict[str, Any]:
    """The state of a case from its journal alone."""
    state: dict[str, Any] = {}
    for entry in JournalEntry.objects.order_by("id"):
        for changes in _changes_of(entry, case):
            for column, (old, new) in changes.items():
                assert state.get(column) == old
                state[column] = new
    return state


def _changes_of(entry: JournalEntry, case: Incident) -> list[dict[str, Any]]:
    found = []
    if entry.subject_type == "incidents.incident" and entry.subject_id == str(case.pk):
        found.append(entry.changes)
    parent = entry.facts.get("parent", {})
    if parent.get("id") == str(case.pk):
        found.append(parent["changes"])
    return found


def _column(name: str) -> list[Any]:
    return list(Incident.objects.values_list(name, flat=True))


def test_the_life_of_cases(world: factories.World, clock: Any, monkeypatch: Any) -> None:
    """Random lives of several cases at once."""
    # The letter is tested elsewhere: here a thousand of them would be set.
    monkeypatch.setattr(
        "sinergi.kernel.documents.set_pdf", lambda *given, **more: b"%PDF-1.7 latihan"
    )
    machine = type("Machine", (LifeOfCases,), {"world": world, "clock": clock})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_every_kind_and_body_is_known() -> None:
    """The kinds that are played here exist, and name bodies that exist."""
    assert set(KINDS_USED) <= set(KINDS)
    assert all(body in BODIES for kind in KINDS.values() for body in kind.bodies)
