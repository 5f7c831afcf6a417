"""Who may: keep stations, check in for them, plan outreach and security."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.polling.grounds import grounds
from sinergi.polling.models import SERVING, SpecialCase, Station

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


SUPERVISORS = ("bawaslu_liaison", "district_supervisor", "village_supervisor", "station_supervisor")


def may_look(by: Post, operation: Operation) -> Answer:
    """The board: whoever reads her places; who serves at one station has that station's page."""
    if by.operation_id != operation.pk:
        return HIDDEN
    return YES if by.can("read") else no(_("Your post reports its own station."))


def may_call(by: Post, station: Station) -> Answer:
    """Whoever reads the board of that place."""
    return first_no(
        may_see(by, station),
        lambda: YES if by.can("read") else no(_("Your post reports its own station.")),
    )


def may_open_special_case(by: Post, station: Station) -> Answer:
    """Who checks in for the station, who keeps the list, and the supervisors of the election."""
    return first_no(
        may_see(by, station),
        lambda: (
            YES
            if by.can("check_in") or by.can("manage_stations") or by.role in SUPERVISORS
            else no(_("You do not report for stations."))
        ),
    )


def may_accept_special_case(by: Post, case: SpecialCase) -> Answer:
    """KPU, or the coordinator of the desk, while it is proposed."""
    return first_no(
        may_see(by, case.station),
        lambda: may_keep(by, case),
        lambda: YES if case.state == "proposed" else not_now(_("It is no longer a proposal.")),
    )


def may_end_special_case(by: Post, case: SpecialCase) -> Answer:
    """Whoever may open it, while it is open; what KPU decides is ended by KPU."""
    return first_no(
        may_see(by, case.station),
        lambda: (
            may_keep(by, case) if _is_decided(case) else may_open_special_case(by, case.station)
        ),
        lambda: YES if case.state == "open" else not_now(_("It is not open.")),
    )


def may_withdraw_special_case(by: Post, case: SpecialCase) -> Answer:
    """KPU; of what is proposed or no decision of KPU also whoever may open it."""
    kept = _is_decided(case) and case.state != "proposed"
    return first_no(
        may_see(by, case.station),
        lambda: may_keep(by, case) if kept else may_open_special_case(by, case.station),
        lambda: (
            YES if case.state in ("proposed", "open") else not_now(_("It is finished already."))
        ),
    )


def _is_decided(case: SpecialCase) -> bool:
    return grounds()[case.kind].decided
