"""The life of a case: each step in its state, sealed texts, clocks that start and stop."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality import law, rules
from sinergi.neutrality.actions import closing, findings, handling
from sinergi.neutrality.models import Case, Leaf
from sinergi.neutrality.sealing.case_keys import secret_of
from sinergi.neutrality.sealing.words import open_words
from tests.factories import World
from tests.factories_neutrality import Chamber, chamber, sealed_case

REASON = "Alasan yang hanya dibaca penangan perkara."
IDENTITY = {"name": "Pelapor Contoh", "address": "Jalan Contoh 1"}


@pytest.fixture
def keys(world: World) -> Chamber:
    """Bawaslu's chamber."""
    return chamber(world)


def classified(world: World, case: Case, **given: Any) -> Case:
    """Say that all is there."""
    told = {
        "subject_kind": "asn_pns",
        "breaches": ["D08"],
        "known_on": date(2024, 9, 8),
        "conditions": {row.code: True for row in law.conditions()},
        **given,
    }
    return handling.classify_case(world.post("bawaslu_handler"), case, **told)


def registered(world: World, **given: Any) -> Case:
    """A case that was registered."""
    case = sealed_case(world, identity=IDENTITY, state="initial_review", **given)
    classified(world, case)
    return handling.register_case(world.post("bawaslu_handler"), case)


def running(case: Case) -> set[str]:
    """Codes of the deadlines that run."""
    return set(case.clocks.filter(ended_at__isnull=True).values_list("rule", flat=True))


def test_from_the_letterbox_to_its_end(world: World, keys: Chamber) -> None:
    handler, member = world.post("bawaslu_handler"), world.post("bawaslu_member")
    case = sealed_case(world, identity=IDENTITY)
    case = handling.begin_review(handler, case)
    assert (case.state, running(case)) == ("initial_review", {"initial_study"})
    case = handling.ask_completion(handler, case, text="Mohon kirim foto lain.")
    assert (case.state, running(case)) == ("needs_completion", {"completion"})
    case = handling.resume_review(handler, case)
    assert running(case) == {"initial_study"}
    case = classified(world, case)
    case = handling.register_case(handler, case)
    assert (case.state, running(case), case.registered_at is None) == (
        "registered", {"decision"}, False,
    )  # fmt: skip
    case = handling.extend_time(handler, case, reason=REASON)
    assert running(case) == {"decision_extra"}
    case = handling.clarify_case(handler, case)
    case = handling.bring_to_plenary(handler, case)
    case = closing.decide_case(member, case, decision="proven", reasoning=REASON)
    assert (case.state, case.decision, running(case)) == ("decided", "proven", set())
    case.state = "forwarded"
    case.save()
    case = closing.finish_follow_up(handler, case)
    case = closing.close_case(handler, case)
    assert case.state == "closed"
    assert case.closed_at


def test_what_is_said_is_sealed_and_not_in_the_journal(world: World, keys: Chamber) -> None:
    case = sealed_case(world, state="initial_review")
    handling.add_case_note(world.post("bawaslu_handler"), case, text=REASON)
    handling.keep_as_information(world.post("bawaslu_handler"), case, reason=REASON)
    secret = secret_of(case, keys.opened())
    note, why = case.leaves.filter(kind__in=("note", "reason"))
    assert open_words(note.content, secret)["text"] == REASON
    assert open_words(why.content, secret)["about"] == "keep_as_information"
    for entry in JournalEntry.objects.all():
        assert REASON not in f"{entry.changes} {entry.facts} {entry.subject_label}"


STEPS: dict[str, Any] = {
    "begin_review": handling.begin_review,
    "ask_completion": lambda by, case: handling.ask_completion(by, case, text=REASON),
    "resume_review": handling.resume_review,
    "keep_as_information": lambda by, case: handling.keep_as_information(by, case, reason=REASON),
    "register": handling.register_case,
    "raise_finding": findings.raise_finding,
    "refuse_registration": lambda by, case: handling.refuse_registration(by, case, reason=REASON),
    "expire": handling.expire_case,
    "delegate": lambda by, case: handling.delegate_case(
        by, case, level="province", reason=REASON),
    "clarify": handling.clarify_case,
    "bring_to_plenary": handling.bring_to_plenary,
    "decide": lambda by, case: closing.decide_case(
        by, case, decision="not_proven", reasoning=REASON),
    "finish_follow_up": closing.finish_follow_up,
    "close": closing.close_case,
}  # fmt: skip


