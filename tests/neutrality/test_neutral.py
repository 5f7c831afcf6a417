"""Whom a breach favoured changes nothing; and for everybody else there is no case at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.agencies.actions import mark_role
from sinergi.alerts.models import Notice
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.journal import event_of
from sinergi.kernel.live import may_hear
from sinergi.kernel.models import JournalEntry
from sinergi.neutrality import law, offers
from sinergi.neutrality.actions import closing, handling
from sinergi.neutrality.actions.identity import ask_identity
from sinergi.neutrality.models import Case
from sinergi.neutrality.queries.case import case_page
from sinergi.neutrality.queries.cases import CaseFilter, listed
from sinergi.neutrality.urls import urlpatterns
from tests.api.conftest import Program, token_for
from tests.factories import World
from tests.factories_neutrality import IDENTITY, REPORT, Chamber, sealed_case
from tests.neutrality.test_cases_pages import a_file

HANDLER, MEMBER = "bawaslu_handler", "bawaslu_member"
LABELS = ("", "1", "2", "01", "02")
SUBJECTS = ("asn_pns", "village_head", "tni", "incumbent", "polri")
STEPS = 5


@dataclass(frozen=True)
class Kind:
    """What varies between cases besides the candidate."""

    subject: str
    breach: str
    steps: int


def kinds() -> st.SearchStrategy[Kind]:
    """Subjects with a breach that they can commit, and how far the case went."""
    pairs = [(subject, code) for subject in SUBJECTS for code in law.breaches_for(subject)]
    return st.builds(
        lambda pair, steps: Kind(*pair, steps), st.sampled_from(pairs), st.integers(0, STEPS)
    )


def favour(label: str) -> dict[str, Any]:
    """A report in which a candidate is named, in its field and in its words."""
    words = f"{REPORT['what']} Untuk pasangan nomor {label}." if label else REPORT["what"]
    return {"candidate": label, "what": words}


def brought(world: World, kind: Kind, label: str) -> Case:
    """A case of that kind, brought so far by the same steps, whomever it favours."""
    handler, member = world.post(HANDLER), world.post(MEMBER)
    case = sealed_case(
        world, identity=IDENTITY, subject_kind=kind.subject, breaches=[kind.breach],
        **favour(label),
    )  # fmt: skip
    steps: list[Callable[[Case], Any]] = [
        lambda row: handling.begin_review(handler, row),
        lambda row: handling.classify_case(
            handler, row, subject_kind=kind.subject, breaches=[kind.breach],
            known_on=date(2024, 9, 8),
            conditions={condition.code: True for condition in law.conditions()}),
        lambda row: handling.register_case(handler, row),
        lambda row: handling.bring_to_plenary(handler, row),
        lambda row: closing.decide_case(member, row, decision="proven", reasoning="Terbukti."),
    ]  # fmt: skip
    for step in steps[: kind.steps]:
        case = step(case)
    return Case.objects.get(pk=case.pk)


def told(world: World, keys: Chamber, case: Case) -> dict[str, Any]:
    """All that the house says of a case but its own words: state, route, deadlines, offers."""
    post = world.post(HANDLER)
    page = case_page(post, case, keys.opened(HANDLER))
    answers = [(offer.slug, offer.may(post, case)) for offer in offers.CASE]
    return {
        "state": (case.state, case.origin, case.decision, case.since, case.registered_at),
        "clocks": [(row.rule, row.started_at, row.due_at, row.end) for row in case.clocks.all()],
        "receivers": page.receivers,
        "checks": page.checks,
        "findings": page.findings,
        "offers": [(slug, bool(answer), str(answer.reason)) for slug, answer in answers],
        "events": [(event.title, event.at) for event in page.events],
    }


class _Undone(Exception):
    pass


@settings(
    max_examples=6, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    cases=st.lists(st.tuples(kinds(), st.sampled_from(LABELS)), min_size=1, max_size=3),
    order=st.permutations(LABELS),
)
def test_swapping_the_candidates_changes_nothing(
    world: World, keys: Chamber, cases: list[tuple[Kind, str]], order: list[str]
) -> None:
    """The same cases with other labels: the same list in the same order, and the same of each."""
    swapped = dict(zip(LABELS, order, strict=True))
    seen = []
    for name in (lambda label: label, lambda label: swapped[label]):
        try:
            with transaction.atomic():
                made = [brought(world, kind, name(label)) for kind, label in cases]
                page = listed(world.post(HANDLER), CaseFilter(), opened=keys.opened(HANDLER))
                place = {case.pk: at for at, case in enumerate(made)}
                lines = [(place[line.case.pk], line.case.number) for line in page.lines]
                seen.append((lines, [told(world, keys, case) for case in made]))
                raise _Undone
        except _Undone:
            pass
    assert seen[0] == seen[1]


OTHERS = ("administrator", "regent", "desk_coordinator", "bawaslu_liaison", "kapolsek")
# Open to everybody, by purpose: the public's pages, cards, law, periods, figures.
OPEN = {
    "cards", "card", "card-picture", "card-poster", "law",
    "periods", "open-figures", "open-figures-csv", "open-figures-json",
}  # fmt: skip


@pytest.fixture
def busy(world: World, keys: Chamber) -> Case:
    """A case in which much happened."""
    case = brought(world, Kind("asn_pns", "D08", 3), "1")
    handling.write_to_reporter(world.post(HANDLER), case, text="Mohon kirim foto lain.")
    closing.propose_closing(world.post(HANDLER), case, reason="Tidak cukup bukti.")
    ask_identity(world.post(HANDLER), case, reason="Perlu.", opened=keys.opened(HANDLER))
    return case


def addresses(case: Case) -> list[str]:
    """Every address of the room that is not open to everybody, filled with what there is."""
    file, proposal = a_file(case), case.proposals.get(kind="identity")
    found = []
    for route in urlpatterns:
        if route.name in OPEN or str(route.pattern).startswith("lapor/"):
            continue
        key = file if "files/" in str(route.pattern) else case
        key = proposal if "requests/" in str(route.pattern) else key
        filled = re.sub(r"<uuid:\w+>", str(key.pk), f"/{route.pattern}")
        found.append(re.sub(r"<\w+:\w+>", "note", filled))
    return found


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_every_address_leads_nowhere(
    world: World, busy: Case, signed_in: Callable[[str], Client], role: str
) -> None:
    client = signed_in(role)
    wrong = []
    for address in addresses(busy):
        for answer in (client.get(address), client.post(address)):
            if answer.status_code not in (404, 405):
                wrong.append(f"{address} {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_hears_of_it(
    world: World, busy: Case, signed_in: Callable[[str], Client], role: str
) -> None:
    """Neither in the journal, nor on the live feed, in a notice, a search or an export."""
    post = world.post(role)
    seen = JournalEntry.objects.visible_to(post)
    assert not seen.filter(subject_type__startswith="neutrality.").exists()
    for entry in JournalEntry.objects.filter(subject_type__startswith="neutrality."):
        assert not may_hear(post, event_of(entry))
    assert not Notice.objects.filter(post=post).exists()
    client = signed_in(role)
    for address in ("/", "/incidents/?state=all", f"/incidents/?state=all&q={busy.number}",
                    "/administration/journal/", "/incidents/export/csv/?state=all",
                    "/administration/", "/neutrality/figures/"):  # fmt: skip
        answer = client.get(address)
        body = answer.getvalue() if not answer.streaming else b"".join(answer.streaming_content)
        assert busy.number.encode() not in body or busy.number in address, address
        assert str(busy.pk).encode() not in body, address


def test_no_program_of_others_reads_of_it_in_the_journal(world: World, busy: Case) -> None:
    mark_role(SYSTEM, world.operation, role="regional_secretary", second_factor=False)  # type: ignore[arg-type]
    for role in (*OTHERS, "regional_secretary"):
        program = Program(token_for(world, role), Client())
        told = program.get("/journal").content.decode()
        assert "neutrality" not in told, role
        assert busy.number not in told, role


def test_a_barred_handler_hears_no_more_of_it(world: World, busy: Case) -> None:
    from sinergi.neutrality.actions.conflicts import bar_handler

    mine = JournalEntry.objects.visible_to(world.post(HANDLER))
    assert mine.filter(subject_label=busy.number).exists()
    bar_handler(world.post(MEMBER), busy, post=world.post(HANDLER), reason="Kerabat terlapor.")
    mine = JournalEntry.objects.visible_to(world.post(HANDLER))
    assert not mine.filter(subject_label=busy.number).exists()
    assert JournalEntry.objects.visible_to(world.post(MEMBER)).filter(
        subject_label=busy.number
    ).exists()  # fmt: skip


def test_a_keeper_sees_requests_and_nothing_else(world: World, busy: Case) -> None:
    seen = JournalEntry.objects.visible_to(world.post("identity_keeper"))
    verbs = set(seen.filter(subject_label=busy.number).values_list("verb", flat=True))
    assert verbs == {"identity.asked"}
