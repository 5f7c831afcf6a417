"""The register of risks: what may happen, what is done against it, and what came of that."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.followups import actions as followups
from sinergi.followups.models import Followup
from sinergi.followups.ticking import tick as climb
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.risk import actions
from sinergi.risk.actions import RiskTold
from sinergi.risk.library import kind_choices, kinds_for, risk_kinds, suggested, suggestions
from sinergi.risk.models import Risk
from sinergi.risk.queries import register as queries
from sinergi.risk.rules import register as rules
from tests.factories import DISTRICT, ELSEWHERE, VILLAGE, World
from tests.factories_risk import risk

pytestmark = pytest.mark.django_db
SOON = date(2024, 9, 17)
TOLD = RiskTold("violence", "Bentrok pendukung saat rapat umum", 4, 4, "Pernah terjadi 2018.")


def opened(world: World, by: str = "village_head", code: str = VILLAGE, **told: Any) -> Risk:
    row = actions.open_risk(
        world.post(by), world.region(code), RiskTold(**{**TOLD.__dict__, **told}), review_on=SOON
    )
    return Risk.objects.whole().get(pk=row.pk)


def test_a_risk_is_entered_and_kept_by_the_nearest_desk(world: World) -> None:
    mine = opened(world)
    assert (mine.label, mine.desk, mine.weight, mine.grade) == (
        "R-001", world.desk(VILLAGE), 16, "critical",
    )  # fmt: skip
    theirs = opened(world, "district_head")
    assert (theirs.number, theirs.desk) == (2, world.desk(DISTRICT))
    entry = JournalEntry.objects.for_subject(mine).get()
    assert (entry.verb, entry.region) == ("risk.opened", VILLAGE)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": " "}, "title"),
        ({"kind": "candidate"}, "kind"),
        ({"likelihood": 6}, "likelihood"),
        ({"impact": 0}, "impact"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(world: World, told: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as caught:
        opened(world, **told)
    assert caught.value.field == field
    assert not Risk.objects.exists()


def test_the_day_to_look_again_lies_ahead(world: World) -> None:
    with pytest.raises(Problem) as caught:
        actions.open_risk(
            world.post("village_head"), world.region(), TOLD, review_on=date(2024, 9, 10)
        )
    assert caught.value.field == "review_on"


def asked(world: World, row: Risk, **told: Any) -> Followup:
    given = {
        "title": "Patroli bersama",
        "to": world.agencies["polsek"],
        "due_at": now() + timedelta(days=2),
        **told,
    }
    made = actions.add_measure(world.post("district_head"), row, **given)
    return made.followup


def test_a_measure_is_a_followup_that_climbs_when_late(world: World, clock: Any) -> None:
    row = opened(world)
    followup = asked(world, row, suggestion="patrol")
    assert (followup.kind, followup.from_desk) == ("prevention", world.desk(DISTRICT))
    assert followup.origin_url == row.get_absolute_url()
    assert row.measures.get().suggestion == "patrol"
    clock.forward(days=2, minutes=1)
    climb(world.operation)
    followup.refresh_from_db()
    assert followup.climbs == 1
    (counted,) = queries.meant(world.post("village_head"), queries.RegisterFilter(state="late"))
    assert (counted.measure_count, counted.late_count, counted.done_count) == (1, 1, 0)


def test_who_is_asked_sees_the_risk_though_it_lies_elsewhere(world: World) -> None:
    row = opened(world)
    assert row not in Risk.objects.visible_to(world.post("elsewhere:kapolsek"))
    asked(world, row, to=world.agencies["elsewhere:polsek"])
    other = world.post("elsewhere:kapolsek")
    assert row in Risk.objects.visible_to(other)
    assert row not in Risk.objects.visible_to(world.post("elsewhere:district_head"))


def test_the_list_and_the_page_agree_on_who_sees(world: World) -> None:
    """One predicate gates and lists."""
    from sinergi.risk.register_permissions import may_see_risk

    rows = [opened(world), risk(world, ELSEWHERE)]
    asked(world, rows[0], to=world.agencies["elsewhere:polsek"])
    for role in world.posts:
        post = world.post(role)
        seen = set(Risk.objects.visible_to(post))
        assert seen == {row for row in rows if may_see_risk(post, row)}, role


def test_it_is_not_closed_while_somebody_owes_something(world: World) -> None:
    row = opened(world)
    followup = asked(world, row)
    with pytest.raises(Problem) as caught:
        actions.close_risk(world.post("village_head"), row, result="Selesai.")
    assert caught.value.status == 409
    followups.report_done(world.post("kapolsek"), followup, answer="Patroli tiga malam.")
    followup.refresh_from_db()
    followups.close(world.post("district_head"), followup)
    row = actions.close_risk(world.post("village_head"), row, result="Rapat umum aman.")
    assert (row.state, row.closed_at) == ("closed", now())
    again = actions.reopen_risk(
        world.post("village_head"), row, likelihood=2, impact=4, review_on=SOON,
        remark="Ada rapat umum lagi.",
    )  # fmt: skip
    assert (again.state, again.closed_at, again.result) == ("open", None, "")


def test_mitigated_means_smaller_and_what_was_is_kept(world: World) -> None:
    row = opened(world)
    told = {"result": "Ikrar damai ditandatangani.", "review_on": SOON}
    with pytest.raises(Problem) as caught:
        actions.mitigate_risk(world.post("village_head"), row, likelihood=4, impact=4, **told)
    assert caught.value.field == "likelihood"
    row = actions.mitigate_risk(world.post("village_head"), row, likelihood=2, impact=4, **told)
    assert (row.state, row.weight, row.first_weight) == ("mitigated", 8, 16)
    row = actions.accept_risk(
        world.post("district_head"), row, result="Sisanya dijaga rutin.", review_on=SOON
    )
    assert row.state == "accepted"


def test_what_was_not_looked_at_again_waits_on_the_desk(world: World, clock: Any) -> None:
    row = opened(world)
    (section,) = queries.waiting_sections(world.post("babinsa"))
    assert section.count == 0
    clock.forward(days=8)
    (section,) = queries.waiting_sections(world.post("babinsa"))
    assert [item.number for item in section.items] == [row.label]
    assert queries.waiting_sections(world.post("elsewhere:babinsa"))[0].count == 0
    assert queries.waiting_sections(world.post("regent")) == []
    actions.review_risk(
        world.post("village_head"), row, likelihood=3, impact=4,
        review_on=date(2024, 9, 25), remark="Masih ada dua kubu.",
    )  # fmt: skip
    assert queries.waiting_sections(world.post("babinsa"))[0].count == 0


def test_the_list_takes_few_statements(world: World) -> None:
    post = world.post("district_head")
    for _number in range(3):
        asked(world, opened(world))
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as told:
            list(queries.meant(post, queries.RegisterFilter()))
            queries.sums(post)
            queries.matrix(post, queries.RegisterFilter())
        counts.append(len(told))
        for _number in range(5):
            asked(world, opened(world))
    assert counts == [4, 4]


def test_the_sums_are_those_of_the_lists(world: World, clock: Any) -> None:
    asked(world, opened(world))
    opened(world, likelihood=2, impact=3)
    clock.forward(days=8)
    post = world.post("regent")
    sums = queries.sums(post)
    lists = {
        state: len(queries.meant(post, queries.RegisterFilter(state=state)))
        for state in ("", "review", "bare", "late")
    }
    assert (sums.kept, sums.review, sums.bare, sums.late) == tuple(lists.values())
    graded = [
        len(queries.meant(post, queries.RegisterFilter(grade=grade))) for grade in sums.by_grade
    ]
    assert graded == list(sums.by_grade.values())


def test_a_grade_is_never_lower_when_one_of_the_two_is_higher() -> None:
    order = [name for name, _least in reversed(rules.GRADES)]
    for likelihood in range(1, 5):
        for impact in range(1, 6):
            here = order.index(rules.grade(likelihood, impact))
            assert order.index(rules.grade(likelihood + 1, impact)) >= here
            assert order.index(rules.grade(impact, likelihood + 1)) >= order.index(
                rules.grade(impact, likelihood)
            )


def test_the_library_is_whole() -> None:
    """Each suggestion is of a known kind, an agency and stages that exist, and says its ground."""
    from sinergi.agencies.kinds import KINDS
    from sinergi.agencies.roles import ROLES
    from sinergi.risk.library import GROUNDS
    from sinergi.risk.shipped import shipped_indicators

    codes = {row.columns["code"] for row in shipped_indicators()}
    rows = suggestions()
    assert len({row.code for row in rows}) == len(rows)
    answering = {
        kind for role in ROLES.values() if role.may("answer") for kind in role.agency_kinds
    }
    for row in rows:
        assert row.kind in risk_kinds() and row.owner in answering & set(KINDS), row.code
        assert row.grounds in GROUNDS and row.basis and row.days > 0, row.code
    for kind in risk_kinds().values():
        assert set(kind.indicators) <= codes, kind.code
        assert kind.code == "other" or suggested(kind.code, []), kind.code
    assert len(kind_choices()) == len(risk_kinds())


def test_what_fits_the_stage_comes_first() -> None:
    rows = suggested("hoax", ["S07"])
    assert rows == suggested("hoax", [])
    found = suggested("campaign", ["S08"])
    assert found[0].code == "props_order"
    assert kinds_for(["unlisted_voters", "weak_network"]) == ["voter_list", "network"]
