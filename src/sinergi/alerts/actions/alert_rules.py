"""What is done with rules: kept, tried on the past, set to watch, laid to rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.models import AlertRule
from sinergi.alerts.warning import permissions
from sinergi.alerts.warning.drafting import RulePlan, columns_of_rule
from sinergi.alerts.warning.trying import trial_of
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid

MOST_DAYS = 90


@action(
    "alert_rule.added",
    subject=AlertRule,
    parent=Operation,
    may=permissions.may_keep_rules,
    title=_("Write a rule"),
)
def add_alert_rule(by: Post, operation: Operation, plan: RulePlan) -> AlertRule:
    """Write a rule. It is a draft: nobody is told anything before it was tried and set to watch."""
    return AlertRule.objects.create(operation=operation, made_at=now(), **columns_of_rule(plan))


@action(
    "alert_rule.changed",
    subject=AlertRule,
    may=permissions.may_keep_rules,
    title=_("Change the rule"),
)
def change_alert_rule(by: Post, rule: AlertRule, plan: RulePlan) -> AlertRule:
    """Change it. It watches no more until it was tried anew; what it sent stays as it is."""
    for name, value in columns_of_rule(plan).items():
        setattr(rule, name, value)
    rule.state, rule.tried_at, rule.trial = AlertRule.State.DRAFT, None, {}
    rule.save()
    rule.situations.all().delete()
    return rule


@action(
    "alert_rule.tried",
    subject=AlertRule,
    may=permissions.may_try_rule,
    title=_("Try it on the past"),
)
def try_alert_rule(by: Post, rule: AlertRule, *, days: int = 28) -> AlertRule:
    """How often it would have fired in the last days, when and where. Nobody is told of it."""
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("Between 1 and 90 days."), field="days")
    moment = now()
    trial = trial_of(rule, moment - timedelta(days=days), moment)
    rule.tried_at, rule.trial = moment, {**trial, "days": days}
    rule.save()
    note(days=days, fired=trial["count"])
    return rule


@action(
    "alert_rule.set_live",
    subject=AlertRule,
    may=permissions.may_go_live,
    title=_("Let it watch"),
)
def set_rule_live(by: Post, rule: AlertRule) -> AlertRule:
    """From now on it watches. What holds already at this moment fires at its next look."""
    rule.state = AlertRule.State.LIVE
    rule.save()
    return rule


@action(
    "alert_rule.rested",
    subject=AlertRule,
    may=permissions.may_rest,
    title=_("Lay it to rest"),
)
def rest_rule(by: Post, rule: AlertRule) -> AlertRule:
    """It watches no more; it can be set to watch again as it is. Its alerts go on."""
    rule.state = AlertRule.State.RESTING
    rule.save()
    rule.situations.all().delete()
    return rule


__all__: list[Any] = [
    "add_alert_rule",
    "change_alert_rule",
    "rest_rule",
    "set_rule_live",
    "try_alert_rule",
]
