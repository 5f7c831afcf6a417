"""The law as data: whole, without contradictions, by day; and its pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pydantic import ValidationError

from sinergi.neutrality import law
from sinergi.neutrality.documentation import law_chapter
from sinergi.neutrality.law.reading import LawError, check, rows_of, the_law
from sinergi.neutrality.law.records import Deadline, Row
from tests.factories import World

SAMPLE = {
    "code": "sample",
    "title": "Contoh",
    "basis": "pasal 1",
    "mark": "verified",
    "unit": "hours",
    "amount": 1,
    "starts": "sejak",
    "binds": "bawaslu",
    "warn_hours": 1,
}
# Deadlines as the regulations give them: unit, amount, how sure.
EXPECTED = {
    "report_window": ("calendar_days", 7, "verified"),
    "initial_study": ("calendar_days", 2, "unverified"),
    "completion": ("calendar_days", 2, "secondary"),
    "decision": ("calendar_days", 3, "verified"),
    "decision_extra": ("calendar_days", 2, "verified"),
    "forward_criminal": ("hours", 24, "verified"),
    "administrative_follow_up": ("calendar_days", 7, "verified"),
    "dispute_decision": ("calendar_days", 12, "verified"),
    "gakkumdu_discussion": ("hours", 24, "unverified"),
    "investigation": ("working_days", 14, "verified"),
    "file_returned": ("working_days", 3, "verified"),
    "file_resubmitted": ("working_days", 3, "verified"),
    "to_court": ("working_days", 5, "verified"),
    "first_instance": ("calendar_days", 7, "verified"),
    "appeal_filed": ("calendar_days", 3, "verified"),
    "appeal_decided": ("calendar_days", 7, "verified"),
    "summons": ("working_days", 7, "verified"),
    "asn_reply": ("calendar_days", 10, "unverified"),
    "tsm_decision": ("working_days", 14, "verified"),
    "tsm_follow_up": ("working_days", 3, "verified"),
    "objection": ("working_days", 3, "verified"),
    "administrative_court": ("working_days", 15, "verified"),
    "cassation_filed": ("working_days", 5, "verified"),
    "cassation_decided": ("working_days", 20, "verified"),
    "result_dispute": ("working_days", 3, "verified"),
    "result_dispute_repair": ("working_days", 3, "verified"),
    "result_dispute_decided": ("working_days", 45, "verified"),
}


@pytest.mark.parametrize(("code", "expected"), EXPECTED.items())
def test_each_deadline_is_as_its_article_says(code: str, expected: tuple[str, int, str]) -> None:
    rule = law.deadlines()[code]
    assert (rule.unit, rule.amount, rule.mark) == expected


def test_every_row_names_its_article_and_how_sure_it_is() -> None:
    rows: list[Row] = [row for part in vars(the_law()).values() for row in part]
    assert len(rows) > 150
    assert all(row.basis and row.title and row.mark for row in rows)


def test_the_shipped_law_does_not_contradict_itself() -> None:
    check(the_law())


def _twice(row: Deadline, **changes: Any) -> Any:
    other = dataclasses.replace(row, **changes)
    return dataclasses.replace(the_law(), deadlines=(*the_law().deadlines, other))


def test_two_rows_of_one_rule_on_one_day_are_refused() -> None:
    with pytest.raises(LawError, match="decision holds twice"):
        check(_twice(law.deadlines()["decision"]))


def test_one_after_the_other_is_not() -> None:
    first = dataclasses.replace(law.deadlines()["decision"], valid_to=date(2024, 11, 13))
    later = dataclasses.replace(first, valid_from=date(2024, 11, 14), valid_to=None)
    rows = [row for row in the_law().deadlines if row.code != "decision"]
    check(dataclasses.replace(the_law(), deadlines=(*rows, first, later)))


def test_a_route_to_nobody_is_refused() -> None:
    wrong = dataclasses.replace(the_law().routes[0], authority="nobody", reply="never")
    with pytest.raises(LawError, match=r"nobody.*never"):
        check(dataclasses.replace(the_law(), routes=(wrong,)))


def test_a_breach_of_an_unknown_subject_is_refused() -> None:
    wrong = dataclasses.replace(the_law().breaches[0], subjects=("robot",))
    with pytest.raises(LawError, match="robot"):
        check(dataclasses.replace(the_law(), breaches=(wrong,)))


def test_nobody_stands_in_for_himself() -> None:
    rows = [
        dataclasses.replace(row, instead="regent") if row.code == "home_minister" else row
        for row in the_law().authorities
    ]
    with pytest.raises(LawError, match="followed by itself"):
        check(dataclasses.replace(the_law(), authorities=tuple(rows)))


@pytest.mark.parametrize(
    "change",
    [
        {"mark": "sure"},
        {"unit": "weeks"},
        {"amount": 0},
        {"basis": ""},
        {"unknown": 1},
        {"valid_from": date(2024, 2, 1), "valid_to": date(2024, 1, 1)},
    ],
    ids=str,
)
def test_a_row_that_is_not_whole_is_refused(change: dict[str, Any]) -> None:
    rows_of(Deadline, [SAMPLE])
    with pytest.raises(ValidationError):
        rows_of(Deadline, [{**SAMPLE, **change}])


def test_the_court_changed_who_is_punished_in_the_middle_of_the_campaign() -> None:
    before, after = date(2024, 11, 13), date(2024, 11, 14)
    assert "tni" not in law.breaches(before)["P71a"].subjects
    assert "tni" in law.breaches(after)["P71a"].subjects
    assert law.breaches()["P71a"] == law.breaches(after)["P71a"], "without a day: the newest"
    assert "MK 136" in law.sanctions("criminal", after)["penalty_188"].basis
    assert "MK 136" not in law.sanctions("criminal", before)["penalty_188"].basis


def test_kasn_gave_way_to_bkn() -> None:
    last = date(2024, 8, 23)
    assert {"kasn", "bkn"} & set(law.authorities(last)) == {"kasn"}
    assert {"kasn", "bkn"} & set(law.authorities(last + timedelta(days=1))) == {"bkn"}
    assert "asn_independent_body" not in law.authorities(date(2025, 10, 16))


def test_ethics_are_offered_before_candidates_are_determined_and_discipline_after() -> None:
    before = set(law.breaches_for("asn_pns", date(2024, 9, 10), "before"))
    after = set(law.breaches_for("asn_pns", date(2024, 10, 10), "after"))
    assert {"E01", "E07", "D03", "D09", "N3"} <= before
    assert {"D01", "D10", "D12", "N1", "N3", "P71a"} <= after
    assert not before & {"D01", "D10"}
    assert not after & {"E01", "D03"}
    assert "K29j" in law.breaches_for("village_head")
    assert not {"D13", "D14", "D15", "D16"} & set(law.breaches()), "no text of them is at hand"


def test_the_chapter_of_the_docs_tells_every_row() -> None:
    chapter = law_chapter()
    for row in (*the_law().deadlines, *the_law().breaches, *the_law().sanctions):
        assert f"`{row.code}`" in chapter
    assert "not verified" in chapter


# Pages


def test_anybody_reads_the_law_with_its_marks(world: World) -> None:
    page = Client().get("/neutrality/law/").content.decode()
    assert "UU 8/2015 pasal 134 ayat (5)" in page
    assert "belum diverifikasi" in page
    assert "berlaku sampai 23 Agu 2024" in page


def test_a_word_narrows_it(world: World) -> None:
    page = Client().get("/neutrality/law/", {"q": "pasal 146"}).content.decode()
    assert "Penyidik menyerahkan berkas" in page
    assert "Kajian awal" not in page
    nothing = Client().get("/neutrality/law/", {"q": "<script>"}).content.decode()
    assert "<script>alert" not in nothing
    assert "Tidak ada yang ditemukan" in nothing


def test_the_law_costs_no_statement(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get("/neutrality/law/")


def test_handlers_and_everybody_else_find_their_own_entry(
    signed_in: Callable[[str], Client], world: World
) -> None:
    head = signed_in("village_head").get("/neutrality/periods/").content.decode()
    assert 'href="/neutrality/cards/"' in head
    assert 'href="/neutrality/"' not in head
