"""What the pages of alerts ask, each in a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.alerts.models.warnings import AlertRows
from sinergi.followups.waiting import Item, Section

SHOWN = 60  # recipients on the page of an alert
IN_A_HEAP = 5
ON_A_PAGE = 20


def with_answers(rows: AlertRows) -> AlertRows:
    """With how many were told, and how many said that they know."""
    return rows.whole().annotate(
        told=Count("receipts", distinct=True),
        knowing=Count("receipts", filter=Q(receipts__acknowledged_at__isnull=False), distinct=True),
    )


@dataclass(frozen=True)
class Answers:
    """Who was told of an alert: the counts, and the latest; those who owe an answer first."""

    told: int
    seen: int
    knowing: int
    climbed: int
    rows: list[AlertReceipt]

    @property
    def owing(self) -> int:
        """How many have not said that they know."""
        return self.told - self.knowing

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.told - len(self.rows)

    @property
    def share(self) -> int:
        """Percent of those told who said that they know."""
        return self.knowing * 100 // self.told if self.told else 0


def answers_of(alert: Alert) -> Answers:
    """Who was told and who knows, in two statements."""
    rows = AlertReceipt.objects.filter(alert=alert)
    counts = rows.aggregate(
        told=Count("pk"),
        seen=Count("pk", filter=Q(seen_at__isnull=False)),
        knowing=Count("pk", filter=Q(acknowledged_at__isnull=False)),
        climbed=Count("pk", filter=Q(climbed_at__isnull=False, acknowledged_at=None)),
    )
    owing_first = (F("acknowledged_at").desc(nulls_first=True), "post__title")
    shown = rows.select_related("post__agency").order_by(*owing_first)[:SHOWN]
    return Answers(**counts, rows=list(shown))


def unanswered(post: Post) -> list[AlertReceipt]:
    """Running alerts of which she has not said that she knows, the newest first. One statement."""
    rows = AlertReceipt.objects.filter(
        post=post, acknowledged_at=None, alert__state=Alert.State.RUNNING
    )
    return list(rows.select_related("alert__region__parent").order_by("-told_at")[:3])


def rules_of(post: Post) -> QuerySet[AlertRule]:
    """The rules, with how many alerts each has made."""
    rows = AlertRule.objects.visible_to(post).select_related("operation")
    return rows.annotate(made=Count("alerts")).order_by("made_at", "pk")


def waiting_sections(post: Post) -> list[Section]:
    """On *my desk*: alerts to answer, and drafts that wait for her approval."""
    return [*_to_answer(post), *_to_approve(post)]


def _to_answer(post: Post) -> list[Section]:
    rows = unanswered(post)
    if not rows:
        return []
    items = [_item(row.alert, note=_("Say that you know.")) for row in rows]
    title, empty = _("Alerts to answer"), _("No alert waits for your answer.")
    return [Section("alerts-answer", title, empty, len(rows), items, _list(), urgent=True)]


def _to_approve(post: Post) -> list[Section]:
    if not post.can("issue_alerts"):
        return []
    rows = Alert.objects.visible_to(post).waiting().select_related("region__parent")
    found = [row for row in rows.order_by("-drafted_at") if post.covers(row.region_id)]
    if not found:
        return []
    items = [_item(row, note=row.drafted_label) for row in found[:IN_A_HEAP]]
    title, empty = _("Alerts that wait for your approval"), _("No draft waits.")
    return [Section("alerts-approve", title, empty, len(found), items, _list(), urgent=True)]


def _list() -> str:
    return reverse("alerts:alerts")


def _item(alert: Alert, note: Any) -> Item:
    return Item(
        title=alert.headline,
        url=alert.get_absolute_url(),
        place=alert.region.full_name,
        severity=alert.sign,
        number=alert.number,
        note=note,
    )
