"""The life of an alert: to whom it goes, who knows, who is told above, how it ends."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.alerts.actions import (
    acknowledge_alert,
    approve_alert,
    cancel_alert,
    dismiss_alert,
    draft_alert,
    update_alert,
)
from sinergi.alerts.models import Alert, AlertReceipt, Notice
from sinergi.alerts.warning.drafting import Draft
from sinergi.alerts.warning.permissions import touches
from sinergi.alerts.warning.watching import tick_alerts
from sinergi.kernel.problems import Problem
from tests.factories import DISTRICT, ELSEWHERE, OTHER_DISTRICT, REGENCY, VILLAGE
from tests.factories_warnings import draft, receipt, running


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def roles_told(world, alert) -> set[str]:
    by_post = {post.pk: role for role, post in world.posts.items()}
    return {by_post[row.post_id] for row in AlertReceipt.objects.filter(alert=alert)}


def test_a_draft_is_told_only_to_who_may_approve_it(world, told):
    draft(world)
    assert set(told("alert.drafted")) == {"desk_coordinator", "regional_secretary"}


def test_it_goes_to_the_desk_of_its_place_and_to_the_regency(world, told):
    alert = running(world)
    heard = roles_told(world, alert)
    assert {"district_head", "danramil", "kapolsek", "duty_officer", "desk_coordinator"} <= heard
    assert not heard & {"village_head", "babinsa", "elsewhere:district_head"}
    assert alert.number.startswith("PRG/35.19/2024/")
    assert set(told("alert.issued")) == heard - {"desk_coordinator"}  # she sent it herself
    assert set(told("alert.issued").values()) == {"critical"}  # severe: at any hour


def test_desks_below_are_reached_when_they_are_meant(world):
    alert = running(world, reach=["below"])
    assert {"village_head", "babinsa", "bhabinkamtibmas"} <= roles_told(world, alert)
    assert "elsewhere:village_head" not in roles_told(world, alert)


def test_roles_narrow_it_and_find_who_sits_at_no_desk(world):
    alert = running(world, roles=["regent", "kapolsek"])
    assert roles_told(world, alert) == {"regent", "kapolsek"}


@pytest.mark.parametrize("place", [VILLAGE, DISTRICT, ELSEWHERE, OTHER_DISTRICT, REGENCY])
def test_nobody_receives_what_lies_outside_her_scope(world, place):
    alert = running(world, place, reach=["place", "below", "district", "regency"])
    rows = AlertReceipt.objects.filter(alert=alert).select_related("post")
    assert rows
    assert all(touches(row.post, place) for row in rows)
    assert not any(row.post.role.startswith(("bawaslu_handler", "identity")) for row in rows)


def test_what_was_sent_is_seen_by_who_was_told_and_by_who_covers_the_place(world):
    alert = running(world)
    seeing = {role for role in world.posts if Alert.objects.visible_to(world.post(role)).exists()}
    assert roles_told(world, alert) <= seeing
    assert not seeing & {"babinsa", "elsewhere:district_head", "bawaslu_handler"}
    assert "regent" in seeing


def test_a_draft_is_seen_by_its_writer_and_by_who_may_approve_it(world):
    head = world.post("district_head")
    alert = draft_alert(head, world.region(DISTRICT), Draft("Massa", "Massa berkumpul"))
    seeing = {r for r in world.posts if Alert.objects.visible_to(world.post(r)).exists()}
    issuers = {"desk_coordinator", "regional_secretary", "duty_officer"}
    assert seeing == {"district_head", *issuers}
    with pytest.raises(Problem) as refusal:
        approve_alert(head, alert)
    assert refusal.value.status == 403


def test_nobody_drafts_for_a_place_that_is_not_hers(world):
    with pytest.raises(Problem) as refusal:
        draft_alert(
            world.post("district_head"), world.region(OTHER_DISTRICT), Draft("Massa", "Massa")
        )
    assert refusal.value.status == 403


def test_who_says_that_she_knows_has_read_her_notice(world, read_journal):
    alert = running(world)
    read_journal()
    acknowledge_alert(world.post("kapolsek"), receipt(world, alert, "kapolsek"))
    assert fresh(receipt(world, alert, "kapolsek")).acknowledged_at
    assert not Notice.objects.filter(post=world.posts["kapolsek"], read_at=None).exists()
    with pytest.raises(Problem):
        acknowledge_alert(world.post("kapolsek"), receipt(world, alert, "danramil"))


def test_those_above_the_silent_are_told_step_by_step(world, clock, told):
    alert = running(world, VILLAGE, reach=["place"])
    for role in ("village_head", "bhabinkamtibmas"):
        acknowledge_alert(world.post(role), receipt(world, alert, role))
    tick_alerts()
    assert not told("alert.climbed")  # not yet
    clock.forward(minutes=16)
    assert tick_alerts() == 1
    assert set(told("alert.climbed")) == {"district_head"}  # leads the desk above
    assert receipt(world, alert, "district_head").way == "above"
    assert fresh(receipt(world, alert, "babinsa")).climbed_at
    assert not fresh(receipt(world, alert, "village_head")).climbed_at
    clock.forward(minutes=16)
    tick_alerts()
    assert "desk_coordinator" in told("alert.climbed")  # above the district that is silent too
    clock.forward(minutes=16)
    tick_alerts()
    assert "regent" in told("alert.climbed")
    clock.forward(minutes=16)
    tick_alerts()
    assert fresh(alert).escalate_at is None  # nobody stands above


def test_an_update_refers_to_what_was_sent_before_and_may_ask_anew(world, told):
    alert = running(world)
    acknowledge_alert(world.post("kapolsek"), receipt(world, alert, "kapolsek"))
    update_alert(
        world.post("duty_officer"), fresh(alert), headline="Massa bubar", description="Tenang.",
        again=True,
    )  # fmt: skip
    first, second = alert.messages.all()
    assert (first.kind, second.kind) == ("Alert", "Update")
    assert second.references.split(",")[1] == first.identifier
    assert not fresh(receipt(world, alert, "kapolsek")).acknowledged_at
    assert "kapolsek" in told("alert.updated")


def test_the_all_clear_reaches_all_who_were_told(world, told):
    alert = running(world)
    cancel_alert(world.post("duty_officer"), fresh(alert), reason="Sudah aman.")
    assert fresh(alert).state == "cancelled"
    assert set(told("alert.cancelled")) == roles_told(world, alert) - {"duty_officer"}
    assert [m.kind for m in alert.messages.all()] == ["Alert", "Cancel"]
    assert len(alert.messages.last().references.split(" ")) == 1
    with pytest.raises(Problem) as refusal:
        cancel_alert(world.post("duty_officer"), fresh(alert), reason="Lagi.")
    assert refusal.value.status == 409


def test_a_draft_that_is_dismissed_says_why_and_goes_to_nobody(world, told):
    alert = dismiss_alert(world.post("duty_officer"), draft(world), reason="Salah lihat.")
    assert (alert.state, alert.messages.count(), alert.receipts.count()) == ("dismissed", 0, 0)
    assert not told("alert.issued")


def test_it_expires_by_the_clock(world, clock):
    alert = running(world, lasts=2)
    clock.forward(hours=1, minutes=59)
    tick_alerts()
    assert fresh(alert).state == "running"
    clock.forward(minutes=2)
    tick_alerts()
    assert fresh(alert).state == "expired"


def test_whom_it_reaches_is_asked_in_bounded_statements(world):
    alert = draft(world, reach=["place", "below", "regency"])
    with CaptureQueriesContext(connection) as spent:
        approve_alert(world.post("desk_coordinator"), alert)
    assert len(spent) <= 30
