"""Who receives a case: by subject, breach and date; who is the subject itself receives nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.neutrality import law
from sinergi.neutrality.law import receivers_of
from tests.factories_neutrality import REPORT

AUTUMN = date(2024, 10, 10)

TABLE: list[tuple[str, list[str], date, list[str]]] = [
    ("asn_pns", ["E04"], date(2024, 8, 23), ["kasn", "civil_service_authority"]),
    ("asn_pns", ["E04"], date(2024, 8, 24), ["bkn", "civil_service_authority"]),
    ("asn_pns", ["D08"], AUTUMN, ["bkn", "civil_service_authority"]),
    ("asn_pns", ["N3"], AUTUMN, ["bkn", "civil_service_authority"]),
    ("asn_pppk", ["D08"], AUTUMN, ["bkn", "civil_service_authority"]),
    ("ward_head", ["D08"], AUTUMN, ["bkn", "civil_service_authority"]),
    ("asn_pns", ["P71a"], AUTUMN, ["gakkumdu", "polres"]),
    ("asn_pns", ["D12", "P71a"], AUTUMN,
     ["bkn", "civil_service_authority", "gakkumdu", "polres"]),
    ("village_head", ["K29j"], AUTUMN, ["regent", "inspectorate", "dpmd", "district_head"]),
    ("village_head", ["P71a"], AUTUMN, ["gakkumdu", "polres"]),
    ("village_officer", ["K51j"], AUTUMN, ["village_head_office", "district_head"]),
    ("bpd_member", ["B64"], AUTUMN, ["regent"]),
    ("tni", ["T39b"], AUTUMN, ["dandim", "denpom"]),
    ("polri", ["L28b"], AUTUMN, ["propam"]),
    ("tni", ["P71a"], date(2024, 11, 13), []),
    ("tni", ["P71a"], date(2024, 11, 14), ["gakkumdu", "polres"]),
    ("polri", ["P71a"], date(2024, 11, 14), ["gakkumdu", "polres"]),
    ("state_official", ["P71a"], AUTUMN, ["gakkumdu", "polres"]),
    ("candidate", ["P70a"], AUTUMN, ["gakkumdu", "polres"]),
    ("incumbent", ["I71b"], AUTUMN, ["kpu_regency"]),
    ("incumbent", ["D12"], AUTUMN, ["bkn", "governor"]),
    ("organiser", ["O135"], AUTUMN, ["dkpp"]),
    ("adhoc_organiser", ["O135"], AUTUMN, ["kpu_regency", "bawaslu_regency"]),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "breaches", "day", "expected"), TABLE)
def test_a_case_goes_where_the_law_sends_it(
    subject: str, breaches: list[str], day: date, expected: list[str]
) -> None:
    assert [row.authority for row in receivers_of(subject, breaches, day)] == expected


def test_the_regent_receives_nothing_of_himself() -> None:
    """As appointing authority he is passed over: the governor stands in, and it says why."""
    (receiver,) = [r for r in receivers_of("incumbent", ["D12"], AUTUMN) if r.role == "decides"]
    assert receiver.authority == "governor"
    assert "Pejabat Pembina Kepegawaian (Bupati)" in receiver.reason
    assert not receiver.verified


def test_whoever_is_named_in_the_case_is_passed_over_and_so_is_the_next() -> None:
    barred = ["regent", "governor"]
    found = {r.role: r for r in receivers_of("village_head", ["K29j"], AUTUMN, barred=barred)}
    assert found["decides"].authority == "home_minister"
    assert found["decides"].instead_of == ("Bupati", "Gubernur")


def test_when_nobody_can_stand_in_nobody_is_named() -> None:
    assert receivers_of("organiser", ["O135"], AUTUMN, barred=["dkpp"]) == []


def test_the_civil_service_authority_is_written_in_full() -> None:
    titles = [row.title for row in law.authorities().values()]
    assert any("Pejabat Pembina Kepegawaian" in title for title in titles)
    assert "PPK" not in " ".join(titles)


def test_every_answer_has_its_deadline() -> None:
    for subject in law.subjects():
        for receiver in receivers_of(subject, [], date(2024, 11, 20)):
            assert receiver.reply in law.deadlines()


def test_an_unknown_subject_goes_nowhere() -> None:
    assert receivers_of("", ["D08"], AUTUMN) == []


DAYS = st.dates(date(2024, 1, 1), date(2026, 1, 1))
KINDS = st.sampled_from(sorted(law.subjects()))
BREACHES = st.lists(st.sampled_from(sorted(law.breaches())), max_size=4, unique=True)
BARRED = st.lists(st.sampled_from(sorted(law.authorities())), max_size=6, unique=True)


@given(KINDS, BREACHES, DAYS, BARRED)
def test_nobody_who_is_barred_ever_receives(
    kind: str, breaches: list[str], day: date, barred: list[str]
) -> None:
    out = {*barred, *law.subjects()[kind].bars}
    for receiver in receivers_of(kind, breaches, day, barred=barred):
        assert receiver.authority not in out
        assert law.authorities(day)[receiver.authority].title == receiver.title
        assert bool(receiver.reason) == bool(receiver.instead_of)


@given(KINDS, BREACHES, DAYS)
def test_the_order_in_which_breaches_are_named_changes_nothing(
    kind: str, breaches: list[str], day: date
) -> None:
    assert receivers_of(kind, breaches, day) == receivers_of(kind, breaches[::-1], day)


def classified(report: dict[str, Any], day: date) -> Any:
    """What follows from a report: offered breaches, receivers, deadlines of their answers."""
    kind, breaches = report["subject_kind"], report["breaches"]
    receivers = receivers_of(kind, breaches, day)
    return (
        law.tracks_of(kind, breaches, day),
        receivers,
        [law.deadlines(day)[row.reply] for row in receivers],
    )


@given(KINDS, BREACHES, DAYS, st.permutations(["1", "2", "3", ""]))
def test_swapping_the_candidates_changes_no_route_and_no_deadline(
    kind: str, breaches: list[str], day: date, labels: list[str]
) -> None:
    """Also where the report names them: whom a breach favoured is not among what is asked."""
    told = {**REPORT, "subject_kind": kind, "breaches": breaches}
    outcomes = [
        classified({**told, "candidate": label, "what": f"Mendukung pasangan {label}"}, day)
        for label in labels
    ]
    assert all(outcome == outcomes[0] for outcome in outcomes)
