"""Showing figures to everybody, and taking data out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.briefing.models import OpenData
from sinergi.briefing.permissions.open_data import may_switch
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation


@action(
    "open_data.switched",
    subject=OpenData,
    parent=Operation,
    may=may_switch,
    title=_("Switch the open figures on or off"),
)
def switch_open_data(by: Post, operation: Operation, *, on: bool) -> OpenData:
    """Show the aggregate figures of the operation to everybody, or no longer."""
    row = OpenData.objects.filter(operation=operation).first() or OpenData(operation=operation)
    row.on, row.switched_at, row.switched_by = on, now(), by.actor_label[:200]
    row.save()
    return row


__all__ = ["switch_open_data"]
