"""Who may: keep rules, draft and approve alerts, end them, and say that she knows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.regions.codes import lies_within
from sinergi.regions.models import Region

ISSUERS = _("The duty officer, the coordinator or the chair of the regency's desk.")


def touches(post: Post, code: str) -> bool:
    """Whether a warning for that place concerns her places: she covers it, or stands in it."""
    return post.covers(code) or any(area.startswith(f"{code}.") for area in post.areas)


def _issues(by: Post) -> Answer:
    return YES if by.can("issue_alerts") else no(_("Your post does not issue alerts."), ISSUERS)


def _at_home(by: Post, operation_id: Any) -> Answer:
    return YES if operation_id == by.operation_id else HIDDEN


def may_look(by: Post, operation: Operation) -> Answer:
    """Who reads, or reports, in the operation: each sees only what is hers."""
    return first_no(
        _at_home(by, operation.pk),
        YES if by.can("read") or by.can("report") else HIDDEN,
    )


def may_keep_rules(by: Post, target: Operation | AlertRule) -> Answer:
    """Who issues alerts, and covers the whole operation: a rule watches all of it."""
    operation = target if isinstance(target, Operation) else target.operation
    wide = by.covers(operation.region_code)
    sees = by.can("read") and wide
    return first_no(
        _at_home(by, operation.pk),
        YES if sees or isinstance(target, Operation) else HIDDEN,
        _issues(by),
        YES if wide else no(_("A rule watches the whole operation."), ISSUERS),
    )


def may_try_rule(by: Post, rule: AlertRule) -> Answer:
    """The same people."""
    return may_keep_rules(by, rule)


def may_go_live(by: Post, rule: AlertRule) -> Answer:
    """The same, of a rule that was tried and does not watch yet."""
    return first_no(
        may_keep_rules(by, rule),
        not_now(_("It watches already.")) if rule.state == rule.State.LIVE else YES,
        YES if rule.tried_at else not_now(_("Try it on the past first.")),
    )


def may_rest(by: Post, rule: AlertRule) -> Answer:
    """The same, of a rule that watches."""
    watching = YES if rule.state == rule.State.LIVE else not_now(_("It does not watch now."))
    return first_no(may_keep_rules(by, rule), watching)


def may_draft(by: Post, place: Region | Operation) -> Answer:
    """Who issues alerts, and who works at a desk there: a draft goes to nobody unapproved.

    Of the operation: whether she may draft for any place at all.
    """
    able = by.can("issue_alerts") or by.can("assign")
    if isinstance(place, Operation):
        near = _at_home(by, place.pk)
    else:
        home = lies_within(place.pk, by.operation.region_code) and touches(by, place.pk)
        near = YES if home else no(_("This place is outside your area."), ISSUERS)
    return first_no(near, YES if able else no(_("You do not work at a desk."), ISSUERS))


def may_see(by: Post, alert: Alert) -> Answer:
    """As `Alert.objects.visible_to` says of a list."""
    visible = Alert.objects.visible_to(by).filter(pk=alert.pk).exists()
    return first_no(_at_home(by, alert.operation_id), YES if visible else HIDDEN)


def _may_decide(by: Post, alert: Alert, *states: str) -> Answer:
    covered = by.covers(alert.region_id)
    in_state = alert.state in states
    return first_no(
        lambda: may_see(by, alert),
        _issues(by),
        YES if covered else no(_("The place is not one of yours."), ISSUERS),
        YES if in_state else not_now(_("It is no longer in that state.")),
    )


def may_approve(by: Post, alert: Alert) -> Answer:
    """Who issues alerts there, while it is a draft."""
    return _may_decide(by, alert, "draft")


def may_dismiss(by: Post, alert: Alert) -> Answer:
    """The same."""
    return _may_decide(by, alert, "draft")


def may_change(by: Post, alert: Alert) -> Answer:
    """Who issues alerts there, while it runs: an update, or its end."""
    return _may_decide(by, alert, "running")


def may_answer(by: Post, receipt: AlertReceipt) -> Answer:
    """Everybody for herself."""
    return YES if receipt.post_id == by.pk else HIDDEN


def may_only_the_house(by: Post, alert: Alert) -> Answer:
    """What the clock does."""
    return no(_("The house does this by itself."))