@pytest.mark.parametrize("doing", STEPS)
def test_each_step_happens_in_its_states_and_in_no_other(
    world: World, keys: Chamber, doing: str
) -> None:
    """The table of the law is what the actions do."""
    by = world.post("bawaslu_member")
    known = date(2024, 8, 1) if doing == "expire" else date(2024, 9, 8)
    for state in rules.STATES:
        case = sealed_case(world, identity=IDENTITY, state=state)
        case.subject_kind, case.breaches, case.known_on = "asn_pns", ["D08"], known
        case.conditions = {row.code: True for row in law.conditions()}
        case.save()
        if not rules.allows(doing, state):
            with pytest.raises(Problem):
                STEPS[doing](by, case)
            continue
        assert STEPS[doing](by, case).state == rules.after(doing, state)


def test_nothing_is_registered_before_its_conditions_are_fulfilled(
    world: World, keys: Chamber
) -> None:
    by = world.post("bawaslu_handler")
    case = sealed_case(world, identity=IDENTITY, state="initial_review")
    with pytest.raises(Problem, match="lasifika"):
        handling.register_case(by, case)
    missing = {row.code: row.code != "evidence" for row in law.conditions()}
    classified(world, case, conditions=missing)
    with pytest.raises(Problem, match="Bukti"):
        handling.register_case(by, case)
    classified(world, case)
    assert handling.register_case(by, case).origin == "report"


def test_who_is_unknown_makes_no_report_but_may_lead_to_a_finding(
    world: World, keys: Chamber
) -> None:
    by = world.post("bawaslu_handler")
    case = sealed_case(world, state="initial_review")
    classified(world, case)
    with pytest.raises(Problem):
        handling.register_case(by, case)
    case = handling.keep_as_information(by, case, reason=REASON)
    case = findings.raise_finding(by, case)
    assert (case.state, case.origin, running(case)) == ("registered", "finding", {"decision"})


@pytest.mark.parametrize(("known", "late"), [(date(2024, 9, 3), False), (date(2024, 9, 2), True)])
def test_it_is_out_of_time_after_the_seventh_day(
    world: World, keys: Chamber, known: date, late: bool
) -> None:
    """UU 8/2015 art. 134(4); it arrived on 10 September."""
    by = world.post("bawaslu_handler")
    case = sealed_case(world, state="initial_review")
    classified(world, case, known_on=known)
    if late:
        assert handling.expire_case(by, case).state == "expired"
    else:
        with pytest.raises(Problem):
            handling.expire_case(by, case)


def test_only_a_member_keeps_a_decision(world: World, keys: Chamber) -> None:
    case = sealed_case(world, state="plenary")
    with pytest.raises(Problem) as told:
        closing.decide_case(
            world.post("bawaslu_handler"), case, decision="proven", reasoning=REASON
        )
    assert told.value.status == 403


def test_codes_are_those_of_the_law(world: World, keys: Chamber) -> None:
    case = sealed_case(world, state="initial_review")
    for wrong in ({"subject_kind": "raja"}, {"breaches": ["X1"]}, {"breaches": []},
                  {"known_on": date(2024, 9, 11)}):  # fmt: skip
        with pytest.raises(Problem) as told:
            classified(world, case, **wrong)
        assert told.value.field == next(iter(wrong))


def test_time_is_extended_once(world: World, keys: Chamber) -> None:
    by, case = world.post("bawaslu_handler"), registered(world)
    first = case.clocks.get(rule="decision")
    case = handling.extend_time(by, case, reason=REASON)
    extra = case.clocks.get(rule="decision_extra")
    assert (extra.started_at, (extra.due_at - first.due_at).days) == (first.due_at, 2)
    with pytest.raises(Problem):
        handling.extend_time(by, case, reason=REASON)


def test_a_finding_is_written_down_by_a_handler(world: World, keys: Chamber) -> None:
    written = findings.Written(what="Spanduk di kantor.", subject="Lurah Contoh")
    by = world.post("bawaslu_handler")
    case = findings.record_finding(by, world.operation, written=written)
    assert (case.origin, case.state, case.number[:4]) == ("finding", "initial_review", "TMN/")
    facts = open_words(case.leaves.get().content, secret_of(case, keys.opened()))
    assert facts["what"] == "Spanduk di kantor."
    material = {row.code: row.kind == "material" for row in law.conditions()}
    classified(world, case, conditions=material)
    assert handling.register_case(by, case).origin == "finding"


def test_a_report_at_the_counter_has_an_identity_and_a_receipt(world: World, keys: Chamber) -> None:
    written = findings.Written(what="Lurah mengajak warga.", subject="Lurah Contoh")
    case = findings.record_report_at_counter(
        world.post("bawaslu_handler"), world.operation, written=written, identity=IDENTITY
    )
    assert case.has_identity
    assert len(case.receipt_words.split()) == 7
    assert case.leaves.filter(kind=Leaf.Kind.IDENTITY).exists()
    assert running(case) == {"initial_study"}
    assert case.receipt_words not in str(list(JournalEntry.objects.values_list("facts", "changes")))
