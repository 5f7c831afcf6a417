"""What is prohibited on a day, by the calendar of 2024, and what moves with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from sinergi.neutrality.law import prohibitions
from sinergi.neutrality.periods import (
    dates_of,
    findings_for,
    laid_on,
    months_off,
    period_of,
    periods_of,
    periods_on,
)
from sinergi.neutrality.strip import YEAR, strip_of
from sinergi.stages.models import Stage
from tests.factories import World
from tests.factories_neutrality import chamber, sealed_case


def codes(world: World, day: date, who: str | None = None, act: str = "") -> set[str]:
    """What is prohibited then."""
    return {row.code for row in periods_on(world.operation, day, who, act)}


@pytest.mark.parametrize(
    ("day", "prohibited"),
    [(date(2024, 3, 21), False), (date(2024, 3, 22), True), (date(2025, 2, 1), True)],
)
def test_officials_stay_from_six_months_before_the_candidates_are_determined(
    dated: World, day: date, prohibited: bool
) -> None:
    """22 September 2024, so from 22 March on: as Mendagri's letter of 29 March 2024 counts."""
    assert ("officials_change" in codes(dated, day, "incumbent", "transfer")) is prohibited


def test_the_period_says_since_when_until_when_and_by_which_article(dated: World) -> None:
    rows = periods_on(dated.operation, date(2024, 6, 5), "incumbent", "transfer")
    (period,) = [row for row in rows if row.code == "officials_change"]
    assert (period.starts_on, period.ends_on) == (date(2024, 3, 22), None)
    assert period.rule.until == "sampai akhir masa jabatan"
    assert "pasal 71 ayat (2)" in period.basis
    assert period.verified


@pytest.mark.parametrize(
    ("day", "who", "found", "not_found"),
    [
        (date(2024, 9, 21), "asn_pns", {"ethics"}, {"discipline", "decisions"}),
        (date(2024, 9, 22), "asn_pns", {"discipline", "decisions"}, {"ethics"}),
        (date(2024, 9, 24), "village_head", {"early_campaign"}, {"village_campaign"}),
        (date(2024, 9, 25), "village_head", {"village_campaign"}, {"early_campaign"}),
        (date(2024, 11, 23), "village_officer", {"village_campaign"}, {"quiet"}),
        (date(2024, 11, 24), "village_officer", {"quiet", "village_always"}, {"village_campaign"}),
        (date(2024, 11, 27), "tni", {"tni_always"}, {"quiet", "polri_always"}),
    ],
)
def test_what_holds_follows_the_stages(
    dated: World, day: date, who: str, found: set[str], not_found: set[str]
) -> None:
    on = codes(dated, day, who)
    assert found <= on
    assert not not_found & on


def test_a_stage_that_moves_moves_what_is_prohibited(dated: World) -> None:
    Stage.objects.filter(operation=dated.operation, code="S05").update(
        starts_on=date(2024, 10, 31), ends_on=date(2024, 10, 31)
    )
    (period,) = [row for row in periods_of(dated.operation) if row.code == "officials_change"]
    assert period.starts_on == date(2024, 4, 30), "April has no 31st"


def test_without_a_calendar_only_what_always_holds_is_known(world: World) -> None:
    rows = laid_on({}, prohibitions().values())
    assert all(row.starts_on is None for row in rows)
    assert "officials_change" not in {row.code for row in rows}
    assert period_of(world.operation, date(2024, 9, 10)) == ""


@pytest.mark.parametrize(
    ("day", "phase"),
    [(date(2024, 9, 21), "before"), (date(2024, 9, 22), "after"), (date(2024, 12, 1), "after")],
)
def test_the_day_of_determination_divides_ethics_from_discipline(
    dated: World, day: date, phase: str
) -> None:
    assert period_of(dated.operation, day) == phase


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
        (date(2023, 8, 31), -6, date(2023, 2, 28)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 9, 22), 0, date(2024, 9, 22)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, found: date) -> None:
    assert months_off(day, months) == found


