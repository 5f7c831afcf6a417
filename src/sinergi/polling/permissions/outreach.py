"""Who may plan outreach, report it, set targets, and look at it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.polling.models import Activity
from sinergi.polling.permissions import may_keep
from sinergi.regions.models import Region

PLANNERS = _("KPU, PPK, PPS, and the offices of village, district and regency.")


def may_look_at_outreach(by: Post, operation: Operation) -> Answer:
    """Whoever reads her places."""
    if by.operation_id != operation.pk:
        return HIDDEN
    return YES if by.can("read") else no(_("Your post does not read reports of a place."))


def may_plan(by: Post, target: Operation | Region) -> Answer:
    """Whose agency does outreach: in the operation at all, or in one village of her places."""
    known = by.covers(target.pk) if isinstance(target, Region) else by.operation_id == target.pk
    if not known:
        return HIDDEN
    return YES if by.can("plan_outreach") else no(_("You do not plan outreach."), PLANNERS)


def may_see_activity(by: Post, row: Activity) -> Answer:
    """Those of her places, and those of her agency."""
    if by.operation_id != row.operation_id:
        return HIDDEN
    hers = by.covers(row.region_id) or by.agency_id == row.agency_id
    return may_look_at_outreach(by, row.operation) if hers else HIDDEN


def may_run(by: Post, row: Activity) -> Answer:
    """The agency that planned it, by whoever does its outreach in that place."""
    hers = by.agency_id == row.agency_id and by.covers(row.region_id)
    return first_no(
        may_see_activity(by, row),
        lambda: may_plan(by, row.operation),
        lambda: YES if hers else no(_("Another agency planned it."), row.agency.name),
    )


def may_run_planned(by: Post, row: Activity) -> Answer:
    """The same, as long as it is only planned."""
    planned = row.state == Activity.State.PLANNED
    said = _("It is no longer only planned.")
    return first_no(may_run(by, row), lambda: YES if planned else not_now(said))


def may_correct(by: Post, row: Activity) -> Answer:
    """The same, once it was held."""
    held = row.state == Activity.State.HELD
    return first_no(may_run(by, row), lambda: YES if held else not_now(_("It was not held.")))


def may_set_targets(by: Post, operation: Operation) -> Answer:
    """KPU and the desk's coordinator."""
    return may_keep(by, operation)
