"""The three reports of the integrated team: periods, rows, workbook, paper."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sinergi.followups import actions as followups
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.meetings.action_plan_periods import PERIODS, Period, period_of, targets
from sinergi.meetings.actions import give_directive, issue_action_plan
from sinergi.meetings.queries.action_plan import of_desk, seen_by
from tests.factories import DISTRICT, REGENCY
from tests.factories_meetings import meeting as make_meeting
from tests.meetings.test_minutes import text_of

DAY = timedelta(days=1)
B12 = Period(2024, "B12")


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_one_period(day):
    holding = [code for code in PERIODS if Period(day.year, code).holds(day)]
    assert holding == [period_of(day).code]


def test_the_periods_are_those_of_the_regulation():
    spans = [(Period(2024, code).first, Period(2024, code).after) for code in PERIODS]
    assert spans == [
        (date(2024, 1, 1), date(2024, 5, 1)),
        (date(2024, 5, 1), date(2024, 9, 1)),
        (date(2024, 9, 1), date(2025, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (date(2024, 3, 1), [100, 100, 100]),
        (date(2024, 8, 31), [None, 100, 100]),
        (date(2024, 9, 1), [None, None, 100]),
        (date(2025, 1, 1), [None, None, None]),
        (date(2023, 12, 31), [100, 100, 100]),
    ],
)
def test_the_target_is_all_of_it_from_the_period_in_which_it_is_due(due, expected):
    assert list(targets(due, 2024).values()) == expected


@pytest.fixture
def plan(world):
    """`plan(owner, ...)`: a directive marked for the plan, due in ten days."""
    running = make_meeting(world, "running")

    def ask(*owners, meeting=None, **told):
        given = {
            "text": "Mediasi warga", "due_at": now() + 10 * DAY, "in_plan": True,
            "problem": "Sengketa spanduk", "measure": "Kesepakatan tertulis",
            "supporting": "FKUB", **told,
        }  # fmt: skip
        return give_directive(
            world.post("desk_coordinator"), meeting or running, owners=owners, **given
        )

    return ask


def test_a_row_says_what_its_followups_say(world, plan, clock):
    row = plan(world.desk(), world.agencies["polsek"])
    plan(world.desk(), text="Bukan rencana aksi", in_plan=False)
    owed = row.shares.get(followup__to_desk=world.desk()).followup
    done = followups.report_done(world.post("village_head"), owed, answer="Sepakat damai")
    followups.close(world.post("desk_coordinator"), done)
    clock.forward(days=12)
    (found,) = seen_by(world.post("desk_coordinator"), B12)
    assert (found.problem, found.action, found.supporting) == (
        "Sengketa spanduk", "Mediasi warga", "FKUB",
    )  # fmt: skip
    assert (found.done, found.of, found.percent) == (1, 2, 50)
    assert "Sepakat damai" in found.realisation
    assert "terlambat 2 hari" in found.obstacle
    assert found.target_list == [None, None, 100]


def test_what_is_open_goes_over_into_the_next_period_and_what_ended_does_not(world, plan):
    kept, ended = plan(world.desk()), plan(world.agencies["polsek"], text="Selesai dini")
    owed = ended.shares.get().followup
    done = followups.report_done(world.post("kapolsek"), owed, answer="Selesai")
    followups.close(world.post("desk_coordinator"), done)
    post = world.post("desk_coordinator")
    assert [row.directive for row in seen_by(post, B12)] == [kept, ended]
    assert [row.directive for row in seen_by(post, Period(2025, "B04"))] == [kept]
    assert seen_by(post, Period(2024, "B08")) == []


def test_the_report_of_the_regency_leaves_out_what_is_confidential(world, plan):
    secret = make_meeting(world, "running", called=("polres",), nature="confidential")
    plan(world.agencies["polres"], meeting=secret)
    assert of_desk(world.desk(REGENCY), B12) == []


def test_the_paper_is_numbered_and_a_later_one_says_that_it_corrects(world, plan):
    plan(world.desk())
    by, desk = world.post("desk_coordinator"), world.desk(REGENCY)
    first = issue_action_plan(by, desk, year=2024, period="B12")
    again = issue_action_plan(by, desk, year=2024, period="B12")
    assert first.number == "RA/35.19/2024/000001"
    assert "(Perbaikan)" in again.title
    text = text_of(first)
    for part in ("RENCANA AKSI TERPADU", "Sengketa spanduk", "Kesepakatan tertulis", "B12"):
        assert part in text, part


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [("regent", REGENCY, 403), ("district_head", DISTRICT, 403), ("kapolsek", REGENCY, 403)],
)
def test_only_the_secretariat_issues_it(world, role, code, status):
    with pytest.raises(Problem) as problem:
        issue_action_plan(world.post(role), world.desk(code), year=2024, period="B12")
    assert problem.value.status == status


@pytest.mark.parametrize(("year", "period"), [(2024, "B05"), (1, "B04")])
def test_there_are_three_periods_a_year(world, year, period):
    with pytest.raises(Problem) as problem:
        issue_action_plan(
            world.post("desk_coordinator"), world.desk(REGENCY), year=year, period=period
        )
    assert problem.value.field == "period"


def test_page_workbook_and_report(world, plan, signed_in):
    plan(world.desk(), text="=1+1")
    client, query = signed_in("regional_secretary"), {"year": "2024", "period": "B12"}
    page = client.get(reverse("meetings:action-plan"), query)
    assert "=1+1" in page.text
    answer = client.get(reverse("meetings:action-plan-excel"), query)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet.cell(5, 2).value == "Sengketa spanduk"
    assert sheet.cell(5, 3).data_type == "s"
    assert sheet.cell(5, 10).value == 100
    assert client.post(reverse("meetings:action-plan-issue"), query).status_code == 302
    page = client.get(reverse("meetings:action-plan"), query)
    (document,) = page.context["documents"]
    path = reverse("meetings:action-plan-document", args=[document.pk])
    assert client.get(path)["Content-Type"] == "application/pdf"
    assert signed_in("village_head").get(path).status_code == 404
    assert signed_in("kpu_liaison").get(reverse("meetings:action-plan-excel")).status_code == 403
    assert (
        signed_in("village_head").post(reverse("meetings:action-plan-issue"), query).status_code
        == 403
    )


@pytest.mark.parametrize("query", [{"year": "x"}, {"year": "9" * 30}, {"period": "B99"}, {}])
def test_an_address_of_no_period_shows_the_present_one(world, signed_in, query):
    page = signed_in("regent").get(reverse("meetings:action-plan"), query)
    assert page.context["period"] == B12
