"""The life of an alert: drafted, approved and sent, updated, ended; and who says that she knows."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert, AlertReceipt
from sinergi.alerts.problems import NobodyReached
from sinergi.alerts.warning import permissions
from sinergi.alerts.warning.addressing import above, addressed
from sinergi.alerts.warning.drafting import LONGEST_HEADLINE, Draft, Finding, columns_of_draft
from sinergi.alerts.warning.sending import tell_posts, write_message
from sinergi.alerts.warning.vocabulary import KNOWN_WITHIN
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.numbers import next_number
from sinergi.kernel.problems import Invalid, needed
from sinergi.regions.models import Region

SERIES = "PRG"


@action(
    "alert.drafted",
    subject=Alert,
    parent=Region,
    may=permissions.may_draft,
    title=_("Draft an alert"),
    system=True,
)
def draft_alert(
    by: Actor, region: Region, draft: Draft, *, finding: Finding | None = None
) -> Alert:
    """Write a draft; nobody but those who may approve it is told. Raises Invalid with its field.

    `finding` is what a rule found, where the house drafts and not a person.
    """
    found = finding.columns if finding else {}
    operation = finding.rule.operation if finding else by.operation  # type: ignore[attr-defined]
    return Alert.objects.create(
        operation=operation,
        region=region,
        drafted_at=now(),
        drafted_by=by if isinstance(by, Post) else None,
        drafted_label=by.actor_label,
        **columns_of_draft(draft),
        **found,
    )


@action(
    "alert.issued",
    subject=Alert,
    may=permissions.may_approve,
    title=_("Approve and send"),
    system=True,
)
def approve_alert(
    by: Actor, alert: Alert, *, headline: str = "", description: str = "", instruction: str = ""
) -> Alert:
    """Send it, as drafted or with other words, to all whom it reaches.

    Who approves and is reached knows already. Raises NobodyReached when there is nobody.
    """
    _reword(alert, headline, description, instruction)
    posts = addressed(alert)
    if not posts:
        raise NobodyReached()
    moment = now()
    alert.state, alert.sent_at, alert.approved_by = alert.State.RUNNING, moment, by.actor_label
    alert.expires_at = moment + timedelta(hours=alert.lasts)
    alert.escalate_at = moment + KNOWN_WITHIN[alert.severity]
    tell_posts(alert, posts, moment, AlertReceipt.Way.ADDRESSED)
    if by.post_id is not None:
        alert.receipts.filter(post=by.post_id).update(seen_at=moment, acknowledged_at=moment)
    write_message(alert, "Alert", moment, by.actor_label, recipients=len(posts))
    alert.number = next_number(SERIES, alert.operation)
    alert.save()
    note(recipients=len(posts))
    return alert


def _reword(alert: Alert, headline: str, description: str, instruction: str) -> None:
    """Other words than before, where some were said."""
    if len(headline) > LONGEST_HEADLINE:
        raise Invalid(_("Keep the headline short: 160 characters."), field="headline")
    alert.headline = headline.strip() or alert.headline
    alert.description = description.strip() or alert.description
    alert.instruction = instruction.strip() or alert.instruction


@action("alert.dismissed", subject=Alert, may=permissions.may_dismiss, title=_("Dismiss the draft"))
def dismiss_alert(by: Post, alert: Alert, *, reason: str) -> Alert:
    """It is not sent; why is kept."""
    alert.reason = needed(reason, "reason", _("Say why."))[:500]
    alert.state, alert.ended_at = alert.State.DISMISSED, now()
    alert.save()
    return alert


@action("alert.updated", subject=Alert, may=permissions.may_change, title=_("Send an update"))
def update_alert(
    by: Post,
    alert: Alert,
    *,
    headline: str,
    description: str,
    instruction: str = "",
    lasts: int = 12,
    again: bool = False,
) -> Alert:
    """Another message to all who were told, with a reference to those before.

    It holds from now for `lasts` hours. With `again` everybody must say anew that she knows.
    """
    needed(headline, "headline", _("An alert needs a headline."))
    if not 1 <= lasts <= 168:
        raise Invalid(_("Between 1 hour and 7 days."), field="lasts")
    _reword(alert, headline, description, instruction)
    moment = now()
    alert.expires_at = moment + timedelta(hours=lasts)
    if again:
        others = alert.receipts.exclude(post=by)
        others.update(told_at=moment, acknowledged_at=None, climbed_at=None)
        alert.escalate_at = moment + KNOWN_WITHIN[alert.severity]
    told = alert.receipts.count()
    write_message(alert, "Update", moment, by.actor_label, recipients=told)
    alert.save()
    note(recipients=told, again=again)
    return alert


@action("alert.cancelled", subject=Alert, may=permissions.may_change, title=_("Give the all clear"))
def cancel_alert(by: Post, alert: Alert, *, reason: str) -> Alert:
    """End it for all who were told, with a reference to the messages before; why is told too."""
    alert.reason = needed(reason, "reason", _("Say why."))[:500]
    moment = now()
    told = alert.receipts.count()
    write_message(alert, "Cancel", moment, by.actor_label, said=alert.reason, recipients=told)
    alert.state, alert.ended_at, alert.escalate_at = alert.State.CANCELLED, moment, None
    alert.save()
    note(recipients=told)
    return alert


@action(
    "alert.expired",
    subject=Alert,
    may=permissions.may_only_the_house,
    title=_("Let an alert expire"),
    system=True,
)
def expire_alert(by: Actor, alert: Alert) -> Alert:
    """Its time is over. Nobody is told: the time stood in the message."""
    alert.state, alert.ended_at, alert.escalate_at = alert.State.EXPIRED, now(), None
    alert.save()
    return alert


@action(
    "alert.climbed",
    subject=Alert,
    may=permissions.may_only_the_house,
    title=_("Tell those above who has not answered"),
    system=True,
)
def climb_alert(by: Actor, alert: Alert) -> Alert:
    """Those above each who did not say in time that she knows are told, and see who has not.

    Goes on, step by step, until all have answered or nobody stands above.
    """
    moment = now()
    silent = alert.receipts.filter(acknowledged_at=None, climbed_at=None).select_related(
        "post__account", "post__agency", "post__region", "post__operation"
    )
    rows = list(silent.prefetch_related("post__memberships__desk"))
    higher = above(alert, [row.post for row in rows])
    leaders = {one.pk: one for posts in higher.values() for one in posts}
    knowing = set(alert.receipts.filter(post__in=leaders).values_list("post_id", flat=True))
    told = tell_posts(
        alert, [one for pk, one in leaders.items() if pk not in knowing], moment,
        AlertReceipt.Way.ABOVE,
    )  # fmt: skip
    alert.receipts.filter(pk__in=[row.pk for row in rows]).update(climbed_at=moment)
    alert.escalate_at = moment + KNOWN_WITHIN[alert.severity] if told else None
    alert.save()
    note(silent=len(rows), told=told, posts=[str(pk) for pk in leaders])
    return alert


@action("alert.seen", subject=AlertReceipt, may=permissions.may_answer, title=_("Open an alert"))
def see_alert(by: Post, receipt: AlertReceipt) -> AlertReceipt:
    """She has opened it; a second time changes nothing."""
    if receipt.seen_at is None:
        receipt.seen_at = now()
        receipt.save()
    return receipt


@action(
    "alert.acknowledged",
    subject=AlertReceipt,
    may=permissions.may_answer,
    title=_("Say that one knows"),
)
def acknowledge_alert(by: Post, receipt: AlertReceipt) -> AlertReceipt:
    """She knows, and does what it asks. Her notices of it are read; said twice it is said once."""
    if receipt.acknowledged_at is None:
        moment = now()
        receipt.acknowledged_at = moment
        receipt.seen_at = receipt.seen_at or moment
        receipt.save()
        by.notices.filter(alert=receipt.alert_id, read_at=None).update(read_at=moment)
    return receipt


__all__ = [
    "acknowledge_alert",
    "approve_alert",
    "cancel_alert",
    "climb_alert",
    "dismiss_alert",
    "draft_alert",
    "expire_alert",
    "see_alert",
    "update_alert",
]
