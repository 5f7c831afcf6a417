"""Noting that a silent station was called."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import local, now
from sinergi.kernel.problems import Conflict
from sinergi.polling import permissions
from sinergi.polling.models import Station, StationCall

PAUSE = timedelta(minutes=10)  # within it nobody else need call the same station


@action(
    "station.called",
    subject=StationCall,
    parent=Station,
    lock_parent=True,
    may=permissions.may_call,
    title=_("Note that it was called"),
)
def call_station(
    by: Post, station: Station, *, remark: str = "", again: bool = False
) -> StationCall:
    """Keep that `by` called the station, and what was said.

    Raises Conflict when somebody else called it within the last ten minutes, unless `again`.
    """
    last = station.calls.first()
    recent = last is not None and last.called_at > now() - PAUSE and last.post_id != by.pk
    if last is not None and recent and not again:
        told = {"who": last.called_by, "at": f"{local(last.called_at):%H.%M}"}
        raise Conflict(_("%(who)s called it at %(at)s.") % told)
    return StationCall.objects.create(
        station=station,
        called_at=now(),
        post=by,
        called_by=by.actor_label,
        note=remark.strip()[:200],
    )
