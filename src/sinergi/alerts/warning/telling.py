"""What a notice of an alert says: whom it concerns, how loudly."""

from __future__ import annotations

from sinergi.agencies.models import Post
from sinergi.agencies.roles import ROLES
from sinergi.alerts.models import Alert, AlertReceipt
from sinergi.alerts.rules import Event
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry, Operation

ISSUING = tuple(code for code, role in ROLES.items() if role.may("issue_alerts"))
TO_ALL = ("alert.issued", "alert.updated", "alert.cancelled")


def event_of_alert(entry: JournalEntry, alert: Alert, operation: Operation | None) -> Event:
    """The facts of an entry of an alert. One statement."""
    return Event(
        entry.verb,
        severity=alert.sign,
        region=alert.region_id,
        regency=operation.region_code if operation else "",
        posts=_posts(entry, alert),
    )


def _posts(entry: JournalEntry, alert: Alert) -> tuple[str, ...]:
    if entry.verb == "alert.drafted":
        return _issuers(alert)
    if entry.verb == "alert.climbed":
        return tuple(entry.facts.get("posts", ()))
    if entry.verb in TO_ALL:
        told = AlertReceipt.objects.filter(alert=alert, told_at__lte=entry.at)
        return tuple(str(pk) for pk in told.values_list("post_id", flat=True))
    return ()


def _issuers(alert: Alert) -> tuple[str, ...]:
    """Who may approve it; one that its rule sent at once waits for nobody."""
    if alert.state != Alert.State.DRAFT:
        return ()
    rows = Post.objects.in_force(local(now()).date()).filter(
        operation_id=alert.operation_id, role__in=ISSUING
    )
    return tuple(str(post.pk) for post in rows if post.covers(alert.region_id))
