"""Who may set requirements, report readiness, check a report, and make a gap a follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.readiness.models import ReadinessEvidence, ReadinessItem, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEPERS = _("The coordinator, the secretary or the administrator may.")


def may_manage(by: Post, target: Operation | Requirement) -> Answer:
    """Who keeps policies, in her own operation."""
    operation = target.pk if isinstance(target, Operation) else target.operation_id
    if by.operation_id != operation:
        return HIDDEN
    return YES if by.can("manage_policy") else no(_("Your post does not set this."), KEEPERS)


def may_see(by: Post, item: ReadinessItem) -> Answer:
    """Her own agency, and whoever reads the place."""
    if by.operation_id != item.operation_id:
        return HIDDEN
    reads = by.can("read") and by.covers(item.region_id)
    return YES if reads or by.agency_id == item.agency_id else HIDDEN


def may_open(by: Post, evidence: ReadinessEvidence) -> Answer:
    """Whoever sees the item sees what shows it."""
    return may_see(by, evidence.item)


def answers_for(by: Post, item: ReadinessItem) -> bool:
    """Whether she speaks for its agency in that place.

    Whoever answers for the agency; in a village also its member at the desk of that village (PPS,
    PKD), who answers for nothing else.
    """
    if by.agency_id != item.agency_id:
        return False
    there = by.covers(item.region_id) or by.region_id == item.region_id
    speaks = by.can("answer") or (
        item.level == "village" and by.can("report") and bool(by.desk_ids)
    )
    return there and speaks


def may_report(by: Post, item: ReadinessItem) -> Answer:
    """Whoever speaks for its agency there, while it is asked."""
    return first_no(
        may_see(by, item),
        lambda: YES if answers_for(by, item) else no(_("This is not asked of you."), _owner(item)),
        lambda: YES if item.active else not_now(_("This is no longer asked.")),
    )


def _owner(item: ReadinessItem) -> str:
    return str(_("%(agency)s may report.") % {"agency": item.agency})


def may_check(by: Post, item: ReadinessItem) -> Answer:
    """The desk above (or one higher still), by members of another agency who may assign."""
    return first_no(
        may_see(by, item),
        lambda: _not_its_own(by, item),
        lambda: (
            YES
            if by.can("assign") and _covering(by.desks, item.checking_place)
            else no(
                _("You do not sit at the desk that checks this."),
                _("Members of the desk above may."),
            )
        ),
        lambda: (
            YES
            if item.active and item.state == "ready"
            else not_now(_("Only what is reported ready is checked."))
        ),
    )


def _not_its_own(by: Post, item: ReadinessItem) -> Answer:
    if by.agency_id != item.agency_id:
        return YES
    return no(_("No agency confirms its own report."), _("Members of the desk above may."))


def may_follow_up(by: Post, item: ReadinessItem) -> Answer:
    """Who may ask in the name of a desk of hers over that place, while there is a gap."""
    return first_no(
        may_see(by, item),
        lambda: (
            YES
            if by.can("assign") and asking_desk(by, item)
            else no(_("You do not sit at a desk over this place."), _("Members of its desks may."))
        ),
        lambda: _is_a_gap(item),
    )


def _is_a_gap(item: ReadinessItem) -> Answer:
    if not item.active or item.standing == "confirmed":
        return not_now(_("There is no gap here."))
    if item.followup is not None and item.followup.state not in ("closed", "refused"):
        return not_now(_("A follow-up is under way already."))
    return YES


def asking_desk(by: Post, item: ReadinessItem) -> Desk | None:
    """The desk of hers in whose name she asks: the nearest over the place."""
    over = _covering(by.desks, item.region_id)
    return max(over, key=lambda desk: len(desk.region_id), default=None)


def _covering(desks: Iterable[Desk], code: str) -> list[Desk]:
    return [desk for desk in desks if f"{code}.".startswith(f"{desk.region_id}.")]


def may_export(by: Post, post: Post) -> Answer:
    """Who may take lists out, in her own name."""
    if by.pk != post.pk:
        return HIDDEN
    return YES if by.can("export") else no(_("Your post does not take lists out."))
