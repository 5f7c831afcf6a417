"""Who may: keep stations, check in for them, plan outreach and security."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no
from sinergi.polling.models import SERVING, Station

KEEPERS = _("KPU, or the coordinator of the desk.")


def may_see(by: Post, station: Station) -> Answer:
    """Whoever covers its village; those who serve at stations see only theirs."""
    if by.operation_id != station.operation_id or not by.covers(station.region_id):
        return HIDDEN
    return YES if by.role not in SERVING or _serves(by, station) else HIDDEN


def _serves(by: Post, station: Station) -> bool:
    return station.people.filter(post__account=by.account_id, until__isnull=True).exists()


def may_check_in(by: Post, station: Station) -> Answer:
    """Who serves at the station, and those of the village and above who report for it."""
    return first_no(
        may_see(by, station),
        lambda: YES if by.can("check_in") else no(_("You do not report for stations.")),
    )


def may_keep(by: Post, target: Any) -> Answer:
    """KPU and the desk's coordinator keep stations, milestones and what the operation edits.

    `target` is the operation, or a row of it.
    """
    operation_id = target.pk if isinstance(target, Operation) else target.operation_id
    if by.operation_id != operation_id:
        return HIDDEN
    if by.can("manage_stations"):
        return YES
    return no(_("You do not keep the list of stations."), KEEPERS)