def test_a_case_shows_what_was_prohibited_once_it_is_classified(dated: World) -> None:
    chamber(dated)
    case = sealed_case(dated)
    assert findings_for(case) == []
    case.subject_kind, case.known_on = "asn_pns", date(2024, 9, 8)
    assert {"ethics", "state_facilities"} <= {row.code for row in findings_for(case)}
    case.known_on = date(2024, 10, 1)
    assert "ethics" not in {row.code for row in findings_for(case)}


def test_the_dates_are_one_statement(dated: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        dates_of(dated.operation)


def test_the_strip_of_a_year_stays_within_it(dated: World) -> None:
    for year in (2023, 2024, 2025):
        strip = strip_of(periods_of(dated.operation), date(year, 6, 15))
        for bar in strip.bars:
            assert 0 <= bar.x < YEAR
            assert 0 < bar.width <= YEAR - bar.x
    codes_2023 = {bar.period.code for bar in strip_of(periods_of(dated.operation),
                                                       date(2023, 6, 1)).bars}  # fmt: skip
    assert "quiet" not in codes_2023


def test_every_post_may_ask_before_it_signs(
    dated: World, signed_in: Callable[[str], Client]
) -> None:
    asked = {"day": "2024-06-05", "act": "transfer", "who": "incumbent"}
    for role in ("village_head", "regional_secretary", "regent", "agency_officer"):
        page = signed_in(role).get("/neutrality/periods/", asked).content.decode()
        assert "UU 10/2016 pasal 71 ayat (2) dan (4)" in page
        assert "22 Mar 2024" in page


def test_nothing_entered_is_lost_when_a_day_is_wrong(
    dated: World, signed_in: Callable[[str], Client]
) -> None:
    page = signed_in("village_head").get(
        "/neutrality/periods/", {"day": "kemarin", "act": "transfer", "who": ""}
    )
    text = page.content.decode()
    assert 'value="kemarin"' in text
    assert "Tulis tanggal" in text
    assert '<option value="transfer" selected>' in text


def test_an_empty_answer_does_not_say_that_it_is_allowed(
    dated: World, signed_in: Callable[[str], Client]
) -> None:
    asked = {"day": "2024-01-05", "act": "transfer", "who": "incumbent"}
    page = signed_in("regional_secretary").get("/neutrality/periods/", asked).content.decode()
    assert "berlaku bagi:" in page
    assert "tidak dengan sendirinya berarti boleh" in page
    assert "Mulai nanti" in page


def test_who_is_signed_out_is_sent_to_sign_in(dated: World) -> None:
    assert Client().get("/neutrality/periods/").status_code == 302


def test_the_page_costs_few_statements(
    dated: World, signed_in: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    client = signed_in("village_head")
    client.get("/neutrality/periods/")
    with django_assert_max_num_queries(12):
        client.get("/neutrality/periods/")


def test_programs_ask_the_same(dated: World, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("village_head")
    asked = {"day": "2024-06-05", "act": "transfer", "subject_kind": "incumbent"}
    (period,) = client.get("/api/v1/neutrality/law/periods", asked).json()
    assert (period["code"], period["starts_on"]) == ("officials_change", "2024-03-22")
    assert period["mark"] == "verified"
    wrong = client.get("/api/v1/neutrality/law/periods", {"subject_kind": "king"})
    assert wrong.status_code == 422
    assert Client().get("/api/v1/neutrality/law/periods").status_code == 401


def test_programs_read_deadlines_and_receivers(
    dated: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("village_head")
    rules = {row["code"]: row for row in client.get("/api/v1/neutrality/law/deadlines").json()}
    assert rules["decision"]["amount"] == 3
    assert rules["initial_study"]["mark"] == "unverified"
    asked = {"subject_kind": "asn_pns", "breach": ["D08"], "day": "2024-08-23"}
    found = client.get("/api/v1/neutrality/law/receivers", asked).json()
    assert [row["authority"] for row in found] == ["kasn", "civil_service_authority"]
