"""The messages of alerts as an Atom feed (RFC 4287), each with a link to its CAP document."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _

from sinergi.alerts.models import AlertMessage
from sinergi.kernel.models import Operation

CAP_TYPE = "application/cap+xml"
MOST = 100  # messages in the feed


def feed_of(operation: Operation, messages: Sequence[AlertMessage], base: str, own: str) -> str:
    """The feed as text. `base` is the address of the house, `own` that of the feed itself."""
    feed = Atom1Feed(
        title=_("Alerts: %(operation)s") % {"operation": operation.name},
        link=base + reverse("alerts:alerts"),
        description="",
        language="id",
        feed_url=own,
        feed_guid=f"urn:uuid:{operation.pk}",
        author_name=operation.name,
    )
    for message in messages:
        _add(feed, message, base, operation)
    return feed.writeString("utf-8")


def _add(feed: Atom1Feed, message: AlertMessage, base: str, operation: Operation) -> None:
    alert = message.alert
    mark = _("[EXERCISE]") + " " if operation.is_exercise else ""
    cap = base + reverse("alerts:cap", args=[message.key])
    feed.add_item(
        title=f"{mark}{message.get_kind_display()}: {message.headline}",
        link=base + alert.get_absolute_url(),
        description=message.description,
        unique_id=message.identifier,
        pubdate=message.sent_at,
        updateddate=message.sent_at,
        author_name=operation.name,
        categories=[alert.severity, alert.region_id],
        enclosures=[Enclosure(cap, str(len(message.xml.encode())), CAP_TYPE)],
    )
