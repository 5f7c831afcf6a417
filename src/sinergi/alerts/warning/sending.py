"""A message of an alert as it is written down: its document, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert, AlertMessage, AlertReceipt
from sinergi.alerts.models.warnings import SCHEME
from sinergi.alerts.warning.cap import Words, document, sender_of, stamp
from sinergi.kernel.identifiers import uuid7

ROWS = 2_000  # rows in one INSERT


def write_message(
    alert: Alert, kind: str, at: datetime, by: str, *, said: str = "", recipients: int = 0
) -> AlertMessage:
    """Freeze a message as CAP 1.2. It refers to all of its alert that were sent before.

    `said` stands for the description where a message ends the alert.
    """
    key = uuid7()
    before = alert.messages.order_by("sent_at", "id")
    references = " ".join(f"{m.sender},{m.identifier},{stamp(m.sent_at)}" for m in before)
    words = Words(
        kind, f"{SCHEME}{key}", sender_of(alert.operation), at, alert.headline,
        said or alert.description, alert.instruction if kind != "Cancel" else "", references,
    )  # fmt: skip
    return AlertMessage.objects.create(
        alert=alert,
        kind=kind,
        identifier=words.identifier,
        sender=words.sender,
        sent_at=at,
        headline=words.headline,
        description=words.description,
        instruction=words.instruction,
        references=references,
        recipients=recipients,
        by_label=by,
        xml=document(alert, words),
    )


def tell_posts(alert: Alert, posts: Iterable[Post], at: datetime, way: str) -> int:
    """Note that these posts are told; who was told before is not told twice."""
    rows = [AlertReceipt(alert=alert, post=post, way=way, told_at=at) for post in posts]
    before = alert.receipts.count()
    AlertReceipt.objects.bulk_create(rows, batch_size=ROWS, ignore_conflicts=True)
    return alert.receipts.count() - before
