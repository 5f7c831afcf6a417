"""The page of the deadline rules: read by everybody, changed by who may, and nothing lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.agencies.actions import mark_role
from sinergi.incidents import actions, rules
from sinergi.incidents.actions.placing import current_table
from sinergi.incidents.forms.policy import entered
from sinergi.incidents.models import EscalationPolicy
from sinergi.incidents.queries.policy import lines, time_text
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests import factories

ADDRESS = "/administration/policy/"
MAY = "regional_secretary"


def _told(based_on=0, **changes):
    """What the form sends: the proposal, changed; `high_village_settle=3` is one of its numbers."""
    changed = {name.replace("_", "-"): value for name, value in changes.items()}
    return {**entered(rules.DEFAULT_POLICY), "based_on": based_on, "remark": "", **changed}


def _set(world, **changes):
    table = {
        severity: {level: list(pair) for level, pair in levels.items()}
        for severity, levels in rules.DEFAULT_POLICY.items()
    }
    table["low"]["village"] = [60, 120]
    return actions.set_policy(world.post(MAY), world.operation, table=table, **changes)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(5, "5 menit"), (90, "1 jam 30 menit"), (720, "12 jam"), (1440, "1 hari"),
     (3060, "2 hari 3 jam")],
)  # fmt: skip
def test_times_are_told_exactly(minutes, text):
    assert time_text(minutes) == text


def test_what_is_entered_is_the_largest_whole_unit():
    told = entered({**rules.DEFAULT_POLICY, "low": {
        "village": (90, 36 * 60), "district": (30, 60), "regency": (60, 2880)}})  # fmt: skip
    assert (told["low-village-acknowledge"], told["low-village-acknowledge-unit"]) == (90, 1)
    assert (told["low-village-settle"], told["low-village-settle-unit"]) == (36, 60)
    assert (told["low-regency-settle"], told["low-regency-settle-unit"]) == (2, 1440)


def test_the_hardest_comes_first():
    assert next(line.severity for line in lines(rules.DEFAULT_POLICY)) == "critical"


@pytest.mark.parametrize("role", ["babinsa", "kapolsek", "regent", "community_figure"])
def test_everybody_reads_and_few_may_change(world, signed_in, role):
    page = signed_in(role).get(ADDRESS)
    assert page.status_code == 200
    assert page.text.count("12 jam") >= 4
    assert "policy-form" not in page.text
    refused = signed_in(role).post(ADDRESS, _told())
    assert refused.status_code == 403
    assert not EscalationPolicy.objects.exists()


def test_who_keeps_the_policies_sets_a_new_version(world, signed_in):
    client = signed_in(MAY)
    assert "policy-form" in client.get(ADDRESS).text
    told = _told(high_village_acknowledge=45, remark="Kampanye dimulai.")
    told["high-village-acknowledge-unit"] = 1
    page = client.post(ADDRESS, told, follow=True)
    assert page.redirect_chain == [(ADDRESS, 302)]
    assert "Versi 1 berlaku mulai sekarang." in page.text
    assert "Kampanye dimulai." in page.text
    assert current_table(world.operation.pk)["high"]["village"] == (45, 1440)
    assert JournalEntry.objects.filter(verb="policy.set").count() == 1


def test_a_new_version_holds_for_what_arrives_later(world, signed_in):
    before = factories.report(world, kind="crowd")
    due = before.ack_due
    told = _told(
        **{f"{severity}_village_acknowledge": 5 for severity in rules.SEVERITIES},
        **{f"{severity}_village_acknowledge_unit": 1 for severity in rules.SEVERITIES},
    )
    signed_in(MAY).post(ADDRESS, told)
    before.refresh_from_db()
    assert before.ack_due == due
    later = factories.report(world, kind="crowd")
    assert (later.ack_due - later.arrived_at).total_seconds() == 5 * 60


def test_all_errors_stand_at_their_time_and_nothing_is_lost(world, signed_in):
    told = _told(
        low_village_acknowledge="",
        medium_district_acknowledge=8,  # days, below: longer than seven
        high_regency_settle=10,  # minutes, below: shorter than the acknowledgement
        critical_district_settle="dua",
        remark="Tetap ada",
    )
    told["medium-district-acknowledge-unit"] = 1440
    told["high-regency-settle-unit"] = 1
    page = signed_in(MAY).post(ADDRESS, told)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {
        "low-village-acknowledge",
        "medium-district-acknowledge",
        "high-regency-settle",
        "critical-district-settle",
    }
    assert "tidak boleh lebih singkat" in str(page.context["form"].errors["high-regency-settle"])
    assert 'value="dua"' in page.text
    assert "Tetap ada" in page.text
    assert not EscalationPolicy.objects.exists()


def test_when_another_version_was_set_meanwhile_nothing_is_lost(world, signed_in):
    client = signed_in(MAY)
    _set(world)
    told = _told(based_on=0, low_village_settle=3, remark="Dari saya")
    page = client.post(ADDRESS, told)
    assert page.status_code == 409
    assert "versi 1 telah ditetapkan" in page.text
    assert "Dari saya" in page.text
    assert "Berlaku: 2 jam" in page.text  # hers is 3 days
    assert page.text.count("Berlaku: ") == 2  # only the two times of the cell that differs
    assert EscalationPolicy.objects.count() == 1
    again = {**told, "based_on": page.context["form"]["based_on"].value()}
    assert client.post(ADDRESS, again).status_code == 302
    assert current_table(world.operation.pk)["low"]["village"] == (720, 3 * 1440)


def test_the_action_itself_refuses_what_is_based_on_an_older_version(world):
    _set(world, based_on=0)
    with pytest.raises(Problem) as refused:
        _set(world, based_on=0)
    assert refused.value.code == "conflict"
    assert _set(world, based_on=1).version == 2
    assert _set(world).version == 3


def test_the_proposal_is_filled_in_but_not_set(world, signed_in):
    _set(world)
    told = _told(based_on=1, low_village_settle=9, remark="Kembali", proposal="yes")
    page = signed_in(MAY).post(ADDRESS, told)
    assert page.status_code == 200
    form = page.context["form"]
    assert (form["low-village-settle"].value(), form["remark"].value()) == (1, "Kembali")
    assert EscalationPolicy.objects.count() == 1


def test_earlier_versions_stay_readable(world, signed_in):
    _set(world, remark="Yang pertama")
    actions.set_policy(world.post(MAY), world.operation, table=rules.DEFAULT_POLICY)
    page = signed_in("babinsa").get(ADDRESS).text
    assert "Yang pertama" in page
    assert 'id="version-1"' in page
    assert 'id="version-2"' in page


def test_versions_of_another_operation_are_not_shown(world, other_world, signed_in):
    actions.set_policy(
        other_world.post(MAY), other_world.operation, table=rules.DEFAULT_POLICY, remark="Lain"
    )
    assert 'id="version-1"' not in signed_in(MAY).get(ADDRESS).text


def test_many_versions_cost_no_more_statements(world, signed_in):
    client = signed_in(MAY)
    counts = []
    for number in range(12):
        _set(world)
        if number in (1, 11):
            client.get(ADDRESS)
            with CaptureQueriesContext(connection) as asked:
                client.get(ADDRESS)
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert 'id="version-1"' in client.get(f"{ADDRESS}?page=2").text


def test_it_is_found_from_where_it_matters(world, signed_in):
    assert reverse("incidents:policy") == ADDRESS
    assert ADDRESS in signed_in("babinsa").get("/desks/").text
    assert ADDRESS in signed_in("babinsa").get(factories.report(world).get_absolute_url()).text
    mark_role(SYSTEM, world.operation, role="administrator", second_factor=False)
    assert ADDRESS in signed_in("administrator").get("/administration/").text
    page = signed_in("administrator").get(ADDRESS).text
    assert f'href="{ADDRESS}" aria-current="page"' in page
