"""One target for every action of alerts and of their rules."""

from __future__ import annotations

from typing import Any

from sinergi.alerts.actions import add_alert_rule, draft_alert, try_alert_rule
from sinergi.alerts.models import Alert, AlertMessage, AlertReceipt, AlertRule
from sinergi.alerts.warning.drafting import Draft
from sinergi.kernel.clock import now
from tests.factories import ELSEWHERE, World
from tests.factories_warnings import plan


def _operation(world: World, code: str) -> Any:
    return world.operation


def alert(state: str) -> Any:
    """An alert for that village; its head was told of one that runs."""

    def made(world: World, code: str) -> Alert:
        by = world.post("duty_officer")
        row = draft_alert(by, world.region(code), Draft("Massa", "Massa berkumpul"))
        if state == "running":
            row.state, row.sent_at, row.expires_at = state, now(), now()
            row.number = f"PRG/{row.pk}"
            row.save()
            _told(world, code, row)
        return row

    return made


def _told(world: World, code: str, row: Alert) -> AlertReceipt:
    side = "elsewhere:" if code == ELSEWHERE else ""
    head = world.posts[f"{side}village_head"]
    return AlertReceipt.objects.create(alert=row, post=head, told_at=now())


def receipt(world: World, code: str) -> AlertReceipt:
    """That of the head of the village."""
    return AlertReceipt.objects.get(alert=alert("running")(world, code))


def message(world: World, code: str) -> AlertMessage:
    """The first message of an alert."""
    row = alert("running")(world, code)
    return AlertMessage.objects.create(
        alert=row, kind="Alert", identifier=f"urn:uuid:{row.pk}", sender="35.19@contoh.test",
        sent_at=now(), headline=row.headline, by_label="Piket", xml="<alert/>",
    )  # fmt: skip


def rule(state: str) -> Any:
    """A rule that was tried, in that state."""

    def made(world: World, code: str) -> AlertRule:
        duty = world.post("duty_officer")
        row = try_alert_rule(duty, add_alert_rule(duty, world.operation, plan()), days=1)
        row.state = state
        row.save()
        return row

    return made


SITUATIONS: dict[str, Any] = {
    "draft_alert": lambda world, code: world.region(code),
    **dict.fromkeys(("approve_alert", "dismiss_alert"), alert("draft")),
    **dict.fromkeys(
        ("update_alert", "cancel_alert", "expire_alert", "climb_alert"), alert("running")
    ),
    **dict.fromkeys(("see_alert", "acknowledge_alert"), receipt),
    "add_alert_rule": _operation,
    **dict.fromkeys(("change_alert_rule", "try_alert_rule", "set_rule_live"), rule("draft")),
    "rest_rule": rule("live"),
}
